//! A deed of a story: the form that was found on its page, filled in, and how it is sent.

use super::told;
use crate::app::App;
use crate::cli::story::file::pdf;
use crate::cli::story::form::{self, Filled};
use crate::cli::story::script::{StoryFault, Told, fault};
use crate::db::tx::Actor;
use crate::files::upload::Upload;
use crate::kernel::caller::Caller;
use crate::web::deed::{Deed, Sent, Work};
use crate::web::table::{Ask, Ids, Table as Rows};
use crate::words::Say;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// What somebody of the story wants to do.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) who: String,
    pub(super) address: String,
    pub(super) button: String,
    pub(super) file: String,
    pub(super) says: Table,
    pub(super) makes: String,
}

/// A form as somebody of the story sends it.
pub struct Sending {
    /// Who, by the name in the story.
    pub who: String,
    /// The address of the page on which the form stands.
    pub page: String,
    /// The address the form is sent to.
    pub address: String,
    /// What stands in its fields, by their paths.
    pub fields: Filled,
    /// What is made is known by this name afterwards; empty where nothing is made.
    pub(super) makes: String,
    actor: Actor,
    /// Name and content of the file that is sent.
    file: Option<(String, Vec<u8>)>,
}

impl Sending {
    /// Finds the form on its page and fills it in.
    pub(super) fn of(app: &App, actor: Actor, wanted: Wanted) -> Told<Self> {
        let Some((deed, ids)) = Rows::shared().deed_at(&wanted.address) else {
            return fault("no form is sent there");
        };
        let is_file = matches!(deed.work, Work::File(_));
        let text = wanted.says.get("text").and_then(Value::as_str);
        let file = is_file.then(|| (wanted.file.clone(), pdf(text.unwrap_or_default())));
        let (page, address, fields) = found(app, actor, (deed, &ids), &wanted)?;
        Ok(Self {
            who: wanted.who,
            page,
            address,
            fields,
            makes: wanted.makes,
            actor,
            file,
        })
    }

    /// Does it in process; gives the identifier of what was made.
    ///
    /// # Errors
    /// The refusal, or what was not saved.
    pub fn carry_out(&self, app: &App) -> Told<Option<String>> {
        match self.done(app) {
            Ok(made) => Ok(made),
            Err(StoryFault(why)) => self.fault(&why),
        }
    }

    fn done(&self, app: &App) -> Told<Option<String>> {
        let Some((deed, ids)) = Rows::shared().deed_at(&self.address) else {
            return fault("nothing is done there");
        };
        let done = match &self.file {
            Some((name, content)) => {
                let file = told(Upload::of(&app.config.storage, name, content))?;
                deed.run_with_file(app, self.actor, &ids, file)
            }
            None => {
                let typed = self.fields.tree();
                let sent = Sent {
                    typed,
                    press: None,
                    caller: Caller::default(),
                };
                deed.run(app, self.actor, &ids, sent)
            }
        };
        let body = told(done)?.body;
        match body.get("not_saved").and_then(Json::as_object) {
            Some(faults) if !faults.is_empty() => fault(format!("not saved: {faults:?}")),
            _ => Ok(body.as_str().map(str::to_owned)),
        }
    }

    /// What went wrong with it, with who wanted to do what.
    pub(super) fn fault<T>(&self, why: &str) -> Told<T> {
        fault(format!("{}, {}: {why}", self.who, self.address))
    }
}

/// What stands in the form that is sent to an address, as somebody is shown it.
///
/// # Errors
/// That they are offered no such form.
pub fn standing(app: &App, actor: Actor, address: &str) -> Told<Filled> {
    let Some((deed, ids)) = Rows::shared().deed_at(address) else {
        return fault("no form is sent there");
    };
    let wanted = Wanted {
        address: address.to_owned(),
        ..Wanted::default()
    };
    let (_, _, fields) = found(app, actor, (deed, &ids), &wanted)?;
    Ok(fields)
}

fn found(
    app: &App,
    actor: Actor,
    (deed, ids): (&Deed, &Ids),
    wanted: &Wanted,
) -> Told<(String, String, Filled)> {
    let Some(page) = deed.page else {
        return fault("no page has such a form");
    };
    let Some(show) = Rows::shared().show(page) else {
        return fault("its page cannot be shown");
    };
    let nothing = Table::new();
    let is_file = matches!(deed.work, Work::File(_));
    let says = if is_file { &nothing } else { &wanted.says };
    let say = Say::new(app.texts.clone(), &app.config.fund.default_language);
    let looked = app.read_now(actor, |view| {
        let mut screen = (show.screen)(&mut Ask {
            view,
            ids,
            query: &BTreeMap::new(),
            say: &say,
            config: &app.config,
        })?;
        let mut why = "the page has no such form".to_owned();
        for form in screen.forms() {
            let other = form.other.as_ref().map(|other| &other.0);
            let mut sent_to = std::iter::once(&form.action).chain(other);
            let Some(sent_to) = sent_to.find(|one| is_like(&wanted.address, one)).cloned() else {
                continue;
            };
            if !form.button.contains(&wanted.button) {
                why = format!("{why}; there is {}", form.button);
                continue;
            }
            match (&form.refused, form::filled(form, says)) {
                (Some(reason), _) => why.clone_from(reason),
                (None, Err(error)) => why = error.to_string(),
                (None, Ok(fields)) => return Ok(Ok((page.of(ids), sent_to, fields))),
            }
        }
        Ok(fault(why))
    });
    told(looked)?
}

/// Whether an address is that of a pattern, in which `*` is whatever stands there.
fn is_like(pattern: &str, address: &str) -> bool {
    let (wanted, found) = (pattern.split('/'), address.split('/'));
    wanted.clone().count() == found.clone().count()
        && wanted
            .zip(found)
            .all(|(wanted, found)| wanted == "*" || wanted == found)
}
