//! `docs/security.md` decides every point of ASVS 5.0.0, and the tests it names exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The sections of OWASP ASVS 5.0.0: how many points each has, and which of them are of level 3.
const SECTIONS: [(&str, u8, &[u8]); 80] = [
    ("1.1", 2, &[]),
    ("1.2", 10, &[10]),
    ("1.3", 12, &[12]),
    ("1.4", 3, &[]),
    ("1.5", 3, &[3]),
    ("2.1", 3, &[]),
    ("2.2", 3, &[]),
    ("2.3", 5, &[5]),
    ("2.4", 2, &[2]),
    ("3.1", 1, &[1]),
    ("3.2", 3, &[3]),
    ("3.3", 5, &[5]),
    ("3.4", 8, &[7, 8]),
    ("3.5", 8, &[6, 7, 8]),
    ("3.6", 1, &[1]),
    ("3.7", 5, &[3, 4, 5]),
    ("4.1", 5, &[4, 5]),
    ("4.2", 5, &[2, 3, 4, 5]),
    ("4.3", 2, &[]),
    ("4.4", 4, &[]),
    ("5.1", 1, &[]),
    ("5.2", 6, &[4, 5, 6]),
    ("5.3", 3, &[3]),
    ("5.4", 3, &[]),
    ("6.1", 3, &[]),
    ("6.2", 12, &[]),
    ("6.3", 8, &[5, 6, 7, 8]),
    ("6.4", 6, &[5, 6]),
    ("6.5", 8, &[6, 7, 8]),
    ("6.6", 4, &[4]),
    ("6.7", 2, &[1, 2]),
    ("6.8", 4, &[]),
    ("7.1", 3, &[]),
    ("7.2", 4, &[]),
    ("7.3", 2, &[]),
    ("7.4", 5, &[]),
    ("7.5", 3, &[3]),
    ("7.6", 2, &[]),
    ("8.1", 4, &[3, 4]),
    ("8.2", 4, &[4]),
    ("8.3", 3, &[2, 3]),
    ("8.4", 2, &[2]),
    ("9.1", 3, &[]),
    ("9.2", 4, &[]),
    ("10.1", 2, &[]),
    ("10.2", 3, &[3]),
    ("10.3", 5, &[5]),
    ("10.4", 16, &[12, 13, 14, 15, 16]),
    ("10.5", 5, &[]),
    ("10.6", 2, &[]),
    ("10.7", 3, &[]),
    ("11.1", 4, &[3, 4]),
    ("11.2", 5, &[4, 5]),
    ("11.3", 5, &[4, 5]),
    ("11.4", 4, &[]),
    ("11.5", 2, &[2]),
    ("11.6", 2, &[2]),
    ("11.7", 2, &[1, 2]),
    ("12.1", 5, &[4, 5]),
    ("12.2", 2, &[]),
    ("12.3", 5, &[5]),
    ("13.1", 4, &[2, 3, 4]),
    ("13.2", 6, &[6]),
    ("13.3", 4, &[3, 4]),
    ("13.4", 7, &[6, 7]),
    ("14.1", 2, &[]),
    ("14.2", 8, &[5, 6, 7, 8]),
    ("14.3", 3, &[]),
    ("15.1", 5, &[4, 5]),
    ("15.2", 5, &[4, 5]),
    ("15.3", 7, &[]),
    ("15.4", 4, &[1, 2, 3, 4]),
    ("16.1", 1, &[]),
    ("16.2", 5, &[]),
    ("16.3", 4, &[]),
    ("16.4", 3, &[]),
    ("16.5", 4, &[4]),
    ("17.1", 2, &[2]),
    ("17.2", 8, &[5, 6, 7, 8]),
    ("17.3", 2, &[]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The points of levels 1 and 2, and those of level 3.
fn points() -> (BTreeSet<String>, BTreeSet<String>) {
    let all = SECTIONS.iter().flat_map(|(section, last, third)| {
        (1..=*last).map(move |number| (format!("{section}.{number}"), third.contains(&number)))
    });
    let (third, second): (Vec<_>, Vec<_>) = all.partition(|(_, is_third)| *is_third);
    let names = |found: Vec<(String, bool)>| found.into_iter().map(|one| one.0).collect();
    (names(second), names(third))
}

/// A row of the table: its points, what is decided, why, and the tests.
struct Row {
    points: Vec<String>,
    state: String,
    why: String,
    tests: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let (_, table) = page.split_once("\n## ASVS").unwrap();
    let lines = table.lines().filter(|line| line.starts_with("| "));
    let rows = lines.skip(1).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [points, state, why, tests] = cells[..] else {
            panic!("a row has four cells: {line}");
        };
        let named = tests
            .split(',')
            .map(|test| test.trim().trim_matches('`').to_owned());
        Row {
            points: points.split(", ").map(str::to_owned).collect(),
            state: state.to_owned(),
            why: why.to_owned(),
            tests: named.filter(|test| !test.is_empty()).collect(),
        }
    });
    rows.collect()
}

fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let after_fn = text.split("fn ").skip(1);
            found.extend(
                after_fn
                    .filter_map(|rest| rest.split('(').next())
                    .map(str::to_owned),
            );
        }
    }
}

#[test]
fn every_point_of_the_standard_is_decided_once() {
    let (second, third) = points();
    assert_eq!(
        (second.len(), third.len()),
        (253, 92),
        "as OWASP counts them"
    );
    let mut decided: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows() {
        assert!(
            ["met", "none", "open"].contains(&row.state.as_str()),
            "{:?}",
            row.points
        );
        assert!(!row.why.is_empty(), "{:?} says nothing", row.points);
        for point in &row.points {
            let name = point.trim_matches('*');
            let is_bold = name != point;
            let is_known = if is_bold { &third } else { &second }.contains(name);
            assert!(is_known, "{point} is no point of its level");
            *decided.entry(name.to_owned()).or_default() += 1;
        }
    }
    let twice: Vec<&String> = decided
        .iter()
        .filter(|one| *one.1 > 1)
        .map(|one| one.0)
        .collect();
    assert_eq!(twice, Vec::<&String>::new(), "decided twice");
    let missing: Vec<&String> = second
        .iter()
        .filter(|one| !decided.contains_key(*one))
        .collect();
    assert_eq!(missing, Vec::<&String>::new(), "not decided");
}

#[test]
fn every_test_the_table_names_exists() {
    let mut known = BTreeSet::new();
    functions(&root().join("src"), &mut known);
    functions(&root().join("tests/suite"), &mut known);
    let named = rows().into_iter().flat_map(|row| row.tests);
    let missing: Vec<String> = named.filter(|test| !known.contains(test)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// Every threat names what shows that it is answered.
#[test]
fn every_threat_names_a_test_that_exists() {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let (table, _) = page.split_once("\n## ").unwrap();
    let mut known = BTreeSet::new();
    functions(&root().join("src"), &mut known);
    functions(&root().join("tests"), &mut known);
    let threats = table.lines().filter(|line| line.starts_with("| "));
    let mut count = 0;
    for line in threats.skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [threat, _, tests] = cells[..] else {
            panic!("a row has three cells: {line}");
        };
        for test in tests.split(", ") {
            assert!(known.contains(test.trim_matches('`')), "{threat}: {test}");
        }
        count += 1;
    }
    assert!(count > 40, "{count}");
}
