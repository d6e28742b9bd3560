//! The one step that every text passes as it comes in, what counts as its length, and the key by
//! which texts are compared.
//!
//! Texts are kept in NFC (UAX 15). What word processors paste becomes what it means; what nobody
//! sees goes, for it can turn what is read round, make two names look alike, or pass for something
//! where there is nothing. Joiners stay where a language or an emoji needs them (after UAX 31,
//! 2.3).

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_properties::props::{
    DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic, GeneralCategory,
    JoiningType, NoncharacterCodePoint, UnifiedIdeograph,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_segmentation::UnicodeSegmentation;

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
/// The combining class of signs that kill a vowel, as in Devanagari or Sinhala.
const VIRAMA: u8 = 9;

/// Several lines: soft breaks are line ends, a page break ends a paragraph.
pub fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut broken = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\u{b}' | '\u{85}' | '\u{2028}' => broken.push('\n'),
            '\u{c}' | '\u{2029}' => broken.push_str("\n\n"),
            _ => broken.push(c),
        }
    }
    visible(&broken).trim().to_owned()
}

/// One line: every break and tab is a space.
pub fn line(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut after_break = false;
    for c in lines(text).chars() {
        let is_break = matches!(c, '\n' | '\t');
        if !(is_break && after_break) {
            joined.push(if is_break { ' ' } else { c });
        }
        after_break = is_break;
    }
    joined
}

/// Whether there is nothing anyone could see.
pub fn is_blank(text: &str) -> bool {
    lines(text).is_empty()
}

/// The length as people count: characters as they are perceived (UAX 29), a line break once.
pub fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Whether a text keeps to a length. What looks like one character may hide thousands of marks,
/// which would break the page and the database: so code points are bounded as well.
pub fn fits(text: &str, most: usize) -> bool {
    length(text) <= most && text.chars().count() <= most.saturating_mul(8).saturating_add(64)
}

/// The key by which texts are compared: without regard to width, case, joiners, selectors and
/// spacing.
pub fn key(text: &str) -> String {
    let wide = ComposingNormalizerBorrowed::new_nfkc()
        .normalize(&line(text))
        .to_lowercase();
    let plain: String = wide
        .chars()
        .filter(|c| !matches!(*c, NON_JOINER | JOINER) && !is_selector(*c))
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    composed(&words.join(" "))
}

/// The key by which references of banks and documents are compared: their runs of letters and of
/// digits, in order. Case, blanks and the choice of signs do not count, so that `BK-1` and `bk 1`
/// are the same; where figures end does, for `26-1/11` and `26-11/1` are two.
pub fn reference_key(text: &str) -> String {
    let whole = ascii_digits(&key(text)).replace(' ', "");
    let mut runs = String::new();
    let mut before: Option<char> = None;
    for c in whole.chars() {
        if c.is_alphanumeric() {
            let goes_on = before
                .is_some_and(|last| last.is_alphanumeric() && last.is_numeric() == c.is_numeric());
            if !runs.is_empty() && !goes_on {
                runs.push('-');
            }
            runs.push(c);
        }
        before = Some(c);
    }
    if runs.is_empty() { whole } else { runs }
}

/// The key by which numbers of a register are compared: letters and digits alone, so that `RSA01`,
/// `rsa 01` and `RS A-01` are the same. A text without any is compared whole.
pub fn code_key(text: &str) -> String {
    let key = key(text);
    let code: String = ascii_digits(&key)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if code.is_empty() { key } else { code }
}

/// A text in NFC, and otherwise as it is.
pub fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned()
}

/// What can be seen of a text, in NFC.
fn visible(text: &str) -> String {
    let kept: Vec<char> = text
        .chars()
        .map(|c| if c == '\u{2800}' { ' ' } else { c })
        .fold(Vec::new(), |mut kept, c| {
            if is_seen(c, kept.last().copied()) {
                kept.push(c);
            }
            kept
        });
    let mut seen = String::with_capacity(text.len());
    for (index, c) in kept.iter().enumerate() {
        let (before, after) = kept.split_at(index);
        let joins = match *c {
            NON_JOINER | JOINER => is_needed(*c, before, after.get(1..).unwrap_or(&[])),
            _ => true,
        };
        if joins {
            seen.push(*c);
        }
    }
    composed(&seen)
}

