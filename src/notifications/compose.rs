//! The words of a letter, in its reader's language.

use crate::db::tx::Tidings;
use crate::error::{Error, Result};
use crate::rules::notice::LetterKind;
use crate::words::Say;
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
    say: &Say,
    public_url: &str,
    kind: LetterKind,
    name: &str,
    fund: &str,
    tidings: &Tidings,
) -> Result<Composed> {
    let mut words = tidings.words.clone();
    words.push(("name", name.into()));
    words.push(("fund", fund.into()));
    words.push(("action", tidings.action.code().into()));
    if let Some(awaited) = tidings.awaited {
        words.push(("task", say.task(awaited.code()).into()));
    }
    let subject = say.letter_subject(kind, &words);
    let body = say.letter_body(kind, &words);
    let (hello, closing) = (
        say.with("letter-hello", &words),
        say.with("letter-closing", &words),
    );
    let link_label = say.t("letter-link");
    let link = (!tidings.link.is_empty())
        .then(|| format!("{}{}", public_url.trim_end_matches('/'), tidings.link));
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
        lang: say.language().code,
        dir: say.language().direction,
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
