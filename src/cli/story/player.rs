//! Plays a story: each step is the deed of a form on a page, by the person who was offered it, with
//! what stood in the form. Whatever no page does is a word of the player's; there are two.

mod words;

use super::file::pdf;
use super::form::filled;
use super::script::{Step, Story, StoryFault, Told, fault};
use crate::app::App;
use crate::applications::attachment::Upload;
use crate::db::tx::Actor;
use crate::error::Error;
use crate::identity::{actions, input};
use crate::kernel::entry::Entry;
use crate::kernel::time::{Clock, Instant, TurnedClock};
use crate::web::deed::{Deed, Sent, Work};
use crate::web::table::{Ask, Ids, Table as Rows};
use crate::words::Say;
use crate::worker;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use toml::{Table, Value};

const DAY: i64 = 24 * 60 * 60;
/// Seconds after midnight at which a day of the story begins.
const MORNING: i64 = 10 * 60 * 60;
/// Seconds between two steps.
const A_MOMENT: i64 = 60;

/// A story being played.
pub struct Player<'s> {
    app: &'s App,
    clock: &'s TurnedClock,
    story: &'s Story,
    begin: Instant,
    day: i64,
    password: &'s str,
    signed_in: BTreeMap<String, Actor>,
    made: BTreeMap<String, String>,
}

/// A form found on its page: where it is sent, and what is sent.
struct Found {
    address: String,
    typed: Json,
}

fn told<T>(result: crate::error::Result<T>) -> Told<T> {
    result.map_err(|error| {
        StoryFault(match &error {
            Error::Invalid(faults) => format!("{faults:?}"),
            other => other.to_string(),
        })
    })
}

impl<'s> Player<'s> {
    /// A player at the midnight with which the story begins; everyone's password is the same.
    pub fn new(
        app: &'s App,
        clock: &'s TurnedClock,
        story: &'s Story,
        begin: Instant,
        password: &'s str,
    ) -> Self {
        Self {
            app,
            clock,
            story,
            begin,
            day: -1,
            password,
            signed_in: BTreeMap::new(),
            made: BTreeMap::new(),
        }
    }

    /// Plays it to its end.
    ///
    /// # Errors
    /// The step that cannot be taken, and why.
    pub fn play(&mut self) -> Told<()> {
        let story = self.story;
        self.perform(&story.steps, &Table::new())
    }

    fn perform(&mut self, steps: &[Step], words: &Table) -> Told<()> {
        for step in steps {
            if let Some(day) = step.day {
                self.turn_to(day)?;
            }
            for mut words in self.rounds(step.each.as_ref(), words)? {
                for (name, value) in &step.with {
                    let value = self.value(value, &words)?;
                    words.insert(name.clone(), value);
                }
                if step.play.is_empty() {
                    self.act(step, &words).map_err(|error| {
                        let who = self.text(&step.who, &words).unwrap_or_default();
                        let day = self.day;
                        StoryFault(format!("day {day}, {who}, {}: {error}", step.does))
                    })?;
                    continue;
                }
                let scene = self.text(&step.play, &words)?;
                match self.story.scenes.get(&scene) {
                    Some(steps) => self.perform(steps, &words)?,
                    None => return fault(format!("there is no scene {scene}")),
                }
            }
        }
        Ok(())
    }

    /// A day comes: what is due happens, and letters leave.
    fn turn_to(&mut self, day: i64) -> Told<()> {
        if day < self.day {
            return fault(format!("after day {} there is no day {day}", self.day));
        }
        let morning = self.begin.plus_seconds(day * DAY + MORNING);
        if morning > self.clock.now() || self.day < 0 {
            self.clock.turn_to(morning);
        }
        self.day = day;
        told(worker::follow_the_clock(self.app))?;
        let returned = &self.story.returned;
        told(worker::deliver_by(self.app, |letter| {
            match returned.get(letter.email) {
                Some(words) => Err(words.clone()),
                None => Ok(()),
            }
        }))?;
        Ok(())
    }

    fn act(&mut self, step: &Step, words: &Table) -> Told<()> {
        let mut words = words.clone();
        let who = self.text(&step.who, &words)?;
        words.insert("who".to_owned(), Value::String(who.clone()));
        let does = self.text(&step.does, &words)?;
        let Value::Table(says) = self.value(&Value::Table(step.says.clone()), &words)? else {
            return fault("what is said is no table");
        };
        self.clock.advance_seconds(A_MOMENT);
        let made = match does.as_str() {
            "sign in" => return self.sign_in(&who),
            "create administrator" => return self.create_administrator(&who),
            address => {
                let button = self.text(&step.button, &words)?;
                let file = self.text(&step.file, &words)?;
                self.send(&who, address, &button, &file, &says)?
            }
        };
        if !step.makes.is_empty() {
            let name = self.text(&step.makes, &words)?;
            let Some(id) = made.as_str() else {
                return fault(format!("{made} is nothing to be called {name}"));
            };
            self.made.insert(name, id.to_owned());
        }
        Ok(())
    }

