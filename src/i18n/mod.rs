//! Messages by key, in every language there is a catalogue for.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeMap;
use unic_langid::LanguageIdentifier;

/// The embedded catalogues: code, the language's own name, direction, messages.
const CATALOGUES: &[(&str, &str, &str, &str)] = &[("en", "English", "ltr", include_str!("en.ftl"))];

/// One language a person can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Its code.
    pub code: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
}

/// All messages.
pub struct Texts {
    bundles: BTreeMap<&'static str, FluentBundle<FluentResource>>,
    fallback: &'static str,
}

impl Texts {
    /// Reads the embedded catalogues.
    ///
    /// # Errors
    /// A catalogue that is not Fluent, with the first fault.
    pub fn read() -> Result<Self, String> {
        let mut bundles = BTreeMap::new();
        for (code, _, direction, source) in CATALOGUES {
            let resource = FluentResource::try_new((*source).to_owned())
                .map_err(|(_, faults)| format!("{code}.ftl: {faults:?}"))?;
            let language: LanguageIdentifier =
                code.parse().map_err(|fault| format!("{code}: {fault}"))?;
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            // Marks of isolation matter where directions mix; in one direction they only clutter.
            bundle.set_use_isolating(*direction == "rtl");
            bundle
                .add_resource(resource)
                .map_err(|faults| format!("{code}.ftl: {faults:?}"))?;
            bundles.insert(*code, bundle);
        }
        Ok(Self {
            bundles,
            fallback: "en",
        })
    }

    /// The languages to choose from.
    pub fn languages() -> Vec<Language> {
        CATALOGUES
            .iter()
            .map(|(code, name, direction, _)| Language {
                code,
                name,
                direction,
            })
            .collect()
    }

    /// The language that fits a header such as `Accept-Language`, or the fallback.
    pub fn best(wanted: &str) -> Language {
        let languages = Self::languages();
        wanted
            .split([',', ';'])
            .map(str::trim)
            .find_map(|tag| {
                let primary = tag.split('-').next().unwrap_or(tag);
                languages
                    .iter()
                    .find(|language| language.code == tag || language.code == primary)
            })
            .cloned()
            .unwrap_or(Language {
                code: "en",
                name: "English",
                direction: "ltr",
            })
    }

    /// Whether there is such a message.
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.bundles
            .get(language)
            .is_some_and(|bundle| bundle.has_message(key))
    }

    /// A message; a key nobody wrote a message for is shown as it is, and a test finds it.
    pub fn say(&self, language: &str, key: &str, words: &[(&str, String)]) -> String {
        [language, self.fallback]
            .iter()
            .find_map(|code| self.format(code, key, words))
            .unwrap_or_else(|| key.to_owned())
    }

    fn format(&self, language: &str, key: &str, words: &[(&str, String)]) -> Option<String> {
        let bundle = self.bundles.get(language)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in words {
            let value = match value.parse::<i64>() {
                Ok(number) if !value.starts_with('0') || value == "0" => FluentValue::from(number),
                _ => FluentValue::from(value.as_str()),
            };
            args.set(*name, value);
        }
        let mut faults = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(&args), &mut faults)
                .into_owned(),
        )
    }
}
