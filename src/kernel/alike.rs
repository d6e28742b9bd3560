//! What looks alike (UTS 39): keys by which names that a reader takes for the same are the same,
//! and words that mix scripts as no language does.

use super::clean;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory as Category;
use unicode_security::{MixedScript, RestrictionLevel, RestrictionLevelDetection};

/// The key by which the names of organisations are compared: of what they look like, without
/// regard to case, spacing, hyphens and other punctuation, so that `Zorn-Labs`, `ZORN LABS` and
/// `Zоrn Labs` with a Cyrillic о are the same. Signs that are no punctuation count: `C+ Labs` is
/// not `C Labs`. A name of punctuation alone is compared whole.
pub fn name_key(name: &str) -> String {
    let plain = clean::key(name);
    let words = words_of(&skeleton(&words_of(&plain)));
    if words.is_empty() {
        plain
    } else {
        clean::composed(&words)
    }
}

/// The key by which numbers of a register are compared: see [`clean::code_key`]. Letters of other
/// scripts are what they look like; figures and Latin letters are what they are, for `O1` and `01`
/// may be two numbers.
pub fn number_key(number: &str) -> String {
    let latin: String = clean::key(number)
        .chars()
        .flat_map(|c| {
            let is_known = c.is_ascii() || c.is_numeric();
            let one = c.to_string();
            if is_known { one } else { skeleton(&one) }
                .chars()
                .collect::<Vec<char>>()
        })
        .collect();
    clean::code_key(&latin)
}

/// What a text looks like, whatever its letters are. The prototypes of some letters are capitals.
fn skeleton(text: &str) -> String {
    let looks: String = unicode_security::skeleton(text).collect();
    let looks = looks.to_lowercase();
    // Capitals may look like others again.
    unicode_security::skeleton(&looks).collect()
}

fn words_of(text: &str) -> String {
    text.chars().filter(|c| !is_between_words(*c)).collect()
}

fn is_between_words(c: char) -> bool {
    use Category as G;
    matches!(
        CodePointMapData::<Category>::new().get(c),
        G::DashPunctuation
            | G::OpenPunctuation
            | G::ClosePunctuation
            | G::ConnectorPunctuation
            | G::InitialPunctuation
            | G::FinalPunctuation
            | G::OtherPunctuation
            | G::ModifierSymbol
            | G::SpaceSeparator
            | G::LineSeparator
            | G::ParagraphSeparator
            | G::Control
            | G::Format
    )
}

/// Whether a word of a text mixes scripts as no language does, as Latin and Cyrillic: what UTS 39
/// holds for less than moderately restricted. Words of different scripts may stand side by side,
/// and what belongs to no script, such as an apostrophe, a hyphen or a joiner, may stand in any.
pub fn mixes_scripts(text: &str) -> bool {
    text.split_whitespace().any(is_mixed)
}

fn is_mixed(word: &str) -> bool {
    if word.is_single_script() {
        return false;
    }
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    !letters
        .as_str()
        .check_restriction_level(RestrictionLevel::ModeratelyRestrictive)
}

/// Whether a label of a domain may pass for another: it mixes scripts, or all of it looks like
/// letters of ASCII that it is not made of.
pub fn is_deceptive(label: &str) -> bool {
    !label.is_ascii() && (is_mixed(label) || skeleton(label).is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_looks_make_no_other_organisation() {
        for same in [
            "Zorn Labs",
            "ZORN  LABS.",
            "Zorn–Labs",
            "Zornlabs",
            "\u{201e}Zorn\u{201c} Labs",
            "Z\u{43e}rn-Labs",
            "Zo\u{200b}rn Labs",
            "Ｚｏｒｎ Labs",
        ] {
            assert_eq!(name_key(same), name_key("Zorn-Labs"), "{same:?}");
        }
        for other in ["Zorn Lab", "Zörn Labs", "Zorn+ Labs", "Zorn Labs 2"] {
            assert_ne!(name_key(other), name_key("Zorn-Labs"), "{other:?}");
        }
        assert_eq!(
            name_key("О\u{2019}Brien & Söhne"),
            name_key("O'Brien Söhne")
        );
        assert_eq!(name_key("–"), "–");
        // Vowel signs make other words.
        assert_ne!(name_key("कि"), name_key("का"));
        assert_eq!(name_key("نیرو\u{200c}ها"), name_key("نیروها"));
    }

    #[test]
    fn a_number_of_a_register_is_what_it_looks_like_in_latin() {
        for same in ["A-1", "a 1", "\u{410}1", "\u{ff21}/1", "\u{391}۱"] {
            assert_eq!(number_key(same), "a1", "{same:?}");
        }
        assert_ne!(number_key("O1"), number_key("01"));
        assert_ne!(number_key("l1"), number_key("11"));
        assert_eq!(number_key("§"), "§");
    }

    #[test]
    fn what_languages_write_mixes_no_scripts() {
        for name in [
            "Anna Zorn",
            "Siobhán O\u{2019}Neill-D'Arcy",
            "Мария Иванова",
            "Мария (Maria) Ivanova",
            "田中さくら",
            "田中 サクラ",
            "김 철수",
            "علی\u{200c}رضا",
            "अनु\u{94d}\u{200d}ष्का",
            "ᏣᎳᎩ",
            "J. R. 2nd",
            "Łukasz Żółć",
            "Zoë 🌻",
            "陳Chen",
        ] {
            assert!(!mixes_scripts(name), "{name:?}");
        }
        for name in [
            "Z\u{43e}rn",
            "Anna Z\u{43e}rn",
            "\u{391}nna",
            "Анна\u{2d}Zоrn",
        ] {
            assert!(mixes_scripts(name), "{name:?}");
        }
    }

    #[test]
    fn a_label_that_passes_for_another_is_deceptive() {
        for label in ["bücher", "example", "пример", "例え", "münchen-ost"] {
            assert!(!is_deceptive(label), "{label:?}");
        }
        for label in ["\u{430}\u{440}\u{440}\u{4cf}\u{435}", "z\u{43e}rn"] {
            assert!(is_deceptive(label), "{label:?}");
        }
    }
}