    /// Finds the form on its page and sends it; gives what was answered.
    fn send(&self, who: &str, address: &str, button: &str, file: &str, says: &Table) -> Told<Json> {
        let Some((deed, ids)) = Rows::shared().deed_at(address) else {
            return fault("no form is sent there");
        };
        // Whoever has not signed in yet is a visitor.
        let actor = self.signed_in.get(who).copied().unwrap_or(Actor::Visitor);
        let is_file = matches!(deed.work, Work::File(_));
        let nothing = Table::new();
        let typed = if is_file { &nothing } else { says };
        let found = self.found(actor, (deed, &ids), address, button, typed)?;
        let ids = crate::web::url::read(deed.path, &found.address).unwrap_or(ids);
        let done = if is_file {
            let text = says.get("text").and_then(Value::as_str).unwrap_or_default();
            let upload = Upload {
                name: file.to_owned(),
                content: pdf(text),
            };
            deed.run_with_file(self.app, actor, &ids, upload)
        } else {
            let sent = Sent {
                typed: found.typed,
                press: None,
            };
            deed.run(self.app, actor, &ids, sent)
        };
        let body = told(done)?.body;
        match body.get("not_saved").and_then(Json::as_object) {
            Some(faults) if !faults.is_empty() => fault(format!("not saved: {faults:?}")),
            _ => Ok(body),
        }
    }

    fn found(
        &self,
        actor: Actor,
        (deed, ids): (&Deed, &Ids),
        address: &str,
        button: &str,
        says: &Table,
    ) -> Told<Found> {
        let Some(show) = deed.page.and_then(|page| Rows::shared().show(page)) else {
            return fault("no page has such a form");
        };
        let say = Say::new(
            self.app.texts.clone(),
            &self.app.config.fund.default_language,
        );
        let looked = self.app.read_now(actor, |view| {
            let mut screen = (show.screen)(&mut Ask {
                view,
                ids,
                query: &BTreeMap::new(),
                say: &say,
                config: &self.app.config,
            })?;
            let mut why = "the page has no such form".to_owned();
            for form in screen.forms() {
                let other = form.other.as_ref().map(|other| &other.0);
                let mut sent_to = std::iter::once(&form.action).chain(other);
                let Some(sent_to) = sent_to.find(|one| is_like(address, one)).cloned() else {
                    continue;
                };
                if !form.button.contains(button) {
                    why = format!("{why}; there is {}", form.button);
                    continue;
                }
                match (&form.refused, filled(form, says)) {
                    (Some(reason), _) => why.clone_from(reason),
                    (None, Err(error)) => why = error.to_string(),
                    (None, Ok(typed)) => {
                        return Ok(Ok(Found {
                            address: sent_to,
                            typed,
                        }));
                    }
                }
            }
            Ok(fault(why))
        });
        told(looked)?
    }

    fn email(&self, who: &str) -> Told<String> {
        self.word("email", self.story.cast.get(who).unwrap_or(&Table::new()))
            .and_then(|value| match value {
                Value::String(email) => Ok(email),
                _ => fault(format!("{who} has no e-mail address")),
            })
    }

    fn sign_in(&mut self, who: &str) -> Told<()> {
        let input = input::SignIn {
            email: self.email(who)?.into(),
            password: self.password.into(),
            ..input::SignIn::default()
        };
        let session = told(actions::sign_in(self.app, &input))?;
        let actor = Actor::Person {
            account: session.account,
            session: session.id,
        };
        self.signed_in.insert(who.to_owned(), actor);
        Ok(())
    }

    fn create_administrator(&self, who: &str) -> Told<()> {
        let cast = self.story.cast.get(who);
        let name = cast.and_then(|one| one.get("name")).and_then(Value::as_str);
        let input = input::Invite {
            name: Entry::from(name.unwrap_or_default()),
            email: self.email(who)?.into(),
        };
        let config = self.app.config.clone();
        told(self.app.write_now(Actor::Operator, |tx| {
            actions::create_administrator(tx, &config, &input)
        }))?;
        Ok(())
    }
}

/// Whether an address is that of a pattern, in which `*` is whatever stands there.
fn is_like(pattern: &str, address: &str) -> bool {
    let (wanted, found) = (pattern.split('/'), address.split('/'));
    wanted.clone().count() == found.clone().count()
        && wanted
            .zip(found)
            .all(|(wanted, found)| wanted == "*" || wanted == found)
}
