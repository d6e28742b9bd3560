//! The words of a story in their places: `{title}` of the scene, `{ilse.name}` of the cast,
//! `{deep}` for what was made under this name, `{day+14}`, `{password}`, `{token}` of a letter.

use super::{DAY, MORNING, Player, told};
use crate::cli::story::script::{StoryFault, Told, fault};
use crate::db::tx::Actor;
use crate::notifications;
use toml::{Table, Value};

impl Player<'_> {
    /// The token of the newest letter to somebody, as its reader would find it.
    fn token(&self, who: &str) -> Told<String> {
        let email = self.email(who)?;
        let page = told(self.app.read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        }))?;
        let mut own = page.items.iter().filter(|one| one.item.recipient == email);
        own.find_map(|letter| letter.text.split("token=").nth(1))
            .and_then(|rest| rest.split_whitespace().next())
            .map(str::to_owned)
            .ok_or_else(|| StoryFault(format!("no letter with a link reached {email}")))
    }

    /// A value with its words in their places, however deep.
    pub(super) fn value(&self, value: &Value, words: &Table) -> Told<Value> {
        Ok(match value {
            Value::String(text) => return self.filled(text, words),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.value(item, words));
                Value::Array(items.collect::<Told<_>>()?)
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
            _ => self.date(name).or_else(|| self.made.get(name).cloned()),
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
        let moment = self.begin.plus_seconds((self.day + days) * DAY + MORNING);
        Some(moment.date().plain_text())
    }
}

/// The first word in braces that holds no other, with what stands around it.
fn innermost(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('}')?;
    let (before, name) = before.rsplit_once('{')?;
    Some((before, name, after))
}
