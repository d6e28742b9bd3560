//! The catalogues: messages by key, in every language there is a folder for.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeMap;
use unic_langid::LanguageIdentifier;

/// One embedded catalogue.
struct Catalogue {
    language: Language,
    /// Name and text of each file.
    files: &'static [(&'static str, &'static str)],
}

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!($folder, "/", $name, ".ftl")))),+]
    };
}

const CATALOGUES: &[Catalogue] = &[Catalogue {
    language: Language {
        code: "en",
        name: "English",
        direction: "ltr",
    },
    files: files!("en":
        "common", "fields", "people", "organisations", "fund", "calls", "applications", "recusals",
        "reviews", "decisions", "awards", "disbursements", "restores", "ledger", "audit", "letters",
    ),
}];

/// One language a person can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    pub code: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
}

/// All messages; the default has none, and says every message as its key.
#[derive(Default)]
pub struct Texts {
    bundles: BTreeMap<&'static str, FluentBundle<FluentResource>>,
}

/// A value in words, for one message.
pub(super) enum Said {
    Text(String),
    /// Plural forms depend on it.
    Count(i64),
}

/// The language that says what another does not.
const FALLBACK: &str = "en";

impl Texts {
    /// Reads the embedded catalogues.
    ///
    /// # Errors
    /// A catalogue that is not Fluent or says a thing twice, with the first fault.
    pub fn read() -> Result<Self, String> {
        let mut bundles = BTreeMap::new();
        for catalogue in CATALOGUES {
            let code = catalogue.language.code;
            let language: LanguageIdentifier =
                code.parse().map_err(|fault| format!("{code}: {fault}"))?;
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            // Marks of isolation matter where directions mix; in one direction they only clutter.
            bundle.set_use_isolating(catalogue.language.direction == "rtl");
            for (name, source) in catalogue.files {
                let resource = FluentResource::try_new((*source).to_owned())
                    .map_err(|(_, faults)| format!("{code}/{name}.ftl: {faults:?}"))?;
                bundle
                    .add_resource(resource)
                    .map_err(|faults| format!("{code}/{name}.ftl: {faults:?}"))?;
            }
            bundles.insert(code, bundle);
        }
        Ok(Self { bundles })
    }

    /// The languages to choose from.
    pub fn languages() -> impl Iterator<Item = Language> {
        CATALOGUES.iter().map(|catalogue| catalogue.language)
    }

    /// The files of a language: name and text.
    pub fn files(language: &str) -> &'static [(&'static str, &'static str)] {
        CATALOGUES
            .iter()
            .find(|catalogue| catalogue.language.code == language)
            .map_or(&[], |catalogue| catalogue.files)
    }

    /// The language that fits a header such as `Accept-Language`, or the fallback.
    pub fn best(wanted: &str) -> Language {
        wanted
            .split([',', ';'])
            .map(str::trim)
            .find_map(|tag| {
                let primary = tag.split('-').next().unwrap_or(tag);
                Self::languages().find(|one| one.code == tag || one.code == primary)
            })
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
    pub(super) fn say(&self, language: &str, key: &str, words: &[(&str, Said)]) -> String {
        [language, FALLBACK]
            .iter()
            .find_map(|code| self.format(code, key, words))
            .unwrap_or_else(|| key.to_owned())
    }

    fn format(&self, language: &str, key: &str, words: &[(&str, Said)]) -> Option<String> {
        let bundle = self.bundles.get(language)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in words {
            args.set(
                *name,
                match value {
                    Said::Count(number) => FluentValue::from(*number),
                    Said::Text(text) => FluentValue::from(text.as_str()),
                },
            );
        }
        let mut faults = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(&args), &mut faults)
                .into_owned(),
        )
    }
}
