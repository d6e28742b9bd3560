//! The words of a letter, in its reader's language.

use crate::db::tx::Tidings;
use crate::error::{Error, Result};
use crate::i18n::Texts;
use crate::rules::notice::LetterKind;
use askama::Template;

/// A letter's words.
pub(super) struct Composed {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Plain<'a> {
    hello: &'a str,
    body: &'a str,
    link: Option<&'a str>,
    link_label: &'a str,
    closing: &'a str,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    lang: &'a str,
    dir: &'a str,
    subject: &'a str,
    hello: &'a str,
    body: &'a str,
    link: Option<&'a str>,
    link_label: &'a str,
    closing: &'a str,
}

/// Composes a letter of a kind to a reader.
pub(super) fn compose(
    texts: &Texts,
    public_url: &str,
    kind: LetterKind,
    reader: (&str, &str),
    fund: &str,
    tidings: &Tidings,
) -> Result<Composed> {
    let (name, language) = reader;
    let mut words = tidings.words.clone();
    words.push(("name", name.to_owned()));
    words.push(("fund", fund.to_owned()));
    words.push(("action", tidings.action.code().to_owned()));
    let say = |key: &str| texts.say(language, key, &words);
    let subject = say(&format!("letter-{kind}-subject"));
    let body = say(&format!("letter-{kind}-body"));
    let (hello, closing) = (say("letter-hello"), say("letter-closing"));
    let link_label = say("letter-link");
    let link = (!tidings.link.is_empty())
        .then(|| format!("{}{}", public_url.trim_end_matches('/'), tidings.link));
    let direction = Texts::best(language).direction;
    let failed = |error: askama::Error| Error::Internal(Box::new(error));
    let text = Plain {
        hello: &hello,
        body: &body,
        link: link.as_deref(),
        link_label: &link_label,
        closing: &closing,
    }
    .render()
    .map_err(failed)?;
    let html = Html {
        lang: language,
        dir: direction,
        subject: &subject,
        hello: &hello,
        body: &body,
        link: link.as_deref(),
        link_label: &link_label,
        closing: &closing,
    }
    .render()
    .map_err(failed)?;
    Ok(Composed {
        subject,
        text,
        html,
    })
}
