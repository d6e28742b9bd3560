//! Two funds that are alike but for a secret are the same to everyone who may not know it: pages,
//! API, lists, filters, histories, refusals and letters (McLean 1994, possibilistic non-interference).

use crate::support::TestFund;
use crate::support::crawl::{self, Fetched, without_chance};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// One of each kind of person.
const PEOPLE: [&str; 15] = [
    "",
    "root",
    "secretary",
    "auditor",
    "admin1",
    "programme_officer0",
    "eligibility_officer1",
    "finance_officer0",
    "board_member1",
    "approver0",
    "payment_officer1",
    "compliance_officer0",
    "reviewer0",
    "ada",
    "ben",
];

/// What is tried in every filter.
const SEARCHES: [&str; 5] = [
    "submitted",
    "draft",
    "zinnia",
    "alyssa",
    "01900000-0000-7000-8000-0000000000aa",
];

/// The first thing by which a person can tell two worlds apart.
fn told_apart(one: &Fetched, other: &Fetched) -> Option<String> {
    for ((path, first), (_, second)) in one.iter().zip(other) {
        let (first, second) = (without_chance(first), without_chance(second));
        if first != second {
            let mut lines = first.lines().zip(second.lines());
            let (left, right) = lines
                .find(|(left, right)| left != right)
                .unwrap_or_default();
            let mut told = String::new();
            write!(told, "{path}\n  {left}\n  {right}").unwrap();
            return Some(told);
        }
    }
    (one.len() != other.len()).then(|| "one of them has more to fetch".to_owned())
}

/// Tells the two stories after the same beginning, and lets everyone look: those who may know tell
/// the worlds apart, and nobody else.
async fn are_the_same(begin: &str, scene: &str, words: [Value; 2], may_know: &[&str]) {
    let worlds = words.map(|words| {
        let fund = TestFund::after(begin);
        fund.tell(scene, words);
        fund
    });
    let mut told = Vec::new();
    for who in PEOPLE
        .iter()
        .chain(&["cara"])
        .filter(|who| **who != "cara" || may_know.contains(who))
    {
        let one = crawl::all(&worlds[0], who, &SEARCHES).await;
        let other = crawl::all(&worlds[1], who, &SEARCHES).await;
        assert!(one.len() > 100, "{who} fetched only {}", one.len());
        match told_apart(&one, &other) {
            None if may_know.contains(who) => told.push(format!("{who} may know, and does not")),
            Some(what) if !may_know.contains(who) => told.push(format!("{who}: {what}")),
            _ => {}
        }
    }
    assert!(told.is_empty(), "{scene}:\n{}", told.join("\n"));
}

/// Who reviews, and with which marks, is the secretariat's, the auditor's and the chair's to know
/// before the release; whoever sees to letters sees to whom they went.
#[actix_web::test]
async fn nobody_learns_who_reviews_with_which_marks() {
    let by = |reviewer: &str, marks: [&str; 3]| json!({ "reviewer": reviewer, "marks": marks });
    let words = [
        by("reviewer1", ["4.5", "5.0", "4.5"]),
        by("reviewer2", ["3.0", "1.5", "2.0"]),
    ];
    let may_know = ["root", "secretary", "auditor"];
    are_the_same("evaluated", "asked_and_reviewed", words, &may_know).await;
}

/// What the bank wrote may name other payees and their accounts: it is for those who see accounts,
/// and for those who confirm what it says.
#[actix_web::test]
async fn nobody_learns_what_the_bank_wrote_but_those_who_look_at_accounts_and_books() {
    let wrote = |text| json!({ "officer": "payment_officer0", "message": text });
    let words = ["zinnia", "alyssa"].map(wrote);
    let may_know = [
        "auditor",
        "programme_officer0",
        "finance_officer0",
        "approver0",
        "payment_officer1",
    ];
    are_the_same("advance_ordered", "claimed", words, &may_know).await;
}

/// A draft is its own consortium's.
#[actix_web::test]
async fn nobody_learns_what_a_rival_drafts() {
    let words = ["zinnia", "alyssa"].map(|text| json!({ "text": text }));
    are_the_same("submitted", "rival_drafted", words, &["cara"]).await;
}

/// What was handed in is for those who judge and decide, and no rival.
#[actix_web::test]
async fn no_rival_learns_what_was_handed_in() {
    let words = ["zinnia", "alyssa"].map(|text| json!({ "text": text }));
    let may_know = [
        "secretary",
        "auditor",
        "programme_officer0",
        "eligibility_officer1",
        "board_member1",
        "approver0",
        "cara",
    ];
    are_the_same("submitted", "rival_submitted", words, &may_know).await;
}

/// What people type is text on every page, whoever reads it.
#[actix_web::test]
async fn what_people_type_is_never_markup() {
    const TYPED: &str = "<img src=x onerror=alert(1)>\"'><script>x</script>%n";
    let fund = TestFund::after("submitted");
    fund.tell("rival_submitted", json!({ "text": TYPED }));
    let ours = Selector::parse("img[src=x], script, [onerror]").unwrap();
    let mut readers = BTreeSet::new();
    for who in PEOPLE.iter().chain(&["cara"]) {
        for (path, content) in crawl::all(&fund, who, &[]).await {
            if path.starts_with('/') && !path.starts_with("/api/") {
                let page = Html::parse_document(&content);
                let found = page.select(&ours).next().map(|element| element.html());
                assert_eq!(found, None, "{who} {path}");
                let text: String = page.root_element().text().collect();
                if text.contains(TYPED) {
                    readers.insert(*who);
                }
            }
        }
    }
    let expected = [
        "approver0",
        "auditor",
        "board_member1",
        "cara",
        "eligibility_officer1",
    ];
    let expected = expected
        .into_iter()
        .chain(["programme_officer0", "secretary"]);
    assert_eq!(readers, expected.collect());
}
