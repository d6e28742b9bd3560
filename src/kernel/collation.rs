//! Names in the order in which people look for them (UTS 10): without regard to case and accents
//! first, so that Çelik stands among the Cs and de Boer among the Ds.

use super::clean;
use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Sorts things by their names.
pub fn sort_by_name<T>(things: &mut [T], name: impl Fn(&T) -> &str) {
    things.sort_by(|one, other| compare(name(one), name(other)));
}

/// Compares two names.
pub fn compare(one: &str, other: &str) -> Ordering {
    static COLLATOR: OnceLock<Option<CollatorBorrowed<'static>>> = OnceLock::new();
    let collator = COLLATOR.get_or_init(|| {
        let any_language = CollatorPreferences::default();
        CollatorBorrowed::try_new(any_language, CollatorOptions::default()).ok()
    });
    // The data are compiled in; should they be wanting, an order is better than none.
    collator
        .as_ref()
        .map_or(Ordering::Equal, |collator| collator.compare(one, other))
        .then_with(|| one.cmp(other))
}

/// The key by which names are kept in order in the database: without case and accents, the same in
/// every version of the tables.
pub fn key(name: &str) -> String {
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let apart = DecomposingNormalizerBorrowed::new_nfkd();
    let folded = clean::key(name);
    let letters = apart.normalize(&folded);
    letters
        .chars()
        .filter(|c| classes.get_u8(*c) == 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_knows_neither_case_nor_accents() {
        for (name, kept) in [("Élodie  Åström", "elodie astrom"), ("ÇELİK", "celik")] {
            assert_eq!(key(name), kept);
        }
    }

    /// Fault 32: names stood in the order of their bytes.
    #[test]
    fn names_stand_where_people_look_for_them() {
        let mut names = vec![
            "Zoe", "Émile", "zack", "Åsa", "Eva", "de Boer", "Çelik", "Dana", "adam",
        ];
        sort_by_name(&mut names, |name| name);
        let sorted = [
            "adam", "Åsa", "Çelik", "Dana", "de Boer", "Émile", "Eva", "zack", "Zoe",
        ];
        assert_eq!(names, sorted);
    }
}
