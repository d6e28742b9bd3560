//! Two funds that are alike but for a secret are the same to everyone who may not know it: pages,
//! API, lists, filters, histories, refusals and letters (McLean 1994, possibilistic non-interference).

mod asking;
mod lockstep;
mod renaming;

use self::asking::Asking;
use self::lockstep::Walk;
use self::renaming::Renaming;
use crate::support::TestFund;
use crate::support::crawl;
use crate::support::lot::Lot;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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

/// Everybody asks for all there is once, and whoever must not know for so much more, as lots are
/// drawn. `TWO_WORLDS` says how many requests each makes in all, `TWO_WORLDS_SEED` where the lots
/// begin.
const DRAWN: usize = 50;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// A story: a scene with its words.
type Told = (&'static str, Value);

/// Tells the two stories after the same beginning, and lets everyone look: those who may know tell
/// the worlds apart, and nobody else does.
async fn are_the_same(begin: &str, stories: [Told; 2], may_know: &[&str]) {
    let secret = stories.each_ref().map(|(_, words)| words.clone());
    let worlds = stories.map(|(scene, words)| {
        let fund = TestFund::after(begin);
        fund.tell(scene, words);
        fund
    });
    let mut renaming = Renaming::default();
    for (column, table) in crawl::NAMES {
        let [one, other] = [0, 1].map(|world| crawl::ids(&worlds[world], column, table));
        renaming.pair(&one, &other);
    }
    let asking = Asking::of(&worlds, &renaming, &secret);
    let most = setting("TWO_WORLDS").map_or(0, |most| usize::try_from(most).unwrap());
    let seed = setting("TWO_WORLDS_SEED").unwrap_or_default();
    let others = ["cara", "reviewer1", "reviewer2"]
        .iter()
        .filter(|who| may_know.contains(who));
    let mut told = Vec::new();
    let (knowing, others): (Vec<&str>, Vec<&str>) = PEOPLE
        .iter()
        .chain(others)
        .partition(|who| may_know.contains(who));
    // What one of them is told under another name, another is not told under its own.
    for (seed, who) in (seed..).zip(others) {
        let mut walk = Walk::of(&worlds, who, &mut renaming).await;
        let found = match walk.sees_everything(&asking).await {
            Ok(()) => {
                let more = most.saturating_sub(walk.asked).max(DRAWN);
                walk.asks_for_more(more, &asking, &mut Lot(seed)).await
            }
            told => told,
        };
        told.extend(found.err().map(|what| format!("{who}: {what}")));
    }
    if let Some(names) = renaming.out_of_order() {
        told.push(format!("drawn in another order: {names:?}"));
    }
    for who in knowing {
        let mut walk = Walk::of(&worlds, who, &mut renaming).await;
        if walk.sees_everything(&asking).await.is_ok() {
            told.push(format!("{who} may know, and does not"));
        }
    }
    assert!(told.is_empty(), "{secret:?}:\n{}", told.join("\n"));
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
    are_the_same(
        "evaluated",
        words.map(|words| ("asked_and_reviewed", words)),
        &may_know,
    )
    .await;
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
    are_the_same(
        "advance_ordered",
        words.map(|words| ("claimed", words)),
        &may_know,
    )
    .await;
}

/// A draft is its own consortium's.
#[actix_web::test]
async fn nobody_learns_what_a_rival_drafts() {
    let words = ["zinnia", "alyssa"].map(|text| json!({ "text": text }));
    are_the_same(
        "submitted",
        words.map(|words| ("rival_attached", words)),
        &["cara"],
    )
    .await;
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
    are_the_same(
        "submitted",
        words.map(|words| ("rival_submitted", words)),
        &may_know,
    )
    .await;
}

/// Why somebody stands aside is for those who see to it that somebody steps in. Whoever does so has
/// said it, and is not told again.
#[actix_web::test]
async fn nobody_learns_why_an_officer_stands_aside_but_those_who_see_to_a_substitute() {
    let stories = ["zinnia founded it", "alyssa founded it"].map(|reason| {
        let officer = "compliance_officer0";
        (
            "stood_aside",
            json!({ "officer": officer, "reason": reason }),
        )
    });
    let may_know = ["secretary", "auditor", "admin1"];
    are_the_same("evaluated", stories, &may_know).await;
}

/// What a reviewer declares is for those who choose reviewers.
#[actix_web::test]
async fn nobody_learns_which_conflict_a_reviewer_declares() {
    let stories = ["zinnia is my sister", "alyssa is my sister"].map(|reason| {
        let words = json!({ "reviewer": "reviewer1", "reason": reason });
        ("conflicted", words)
    });
    let may_know = ["secretary", "auditor"];
    are_the_same("evaluated", stories, &may_know).await;
}

/// A vote is the boards' and the secretariat's until the list is released.
#[actix_web::test]
async fn nobody_learns_how_a_board_votes_before_the_release() {
    let vote = |vote, reason| ("voted_once", json!({ "vote": vote, "reason": reason }));
    let stories = [vote("approve", ""), vote("object", "zinnia is missing.")];
    let may_know = ["secretary", "auditor", "board_member1"];
    are_the_same("evaluated", stories, &may_know).await;
}

/// That marks are settled and ranked is told inside alone: versions and what is offered outside
/// stay as they are.
#[actix_web::test]
async fn nobody_learns_that_a_list_is_frozen_before_the_release() {
    let stories = ["reviewed_by_three", "assessed"].map(|scene| (scene, json!({})));
    let may_know = [
        "root",
        "secretary",
        "auditor",
        "programme_officer0",
        "eligibility_officer1",
        "finance_officer0",
        "board_member1",
    ];
    are_the_same("evaluated", stories, &may_know).await;
}

/// Who is proposed for an office is for those who appoint people.
#[actix_web::test]
async fn nobody_learns_who_is_proposed_for_an_office_but_those_who_see_people() {
    let stories = ["approver", "finance_officer"].map(|role| ("proposed", json!({ "role": role })));
    let may_know = ["root", "secretary", "auditor", "admin1"];
    are_the_same("submitted", stories, &may_know).await;
}

/// Whether somebody has a second factor is their own, and for those who would take it off.
#[actix_web::test]
async fn nobody_learns_who_has_a_second_factor() {
    let stories =
        ["signed_in", "factor_turned_on"].map(|scene| (scene, json!({ "it": "reviewer2" })));
    let may_know = ["root", "auditor", "admin1"];
    are_the_same("submitted", stories, &may_know).await;
}

/// That a factor is lost is told where people are: to those who see them.
#[actix_web::test]
async fn nobody_learns_who_has_lost_a_second_factor() {
    let words = json!({ "it": "reviewer2", "reason": "I called zinnia." });
    let stories = ["factor_turned_on", "factor_reset_proposed"].map(|scene| (scene, words.clone()));
    let may_know = ["root", "secretary", "auditor", "admin1"];
    are_the_same("submitted", stories, &may_know).await;
}

/// Where somebody's account moves is their own; whoever sees to letters sees to whom they go.
#[actix_web::test]
async fn nobody_learns_to_which_address_an_account_moves() {
    let to = |email| ("moving", json!({ "it": "reviewer2", "email": email }));
    let stories = ["zinnia@elsewhere.example", "alyssa@elsewhere.example"].map(to);
    let may_know = ["root", "auditor", "reviewer2"];
    are_the_same("submitted", stories, &may_know).await;
}

/// Whom an organisation invites is its own.
#[actix_web::test]
async fn nobody_learns_whom_an_organisation_invites() {
    let email = |email| ("invites", json!({ "email": email }));
    let stories = ["zinnia@elsewhere.example", "alyssa@elsewhere.example"].map(email);
    let may_know = ["root", "secretary", "auditor", "admin1", "ada"];
    are_the_same("submitted", stories, &may_know).await;
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
        for (path, content) in crawl::pages(&fund, who).await {
            let page = Html::parse_document(&content);
            let found = page.select(&ours).next().map(|element| element.html());
            assert_eq!(found, None, "{who} {path}");
            let text: String = page.root_element().text().collect();
            if text.contains(TYPED) {
                readers.insert(*who);
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
