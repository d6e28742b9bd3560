//! The style sheets keep their promises: contrast, directions, motion, long words, labels.

use std::collections::BTreeMap;
use std::path::Path;

fn sheet(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/static");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// Relative luminance of an oklch colour, by the matrices of CSS Color 4.
fn luminance(colour: &str) -> f64 {
    let parts: Vec<f64> = colour
        .split_whitespace()
        .map(|part| part.trim_end_matches('%').parse().unwrap())
        .collect();
    let (light, chroma, hue) = (parts[0] / 100.0, parts[1], parts[2].to_radians());
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let cube = |one: f64| one * one * one;
    let l = cube(light + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(light - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(light - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
    let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
    let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
    let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s;
    let [red, green, blue] = [red, green, blue].map(|one| one.clamp(0.0, 1.0));
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Every colour token as it is in the light and in the dark.
fn tokens() -> BTreeMap<String, [f64; 2]> {
    let sheet = sheet("tokens.css");
    let mut found = BTreeMap::new();
    for line in sheet.lines().filter(|line| line.contains("light-dark(")) {
        let name = line.trim().split(':').next().unwrap().to_owned();
        let mut both = line.split("oklch(").skip(1).map(|rest| {
            let end = rest.find(')').unwrap();
            luminance(&rest[..end])
        });
        found.insert(name, [both.next().unwrap(), both.next().unwrap()]);
    }
    assert!(found.len() > 20);
    found
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn everything_written_can_be_read_in_both_schemes() {
    let tokens = tokens();
    let mut bad = Vec::new();
    let mut needs = |front: &str, back: &str, least: f64| {
        for (scheme, name) in ["light", "dark"].iter().enumerate() {
            let got = contrast(tokens[front][scheme], tokens[back][scheme]);
            if got < least {
                bad.push(format!("{front} on {back}, {name}: {got:.2} of {least}"));
            }
        }
    };
    for back in ["--paper", "--surface", "--sunken", "--wash"] {
        for front in [
            "--ink",
            "--ink-soft",
            "--accent",
            "--good",
            "--warn",
            "--bad",
            "--hold",
        ] {
            needs(front, back, 4.5);
        }
    }
    needs("--accent-ink", "--accent", 4.5);
    for back in ["--paper", "--surface", "--sunken"] {
        needs("--edge", back, 3.0);
        for partner in 0..=6 {
            needs(&format!("--p{partner}"), back, 3.0);
        }
    }
    assert_eq!(bad, Vec::<String>::new());
}

#[test]
fn the_sheets_know_no_left_and_right() {
    for name in ["tokens.css", "base.css", "components.css"] {
        let sheet = sheet(name);
        let sided: Vec<&str> = sheet
            .split(|one: char| !one.is_ascii_alphabetic())
            .filter(|word| matches!(*word, "left" | "right"))
            .collect();
        assert_eq!(sided, Vec::<&str>::new(), "{name}");
    }
}

/// Fault 23: pages slid into each other for people who asked for stillness.
#[test]
fn view_transitions_are_only_for_those_who_do_not_mind_motion() {
    let base = sheet("base.css");
    let asked = base.find("prefers-reduced-motion: no-preference").unwrap();
    let moving = base.find("@view-transition").unwrap();
    assert!(asked < moving, "outside of the question");
    assert_eq!(base.matches("@view-transition").count(), 1);
}

/// Fault 23: a long word widened the page.
#[test]
fn a_long_word_bends() {
    let base = sheet("base.css");
    let body = base.split("body {").nth(1).unwrap();
    assert!(
        body.split('}')
            .next()
            .unwrap()
            .contains("overflow-wrap: anywhere")
    );
}

/// No style and no script sits in a page: the policy forbids it, and it would be dead.
#[test]
fn no_template_of_a_page_has_a_style_of_its_own() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/templates")];
    let mut styled = Vec::new();
    while let Some(folder) = folders.pop() {
        for one in std::fs::read_dir(folder).unwrap() {
            let path = one.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            // The one script has an address of its own.
            let text = text.replace("<script src=\"{{ script }}\" defer></script>", "");
            if text.contains(" style=") || text.contains("<style") || text.contains("<script") {
                styled.push(path);
            }
        }
    }
    assert_eq!(styled, Vec::<std::path::PathBuf>::new());
}
