//! The words of a story in their places: `{title}` of the scene, `{ilse.name}` of the cast,
//! `{deep}` for what was made under this name, `{day+14}`, `{password}`, `{token}` of a letter,
//! `{code}` of a second factor.

use super::{DAY, Player, told};
use crate::cli::story::script::{StoryFault, Told, fault};
use crate::db::tx::Actor;
use crate::identity::second_factor::queries;
use crate::kernel::time::Clock;
use crate::notifications;
use toml::{Table, Value};

impl Player {
    /// The token of the newest letter to somebody, as its reader would find it.
    fn token(&self, who: &str) -> Told<String> {
        let email = self.of_cast(who, "email")?;
        let page = told(self.app.read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        }))?;
        let mut own = page.items.iter().filter(|one| one.item.recipient == email);
        own.find_map(|letter| letter.text.split("token=").nth(1))
            .and_then(|rest| rest.split_whitespace().next())
            .map(str::to_owned)
            .ok_or_else(|| StoryFault(format!("no letter with a link reached {email}")))
    }

    /// The code that the app of somebody who has signed in shows.
    fn code(&self, who: &str) -> Told<String> {
        let actor = self.memory.signed_in.get(who);
        let Some(account) = actor.and_then(Actor::account) else {
            return fault(format!("{who} has not signed in"));
        };
        let config = self.app.config.clone();
        told(self.app.read_now(Actor::Operator, |view| {
            queries::code_of_the_demo(view, &config, account)
        }))
    }

    /// The words of each time something is told for each of what is named.
    pub(super) fn rounds(&self, each: &Value, words: &Table) -> Told<Vec<Table>> {
        let (name, list) = match each {
            Value::Table(named) => match named.iter().next() {
                Some((name, list)) => (Some(name), list),
                None => return Ok(Vec::new()),
            },
            list => (None, list),
        };
        let Value::Array(items) = self.value(list, words)? else {
            return fault(format!("{each} is no list"));
        };
        let rounds = items.into_iter().map(|item| {
            let mut words = words.clone();
            match item {
                item if name.is_some() => words.extend(name.map(|name| (name.clone(), item))),
                Value::Table(own) => words.extend(own),
                Value::String(name) => {
                    words.extend(self.story.cast.get(&name).cloned().unwrap_or_default());
                    words.insert("it".to_owned(), Value::String(name));
                }
                other => return fault(format!("{other} is neither a word nor a table of words")),
            }
            Ok(words)
        });
        rounds.collect()
    }

    /// A value with its words in their places, however deep. A table with `each` is a list with a
    /// row for each.
    pub(super) fn value(&self, value: &Value, words: &Table) -> Told<Value> {
        Ok(match value {
            Value::String(text) => return self.filled(text, words),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.value(item, words));
                Value::Array(items.collect::<Told<_>>()?)
            }
            Value::Table(parts) if parts.contains_key("each") => {
                let mut row = parts.clone();
                let each = row.remove("each").unwrap_or(Value::Array(Vec::new()));
                let row = Value::Table(row);
                let rounds = self.rounds(&each, words)?;
                let rows = rounds.iter().map(|words| self.value(&row, words));
                Value::Array(rows.collect::<Told<_>>()?)
            }
            Value::Table(parts) => {
                let parts = parts
                    .iter()
                    .map(|(name, part)| Ok((self.text(name, words)?, self.value(part, words)?)));
                Value::Table(parts.collect::<Told<_>>()?)
            }
            other => other.clone(),
        })
    }

    /// A text with its words in their places, the innermost first: `{{lead}.name}`. One that is
    /// nothing but a word is whatever that stands for, be it a list.
    fn filled(&self, text: &str, words: &Table) -> Told<Value> {
        let mut text = text.to_owned();
        while let Some((before, name, after)) = innermost(&text) {
            let word = self.word(name, words)?;
            match word {
                Value::String(word) => text = format!("{before}{word}{after}"),
                word if before.is_empty() && after.is_empty() => return Ok(word),
                _ => return fault(format!("{name} is no word")),
            }
        }
        Ok(Value::String(text))
    }

    /// The same where it must be a text.
    pub(super) fn text(&self, text: &str, words: &Table) -> Told<String> {
        match self.filled(text, words)? {
            Value::String(text) => Ok(text),
            _ => fault(format!("{text} is no text")),
        }
    }

    /// What a word stands for: a word of the scene, of the cast, of the player, or a thing made.
    pub(super) fn word(&self, name: &str, words: &Table) -> Told<Value> {
        let part = || {
            let (one, field) = name.split_once('.')?;
            match words.get(one) {
                Some(Value::Array(items)) => {
                    items.get(field.parse::<usize>().ok()?.checked_sub(1)?)
                }
                _ => self.story.cast.get(one)?.get(field),
            }
        };
        if let Some(value) = words.get(name).or_else(part).cloned() {
            return Ok(value);
        }
        let text = match name {
            "password" => Some(self.password.to_owned()),
            "token" => {
                let who = words.get("who").and_then(Value::as_str);
                Some(self.token(who.unwrap_or_default())?)
            }
            "code" => {
                let who = words.get("who").and_then(Value::as_str);
                Some(self.code(who.unwrap_or_default())?)
            }
            _ => self
                .date(name)
                .or_else(|| self.memory.made.get(name).cloned()),
        };
        match text {
            Some(text) => Ok(Value::String(text)),
            None => fault(format!("nothing is called {name}")),
        }
    }

    /// `day`, or so many days before or after it.
    fn date(&self, name: &str) -> Option<String> {
        let days = match name.strip_prefix("day")? {
            "" => 0,
            days => days.parse().ok()?,
        };
        let moment = self.clock.now().plus_seconds(days * DAY);
        Some(moment.date().plain_text())
    }
}

/// The first word in braces that holds no other, with what stands around it.
fn innermost(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('}')?;
    let (before, name) = before.rsplit_once('{')?;
    Some((before, name, after))
}