/// Whether a character stays, given the one before it. Joiners are judged later.
fn is_seen(c: char, before: Option<char>) -> bool {
    match c {
        '\n' | '\t' | NON_JOINER | JOINER => true,
        // Selectors choose the shape of what stands before them; elsewhere they are nothing.
        '\u{fe0e}' | '\u{fe0f}' => before.is_some_and(is_pictured),
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => before.is_some_and(has_shapes),
        '\u{180b}'..='\u{180f}' => before.is_some_and(|c| ('\u{1820}'..='\u{18aa}').contains(&c)),
        // Signs of Arabic and Syriac that enclose the figures after them are format characters
        // that can be seen.
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' => true,
        // The place of an object that was not pasted with its text.
        '\u{fffc}' => false,
        _ => !is_ignorable(c) && !is_control(c),
    }
}

/// Whether a character can be shown as a picture or as text. A figure's keycap needs no selector.
fn is_pictured(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<Emoji>().contains(c)
}

/// Whether a character has shapes to choose from: ideographs, signs of mathematics, and letters of
/// Myanmar and Phags-pa (StandardizedVariants.txt and the ideographic variation database).
fn has_shapes(c: char) -> bool {
    let is_ideograph = CodePointSetData::new::<UnifiedIdeograph>().contains(c);
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    is_ideograph
        || category == GeneralCategory::MathSymbol
        || matches!(c, '\u{1000}'..='\u{109f}' | '\u{a840}'..='\u{a877}')
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn is_control(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    matches!(category, GeneralCategory::Control | GeneralCategory::Format)
        || CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
}

/// Whether a joiner does something between what stands before and after it.
fn is_needed(joiner: char, before: &[char], after: &[char]) -> bool {
    let class = CanonicalCombiningClassMapBorrowed::new();
    let is_virama = |c: Option<&char>| c.is_some_and(|c| class.get_u8(*c) == VIRAMA);
    if is_virama(before.last()) || is_virama(after.first()) {
        return true;
    }
    let (left, right) = (
        joining(before.iter().rev().copied()),
        joining(after.iter().copied()),
    );
    if joiner == NON_JOINER {
        return left && right;
    }
    left || right || joins_emoji(before, after)
}

/// Whether the next letter, past its marks, is of a script whose letters join.
fn joining(mut letters: impl Iterator<Item = char>) -> bool {
    let kinds = CodePointMapData::<JoiningType>::new();
    letters
        .find(|c| kinds.get(*c) != JoiningType::Transparent)
        .is_some_and(|c| {
            matches!(
                kinds.get(c),
                JoiningType::DualJoining | JoiningType::LeftJoining | JoiningType::RightJoining
            )
        })
}

fn joins_emoji(before: &[char], after: &[char]) -> bool {
    let pictures = CodePointSetData::new::<ExtendedPictographic>();
    let tones = CodePointSetData::new::<EmojiModifier>();
    let ends_in_one = before
        .last()
        .is_some_and(|c| *c == '\u{fe0f}' || pictures.contains(*c) || tones.contains(*c));
    ends_in_one && after.first().is_some_and(|c| pictures.contains(*c))
}

/// The same text with Persian and Arabic-Indic digits as ASCII digits.
pub fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| {
            let digit = match c {
                '۰'..='۹' => u32::from(c) - u32::from('۰'),
                '٠'..='٩' => u32::from(c) - u32::from('٠'),
                _ => return c,
            };
            char::from_digit(digit, 10).unwrap_or(c)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_of_word_processors_become_what_they_mean() {
        assert_eq!(lines("one\u{b}two\r\nthree\rfour"), "one\ntwo\nthree\nfour");
        assert_eq!(lines("page\u{c}page\u{2028}line"), "page\n\npage\nline");
        assert_eq!(line("Sea\u{b}watch\tof\r\n\r\nPorta"), "Sea watch of Porta");
    }

    /// Fault 28: a selector after a letter made another name of it.
    #[test]
    fn selectors_stay_where_they_choose_a_shape() {
        assert_eq!(line("Anna\u{fe0f}"), "Anna");
        assert_eq!(line("20\u{fe0f}26"), "2026");
        for kept in ["❤\u{fe0f}", "葛\u{e0100}", "∩\u{fe00}"] {
            assert_eq!(line(kept), kept);
            assert_eq!(key(kept), key(kept.trim_end_matches(is_selector)));
        }
    }

    #[test]
    fn what_nobody_sees_is_nothing() {
        for empty in [
            "\u{200b}",
            "\u{2060}\u{200b}",
            "\u{ad}",
            "\u{fe0f}",
            "\u{3164}",
            "\u{115f}\u{1160}",
            "\u{2800}\u{2800}",
            "\u{e0041}\u{e007f}",
            "\u{202e}\u{202c}",
            "\u{200d}",
            "\u{200c} \u{200c}",
            "\u{feff}",
            "\u{0}",
            "\u{fffe}",
            "\u{180e}",
            "\u{a0}\u{3000}",
        ] {
            assert!(is_blank(empty), "{empty:?}");
        }
        assert_eq!(line("plan\u{202e}fdp.exe.pdf"), "planfdp.exe.pdf");
        assert_eq!(line("An\u{200b}na\u{ad}lena \u{fffc}"), "Annalena");
    }

    #[test]
    fn joiners_stay_where_a_language_or_an_emoji_needs_them() {
        for kept in [
            "می\u{200c}خواهم",
            "نیرو\u{200c}ها",
            "ه\u{200d}",
            "क्\u{200d}ष",
            "അവന്\u{200d}",
            "র\u{200d}্য",
            "ක්\u{200d}ර",
            "👩\u{200d}🔬",
            "🏳\u{fe0f}\u{200d}🌈",
            "👩🏽\u{200d}🚀",
            "❤\u{fe0f}",
            "葛\u{e0100}",
            "\u{600}۱۲",
        ] {
            assert_eq!(lines(kept), composed(kept), "{kept:?}");
        }
        assert_eq!(line("Lu\u{200d}men\u{200c} AG"), "Lumen AG");
        assert_eq!(line("به\u{200c} "), "به");
    }

    #[test]
    fn texts_are_composed_and_counted_as_people_count() {
        assert_eq!(line("Cafe\u{301}"), "Café");
        assert_eq!(length("👩\u{200d}🔬é\n"), 3);
        assert!(fits(&"न\u{94d}".repeat(10), 10));
        assert!(!fits(&format!("a{}", "\u{301}".repeat(1_000)), 100));
    }

    #[test]
    fn a_reference_in_lower_case_or_with_a_blank_is_the_same() {
        assert_eq!(
            reference_key("in-2026/\u{200b}01 a"),
            reference_key("IN-2026/01A")
        );
        for same in ["bk 1", "BK1", "Bk/1", "ＢＫ—１"] {
            assert_eq!(reference_key(same), reference_key("BK-1"), "{same:?}");
        }
        assert_eq!(reference_key("RF18 5390"), reference_key("RF185390"));
        assert_ne!(reference_key("26-1/11"), reference_key("26-11/1"));
        assert_eq!(reference_key("§"), "§");
    }

    #[test]
    fn spelling_does_not_make_another_thing_of_it() {
        for same in [
            "RSA01",
            "rsa01 ",
            "RS A-01",
            "ＲＳＡ０１",
            "RSA\u{200b}01",
            "rsa۰۱",
        ] {
            assert_eq!(code_key(same), "rsa01", "{same:?}");
        }
        assert_eq!(code_key("§§"), "§§");
        assert_eq!(key("  Straße\u{a0}der   Kunst "), "straße der kunst");
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(
            text in "\\PC*|[\\x00-\\x{3000}\\x{fe00}-\\x{feff}\\x{1f300}-\\x{1faff}]*"
        ) {
            let once = lines(&text);
            prop_assert_eq!(&lines(&once), &once);
            let single = line(&text);
            prop_assert_eq!(&line(&single), &single);
            prop_assert_eq!(&key(&key(&text)), &key(&text));
            let is_unseen = |c: char| "\n\r\t\u{b}\u{c}\u{202e}\0".contains(c);
            prop_assert!(!single.chars().any(is_unseen));
        }
    }
}
