//! The reader's voice: one value that turns everything into words of their language.

use super::catalogue::{Language, Said, Texts};
use crate::kernel::time::Zone;
use crate::kernel::told::Told;
use std::sync::Arc;

/// Words in one reader's language, zone and calendar.
#[derive(Clone)]
pub struct Say {
    texts: Arc<Texts>,
    language: Language,
    zone: Zone,
}

impl Say {
    /// Words in the language that fits best, with times in UTC.
    pub fn new(texts: Arc<Texts>, language: &str) -> Self {
        Self {
            texts,
            language: Texts::best(language),
            zone: Zone::utc(),
        }
    }

    /// With times on the wall of this zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = zone;
        self
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The zone times are shown in where the matter has none of its own.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// A message. Its key is written out where it is used, so that a test finds every one; what
    /// depends on a value has a family instead.
    pub fn t(&self, key: &'static str) -> String {
        self.message(key, &[])
    }

    /// A message with values.
    pub fn with(&self, key: &'static str, words: &[(&str, Told)]) -> String {
        self.message(key, words)
    }

    pub(super) fn message(&self, key: &str, words: &[(&str, Told)]) -> String {
        let said: Vec<(&str, Said)> = words
            .iter()
            .map(|(name, value)| (*name, self.said(value)))
            .collect();
        self.texts.say(self.language.code, key, &said)
    }

    fn said(&self, value: &Told) -> Said {
        Said::Text(match value {
            Told::Count(number) => return Said::Count(*number),
            Told::Text(text) => text.clone(),
            Told::Money(money) => self.money(money),
            Told::Day(day) => self.date(*day),
            Told::Moment(moment) => self.instant(*moment),
            Told::MomentIn(moment, zone) => self.instant_for(*moment, zone),
        })
    }

    /// The message, where there is one: hints and introductions may be missing.
    pub(super) fn maybe(&self, key: &str) -> String {
        if self.texts.has(self.language.code, key) {
            self.message(key, &[])
        } else {
            String::new()
        }
    }
}
