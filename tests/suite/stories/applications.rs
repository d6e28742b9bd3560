//! Applications as cases: what was seen is said, what is offered can be done, what waits is true.

use super::journey::{self, Journey, Way};
use crate::support::{browser::Browser, people};
use serde_json::{Value, json};

const OF_APPLICATIONS: [&str; 5] = [
    "submit_application",
    "save_application",
    "check_eligibility",
    "release_eligible",
    "release_ineligible",
];

impl Journey {
    /// What My work asks of a person about applications.
    async fn applications_on_the_desk_of(&self, who: &str) -> Vec<String> {
        let work = self.read(who, "/me/work").await;
        let tasks = work["waiting"].as_array().unwrap().iter();
        tasks
            .map(|one| one["task"].as_str().unwrap().to_owned())
            .filter(|task| OF_APPLICATIONS.contains(&task.as_str()))
            .collect()
    }

    /// The actions a reader is offered: those that are free.
    async fn free_to(&self, who: &str, path: &str) -> Vec<String> {
        let answer = self.read(who, path).await;
        let offers = answer["permitted_actions"].as_array().unwrap().iter();
        offers
            .filter(|one| one["refused"].is_null())
            .map(|one| one["action"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[actix_web::test]
async fn a_draft_waits_until_the_deadline_and_eligibility_from_then_on() {
    let (journey, call) = journey::opened();
    let fund = &journey.fund;
    people::joins(fund, "ada", "ben").await;
    let id = journey.draft(&call).await;
    let page = format!("/applications/{id}");
    let path = |deed: &str| format!("{page}/{deed}");
    let desk = async |who: &str| journey.applications_on_the_desk_of(who).await;
    assert_eq!(desk("ada").await, ["submit_application"]);
    assert_eq!(
        desk("ben").await,
        ["save_application"],
        "who may not submit"
    );
    assert!(desk("eligibility_officer0").await.is_empty());
    let free = journey.free_to("ada", &page).await;
    assert!(free.contains(&"submit_application".to_owned()), "{free:?}");
    let free = journey.free_to("ben", &page).await;
    assert!(!free.contains(&"submit_application".to_owned()), "{free:?}");

    fund.done("ada", &path("submit"), json!({ "declaration": true }))
        .await;
    for who in ["ada", "ben", "eligibility_officer0", "secretary"] {
        assert!(desk(who).await.is_empty(), "{who} before the deadline");
    }
    fund.advance_days(40);
    let finding = json!({ "verdict": "eligible", "reason": "In order." });
    for who in ["eligibility_officer0", "eligibility_officer1"] {
        assert_eq!(desk(who).await, ["check_eligibility"]);
        assert!(desk("secretary").await.is_empty());
        assert_eq!(journey.free_to(who, &page).await, ["check_eligibility"]);
        fund.done(who, &path("check"), finding.clone()).await;
        assert!(desk(who).await.is_empty(), "{who} has checked");
    }
    let others = journey.read("ada", "/me/work").await["others"].clone();
    assert_eq!(others, json!([]), "the finding is not released");
    assert_eq!(desk("secretary").await, ["release_eligible"]);
    assert_eq!(
        journey.free_to("secretary", &page).await,
        ["release_eligible"]
    );
    fund.done("secretary", &path("release"), json!({})).await;
    assert!(desk("secretary").await.is_empty());
}

#[actix_web::test]
async fn a_draft_that_was_withdrawn_or_missed_waits_for_nobody() {
    let (journey, [call, id]) = journey::drafted();
    let withdraw = format!("/applications/{id}/withdraw");
    journey
        .fund
        .done("ada", &withdraw, json!({ "reason": "Not now." }))
        .await;
    assert!(journey.applications_on_the_desk_of("ada").await.is_empty());
    journey.draft(&call).await;
    assert_eq!(journey.applications_on_the_desk_of("ada").await.len(), 1);
    journey.fund.clock.advance_seconds(40 * 24 * 60 * 60);
    let desk = journey.applications_on_the_desk_of("ada").await;
    assert!(desk.is_empty(), "before the clock has come round: {desk:?}");
    journey.fund.advance_days(1);
    assert!(journey.applications_on_the_desk_of("ada").await.is_empty());
}

/// Nobody learns what was found of their application before it is released to them.
#[actix_web::test]
async fn no_applicant_reads_a_finding_off_what_they_wait_for() {
    for verdict in ["eligible", "ineligible"] {
        let (journey, [_, id]) = journey::submitted();
        let fund = &journey.fund;
        fund.advance_days(40);
        let page = format!("/applications/{id}");
        let finding = json!({ "verdict": verdict, "reason": "As it is." });
        for who in ["eligibility_officer0", "eligibility_officer1"] {
            fund.done(who, &format!("{page}/check"), finding.clone())
                .await;
        }
        for who in ["ada", "ben"] {
            let work = journey.read(who, "/me/work").await.to_string();
            assert!(!work.contains("release_"), "{who}: {work}");
        }
        let browser = Browser::signed_in(fund, "ada").await;
        let (_, shown) = browser.page(&page).await;
        let telling = ["as ineligible", "as eligible", "Release"];
        for words in telling {
            assert!(!shown.contains(words), "{words}: {shown}");
        }
        assert_eq!(
            journey.applications_on_the_desk_of("secretary").await,
            [format!("release_{verdict}")]
        );
    }
}

/// What was never handed in is nobody's but its consortium's: there is nothing to evaluate.
#[actix_web::test]
async fn a_missed_draft_has_no_evaluation() {
    let (journey, [_, missed]) = journey::drafted();
    journey.fund.advance_days(41);
    for who in ["secretary", "auditor"] {
        let page = format!("/applications/{missed}/evaluation");
        assert_eq!(journey.fund.get(who, &page).await.0, 404, "{who}");
    }
}

/// An officer who leads the applicant, or acts for a participant, does not find it eligible; another
/// officer of the same partner does.
#[actix_web::test]
async fn no_officer_judges_the_application_of_their_own_organisation() {
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    people::joins(fund, "ben", "eligibility_officer1").await;
    let call = journey.open_call().await;
    let id = journey.submitted(&call).await;
    fund.advance_days(40);
    let desk = journey
        .applications_on_the_desk_of("eligibility_officer1")
        .await;
    assert!(desk.is_empty(), "{desk:?}");
    let desk = journey
        .applications_on_the_desk_of("eligibility_officer0")
        .await;
    assert_eq!(desk, ["check_eligibility"]);
    let page = format!("/applications/{id}");
    // Their organisation is in it by its number: a hint that shuts out until it is dismissed.
    assert_eq!(fund.get("eligibility_officer1", &page).await.0, 404);
    let finding = json!({ "verdict": "eligible", "reason": "All is well." });
    let check = format!("{page}/check");
    fund.refused("eligibility_officer1", &check, finding, 404, "not_found")
        .await;
}

/// Fault 6: a finding binds to what was judged, a release to the findings.
#[actix_web::test]
async fn a_finding_and_a_release_say_what_they_saw() {
    let (journey, [_, id]) = journey::submitted();
    let fund = &journey.fund;
    fund.advance_days(40);
    let path = |deed: &str| format!("/applications/{id}/{deed}");
    let finding =
        |digest: Value| json!({ "verdict": "eligible", "reason": "Yes.", "digest": digest });
    let (status, answer) = fund
        .post("eligibility_officer0", &path("check"), finding(Value::Null))
        .await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["digest"][0]["code"], "not_seen");
    let (status, answer) = fund
        .post(
            "eligibility_officer0",
            &path("check"),
            finding(json!("other")),
        )
        .await;
    assert_eq!((status, answer["code"].as_str()), (409, Some("stale")));
    // Neither finding makes the other stale.
    let seen = journey
        .read("secretary", &format!("/applications/{id}"))
        .await;
    for index in 0..2 {
        let who = format!("eligibility_officer{index}");
        let (status, answer) = fund
            .post(&who, &path("check"), finding(seen["digest"].clone()))
            .await;
        assert_eq!(status, 200, "{answer}");
    }
    let (status, answer) = fund.post("secretary", &path("release"), json!({})).await;
    assert_eq!(status, 422, "{answer}");
    let body = json!({ "version": seen["version"] });
    let (status, answer) = fund.post("secretary", &path("release"), body).await;
    assert_eq!((status, answer["code"].as_str()), (409, Some("stale")));
    fund.done("secretary", &path("release"), json!({})).await;
}

#[actix_web::test]
async fn an_officer_of_two_partners_says_for_which_one_they_find() {
    use crate::support::browser::Browser;
    use crate::support::people;
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    let who = "eligibility_officer0";
    let partners = people::partners(fund);
    let words = json!({
        "by": "admin1", "it": who, "role": "eligibility_officer", "for": "Partner BM",
    });
    fund.tell("granted", words);
    let (person, grant) = (
        fund.made(who),
        fund.made(&format!("{who}.eligibility_officer")),
    );
    let confirm = format!("/people/{person}/roles/{grant}/confirm");
    fund.done("admin0", &confirm, json!({})).await;
    let call = journey.open_call().await;
    let id = journey.submitted(&call).await;
    fund.advance_days(40);
    let page = format!("/applications/{id}");
    let check = format!("{page}/check");
    let finding = json!({ "verdict": "eligible", "reason": "In order." });
    fund.refused(who, &check, finding.clone(), 422, "invalid_input")
        .await;
    let browser = Browser::signed_in(fund, who).await;
    let (_, shown) = browser.page(&page).await;
    assert!(shown.contains("name=\"acting_for\""), "{shown}");
    let mut of_the_other = finding.clone();
    of_the_other["acting_for"] = json!(partners[1]);
    fund.done(who, &check, of_the_other).await;
    let findings = journey.read("secretary", &page).await["findings"].clone();
    assert_eq!(findings[0]["partner"], "BM", "{findings}");
    // Only one is left to find for: nobody is asked for which.
    fund.done(who, &check, finding).await;
    assert_eq!(journey.applications_on_the_desk_of(who).await.len(), 0);
}

/// Fault 18: nobody is led to a page that is not theirs to open.
#[actix_web::test]
async fn the_application_behind_an_award_is_linked_for_those_who_may_open_it() {
    use crate::support::browser::Browser;
    let (journey, [_, id, award]) = journey::awarded();
    let link = format!("href=\"/applications/{id}\"");
    for who in [
        "payment_officer0",
        "finance_officer0",
        "compliance_officer0",
        "programme_officer0",
        "ada",
    ] {
        let (status, _) = journey.fund.get(who, &format!("/applications/{id}")).await;
        let browser = Browser::signed_in(&journey.fund, who).await;
        let (_, page) = browser.page(&format!("/awards/{award}")).await;
        assert_eq!(page.contains(&link), status == 200, "{who}");
    }
}

/// A draft without participants was told twice at one field: that somebody must take part, and that
/// nobody asks for anything.
#[actix_web::test]
async fn what_is_left_to_do_is_said_once() {
    let (journey, [_, draft]) = journey::drafted();
    let page = format!("/applications/{draft}");
    let found = journey.read("ada", &page).await;
    let rows = found["participants"].as_array().unwrap().iter();
    let gone = rows.map(|one| json!({ "id": one["id"], "remove": true }));
    let body = json!({ "participants": gone.collect::<Vec<_>>() });
    let edit = format!("{page}/edit");
    journey.fund.done("ada", &edit, body).await;
    let problems = journey.read("ada", &format!("{page}/problems")).await;
    let told = problems["participants"].as_array().unwrap();
    assert_eq!(told.len(), 1, "{problems}");
    assert_eq!(told[0]["code"], "required");
}
