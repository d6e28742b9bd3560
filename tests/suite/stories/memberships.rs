//! Nobody acts for an organisation who has not agreed to it, and who agrees reviews it no more.

use super::journey;
use crate::database::contents::are_named;
use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use jointfund::audit;
use jointfund::db::tx::Actor;
use jointfund::kernel::id::{ApplicationId, AssignmentId};
use jointfund::notifications::queries::{self, WholeLetter};
use jointfund::rules::Matter;
use serde_json::{Value, json};

/// The letters to an address, newest first.
fn letters(fund: &TestFund, address: &str) -> Vec<WholeLetter> {
    let all = fund
        .app
        .read_now(Actor::Operator, |view| queries::mailbox(view, None));
    let mut all = all.unwrap().items;
    all.retain(|one| one.item.recipient == address);
    all
}

async fn invite(fund: &TestFund, email: &str) -> (u16, Value) {
    let path = people::organisation_of(fund, "ada").await;
    let body = json!({ "email": email, "role": "member" });
    fund.post("ada", &format!("{path}/invitations"), body).await
}

/// Fault 47: a lead made any account a member without asking it, and learned its name.
#[actix_web::test]
async fn fault_47_a_member_is_whoever_accepts_an_invitation() {
    let fund = TestFund::new().await;
    let path = people::organisation_of(&fund, "ada").await;
    let ada = Browser::signed_in(&fund, "ada").await;
    let typed = [("email", "ben@people.example"), ("role", "member")];
    let sent = ada
        .send(&path, &format!("{path}/invitations"), &typed)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, page) = ada.page(&path).await;
    assert!(page.contains("Invitations that wait") && page.contains("ben@people.example"));
    let (_, seen) = fund.get("ada", &path).await;
    assert_eq!(seen["members"].as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(seen["joinings"][0]["name"], "ben@people.example");
    assert_eq!(fund.get("ben", &path).await.0, 404, "not before they agree");
    let (_, work) = fund.get("ben", "/me/work").await;
    assert_eq!(work["waiting"][0]["task"], "accept_membership", "{work}");
    assert_eq!(work["waiting"][0]["href"], "/organisations");

    let (status, answer) = invite(&fund, "ben@people.example").await;
    let code = &answer["faults"]["email"][0]["code"];
    assert_eq!((status, code), (422, &json!("invited_already")), "{answer}");

    let ben = Browser::signed_in(&fund, "ben").await;
    let (_, page) = ben.page("/organisations").await;
    assert!(page.contains("You are invited") && page.contains("ada Ltd"));
    let id = seen["joinings"][0]["id"].as_str().unwrap();
    let accept = format!("/joinings/{id}/accept");
    let of_others = fund.post("ada", &accept, json!({ "version": 1 })).await;
    assert_eq!(of_others.0, 403, "nobody accepts for another");
    let sent = ben.send("/organisations", &accept, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, seen) = fund.get("ben", &path).await;
    assert_eq!(seen["members"].as_array().unwrap().len(), 2, "{seen}");
    assert!(
        letters(&fund, "ada@people.example")[0]
            .item
            .subject
            .contains("has accepted")
    );

    // Members are made leads, one of whom stays.
    let me = fund.get("ben", "/me").await.1["id"].clone();
    let change = format!("{path}/members/{}", me.as_str().unwrap());
    fund.refused(
        "ben",
        &change,
        json!({ "role": "lead" }),
        403,
        "not_in_capacity",
    )
    .await;
    fund.done("ada", &change, json!({ "role": "lead" })).await;
    let ada_id = fund.get("ada", "/me").await.1["id"].clone();
    let own = format!("{path}/members/{}", ada_id.as_str().unwrap());
    fund.done("ada", &own, json!({ "role": "member" })).await;
    fund.refused(
        "ben",
        &change,
        json!({ "role": "member" }),
        409,
        "one_lead_remains",
    )
    .await;
    fund.holds();
    are_named(&fund, &["joinings"]);
}

/// Fault 47: whether an address is known here could be asked by adding it.
#[actix_web::test]
async fn fault_47_an_invitation_to_an_unknown_address_is_answered_alike_and_leads_in() {
    let fund = TestFund::new().await;
    for address in ["ben@people.example", "nobody@people.example"] {
        let (status, answer) = invite(&fund, address).await;
        assert_eq!(status, 200, "{address}: {answer}");
        assert!(answer.is_string(), "{address}: {answer}");
    }
    let path = people::organisation_of(&fund, "ada").await;
    let (_, seen) = fund.get("ada", &path).await;
    for one in seen["joinings"].as_array().unwrap() {
        assert_eq!(one["name"], one["email"]);
        assert_eq!(one["state"], "invited");
    }
    let [letter] = &letters(&fund, "nobody@people.example")[..] else {
        panic!("one letter");
    };
    assert!(letter.text.contains("/register"), "{}", letter.text);
    for word in ["ada", "Ltd"] {
        let whole = format!("{} {}", letter.item.subject, letter.text);
        assert!(!whole.contains(word), "{word}: {whole}");
    }
    let known = &letters(&fund, "ben@people.example")[0];
    assert!(known.item.subject.contains("ada Ltd invites you"));

    // Whoever opens an account with the address finds the invitation.
    let password = "a kettle of seven herons";
    let typed = json!({ "name": "No", "email": "nobody@people.example", "password": password });
    assert_eq!(fund.post("", "/register", typed).await.0, 200);
    let token = json!({ "token": people::token(&fund, "nobody") });
    assert_eq!(fund.post("", "/verify-email", token).await.0, 200);
    let (_, mine) = fund.get("nobody", "/joinings").await;
    let decline = format!("/joinings/{}/decline", mine[0]["id"].as_str().unwrap());
    fund.done("nobody", &decline, json!({})).await;
    let (status, answer) = invite(&fund, "nobody@people.example").await;
    let code = &answer["faults"]["email"][0]["code"];
    assert_eq!((status, code), (422, &json!("invited_already")), "{answer}");
    fund.advance_days(31);
    assert_eq!(invite(&fund, "nobody@people.example").await.0, 200);
    let (_, mine) = fund.get("nobody", "/joinings").await;
    let id = mine[0]["id"].as_str().unwrap();
    fund.done("ada", &format!("{path}/joinings/{id}/withdraw"), json!({}))
        .await;
    let accept = format!("/joinings/{id}/accept");
    let (status, answer) = fund.post("nobody", &accept, json!({ "version": 2 })).await;
    assert_eq!(status, 409, "{answer}");
}

/// The newest letter that tells the secretariat of a conflict.
fn told(fund: &TestFund) -> WholeLetter {
    let mut all = letters(fund, &people::email("secretary"));
    all.retain(is_of_conflict);
    all.swap_remove(0)
}

fn is_of_conflict(letter: &WholeLetter) -> bool {
    letter.item.subject.contains("can no longer review")
}

/// Fault 58: an applicant added reviewers as members, and so chose who may not review it. Fault 57:
/// a reviewer who joined a competitor went on marking.
#[actix_web::test]
async fn fault_58_a_conflict_that_arises_goes_to_the_secretariat_with_its_origin() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    let mut reviews = Vec::new();
    for who in ["reviewer0", "reviewer1"] {
        let review = journey.assign(&application, who).await;
        let clear = json!({ "declaration": true });
        fund.done(who, &format!("/reviews/{review}/clear"), clear)
            .await;
        reviews.push(review);
    }
    // To be invited changes nothing.
    let (status, answer) = invite(fund, &people::email("reviewer0")).await;
    assert_eq!(status, 200, "{answer}");
    let page = format!("/applications/{application}/evaluation");
    let seen = journey.read("secretary", &page).await;
    assert_eq!(seen["assigned"][0]["state"], "clear", "{seen}");
    let accept = format!("/joinings/{}/accept", answer.as_str().unwrap());
    fund.done("reviewer0", &accept, json!({})).await;
    let body = json!({ "version": 3, "for_applicant": "Splendid." });
    let path = format!("/reviews/{}/save", reviews[0]);
    let (status, answer) = fund.post("reviewer0", &path, body).await;
    assert!(status == 403 || status == 404 || status == 409, "{answer}");
    let seen = journey.read("secretary", &page).await;
    assert_eq!(seen["assigned"][0]["state"], "conflicted", "{seen}");
    let origin = &seen["assigned"][0]["origin"];
    assert_eq!(
        origin,
        &json!({ "organisation": "ada Ltd", "how": "invited", "reviewers": 1 })
    );
    let letter = told(fund);
    assert!(letter.text.contains("invited by a lead"), "{}", letter.text);
    // One letter to each of the two sides, and each leads to a page of its reader's.
    let own = || letters(fund, &people::email("reviewer0")).into_iter();
    assert_eq!(own().filter(is_of_conflict).count(), 0);
    let mut ended = own().filter(|one| one.item.subject.contains("no longer asked"));
    let (ended, none) = (ended.next().unwrap(), ended.next());
    assert!(
        none.is_none() && ended.text.contains("/reviews"),
        "{}",
        ended.text
    );
    let all = letters(fund, &people::email("secretary")).into_iter();
    assert_eq!(all.filter(is_of_conflict).count(), 1);
    assert!(letter.text.contains(&page), "{}", letter.text);

    // The second of them is a pattern.
    let details = json!({ "country": "XA", "registration_number": "A-1" });
    let asked = fund.done("reviewer1", "/joinings", details).await;
    let path = people::organisation_of(fund, "ada").await;
    let accept = format!("{path}/joinings/{}/accept", asked.as_str().unwrap());
    fund.done("ada", &accept, json!({})).await;
    let browser = Browser::signed_in(fund, "secretary").await;
    let (_, shown) = browser.page(&page).await;
    assert!(shown.contains("So did 2 reviewers of this call"), "{shown}");
    let letter = told(fund);
    assert!(
        letter.text.contains("2 reviewers of the call"),
        "{}",
        letter.text
    );
    fund.holds();
}

/// What the history of a matter tells this person of an action: its actor and capacity, each time.
async fn recorded(fund: &TestFund, who: &str, of: &str, action: &str) -> Vec<(String, String)> {
    let (status, told) = fund.get(who, &format!("/history/{of}")).await;
    assert_eq!(status, 200, "{who} {of}: {told}");
    let all = told["items"].as_array().unwrap().iter();
    all.filter(|one| one["action"] == action)
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            (text("actor"), text("capacity"))
        })
        .collect()
}

/// A list fell because a reviewer accepted an invitation, and the history named the reviewer as
/// whoever had let it fall.
#[actix_web::test]
async fn what_falls_with_a_membership_names_no_reviewer_to_whoever_may_not_know() {
    let (journey, [call, application]) = journey::evaluated();
    let fund = &journey.fund;
    let words = json!({ "call": call, "application": application });
    journey.tell("assessed", words).await;
    let list = journey
        .read("secretary", &format!("/calls/{call}/ranking"))
        .await;
    people::joins(fund, "ada", "reviewer0").await;

    let fell = [
        format!("application/{application}"),
        format!("call/{call}"),
        format!("ranking/{}", list["id"].as_str().unwrap()),
    ];
    let as_anybody = |name: &str| vec![(name.to_owned(), "account_holder".to_owned())];
    for of in &fell {
        for (who, name) in [
            ("secretary", "reviewer0"),
            ("board_member0", "account_holder"),
        ] {
            let told = recorded(fund, who, of, "void_ranking").await;
            assert_eq!(told, as_anybody(name), "{who} {of}");
        }
    }
    let told = recorded(fund, "secretary", &fell[0], "void_consensus").await;
    assert_eq!(told, as_anybody("reviewer0"));
    let told = recorded(fund, "board_member0", &fell[0], "void_consensus").await;
    assert_eq!(told, Vec::new());
    let page = format!("/applications/{application}/evaluation");
    let seen = journey.read("secretary", &page).await;
    let review = seen["assigned"][0]["id"].as_str().unwrap();
    let of = format!("assignment/{review}");
    let told = recorded(fund, "secretary", &of, "note_conflict").await;
    assert_eq!(told, as_anybody("reviewer0"));

    // A form that is out of date says who was faster, and not that a reviewer was.
    let last = |who: &str, matter: Matter| {
        let actor = people::actor(fund, who);
        let last = |view: &mut jointfund::db::tx::View<'_>| {
            Ok(audit::queries::last_changed_by(view, matter)?)
        };
        let told = fund.app.read_now(actor, last).unwrap();
        told.unwrap().1
    };
    let of_application =
        Matter::Application(ApplicationId::from_uuid(application.parse().unwrap()));
    let of_review = Matter::Assignment(AssignmentId::from_uuid(review.parse().unwrap()));
    for matter in [of_application, of_review] {
        assert_eq!(last("secretary", matter).as_deref(), Some("reviewer0"));
        for who in ["ada", "board_member0", "programme_officer0"] {
            assert_eq!(last(who, matter), None, "{who} {matter:?}");
        }
    }
    fund.holds();
}

fn details(name: &str, number: &str) -> Value {
    json!({
        "name": name, "country": "XB", "registration_number": number,
        "address_line": "Quay Street 1", "postcode": "1000", "town": "Porta",
        "size_class": "small",
    })
}

/// Changes the number under which a person's organisation is registered.
async fn renumber(fund: &TestFund, who: &str, number: &str) {
    let path = people::organisation_of(fund, who).await;
    let (_, seen) = fund.get(who, &path).await;
    let name = seen["name"].as_str().unwrap();
    fund.done(who, &path, details(name, number)).await;
}

/// Who acts for an organisation of a participant's number was caught where they joined one, and
/// not where they registered it themselves, or gave the number to one that they had.
#[actix_web::test]
async fn whoever_registers_a_participant_reviews_it_no_more() {
    let (journey, _, [first, second]) = journey::two_in_evaluation().await;
    let fund = &journey.fund;
    for application in [&first, &second] {
        for who in ["reviewer0", "reviewer1"] {
            journey.assign(application, who).await;
        }
    }
    let read = async |application: &str| {
        let page = format!("/applications/{application}/evaluation");
        journey.read("secretary", &page).await["assigned"].clone()
    };
    // An organisation of a number that takes no part is nobody's affair.
    let third = details("Third Ltd", "C-1");
    fund.done("reviewer1", "/organisations", third).await;
    renumber(fund, "ben", "B-2").await;
    assert_eq!(read(&first).await[1]["state"], "invited");

    let own = details("Own Ltd", "b 1");
    fund.done("reviewer0", "/organisations", own).await;
    for application in [&first, &second] {
        let seen = read(application).await;
        assert_eq!(seen[0]["state"], "conflicted", "{seen}");
        let origin = json!({ "organisation": "Own Ltd", "how": "registered", "reviewers": 1 });
        assert_eq!(seen[0]["origin"], origin);
        assert_eq!(seen[1]["state"], "invited", "{seen}");
    }
    let all = letters(fund, &people::email("secretary")).into_iter();
    assert_eq!(all.filter(is_of_conflict).count(), 1, "once a call");
    let letter = told(fund);
    for word in [
        "reviewer0",
        "2 applications",
        "Own Ltd",
        "They registered",
        "/calls/",
    ] {
        assert!(letter.text.contains(word), "{word}: {}", letter.text);
    }

    renumber(fund, "reviewer0", "B-3").await;
    renumber(fund, "reviewer1", "B-1").await;
    let seen = read(&second).await;
    let origin = json!({ "organisation": "Third Ltd", "how": "corrected", "reviewers": 1 });
    assert_eq!(
        (&seen[1]["state"], &seen[1]["origin"]),
        (&json!("conflicted"), &origin)
    );
    let browser = Browser::signed_in(fund, "secretary").await;
    let page = format!("/applications/{second}/evaluation");
    let (_, shown) = browser.page(&page).await;
    for words in [
        "they registered it under the number",
        "number was corrected to that",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    fund.holds();
}

/// An invitation outlived the lead who had sent it: whoever they had invited came in on the word of
/// somebody who had no say any more.
#[actix_web::test]
async fn an_invitation_ends_with_the_lead_who_sent_it() {
    let fund = TestFund::new().await;
    let path = people::organisation_of(&fund, "ada").await;
    people::joins(&fund, "ada", "ben").await;
    let id = async |who: &str| {
        fund.get(who, "/me").await.1["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let of = |account: String| format!("{path}/members/{account}");
    let (ada, ben) = (of(id("ada").await), of(id("ben").await));
    let lead = || json!({ "role": "lead" });
    let invited = async |by: &str, who: &str| {
        let body = json!({ "email": people::email(who), "role": "member" });
        let made = fund.done(by, &format!("{path}/invitations"), body).await;
        made.as_str().unwrap().to_owned()
    };
    // One who leads no longer, and one who is no longer of it.
    let changes = [
        (ben.clone(), json!({ "role": "member" })),
        (format!("{ben}/remove"), json!({})),
    ];
    for (number, (change, body)) in changes.into_iter().enumerate() {
        fund.done("ada", &ben, lead()).await;
        let of_ben = invited("ben", &format!("reviewer{number}")).await;
        let of_ada = invited("ada", &format!("approver{number}")).await;
        fund.done("ada", &change, body).await;
        let who = format!("reviewer{number}");
        let (_, work) = fund.get(&who, "/me/work").await;
        assert_eq!(work["waiting"], json!([]), "{who}");
        let accept = format!("/joinings/{of_ben}/accept");
        let refused = fund.post(&who, &accept, json!({ "version": 2 })).await;
        assert_eq!(refused.0, 409, "{}", refused.1);
        let (_, seen) = fund.get("ada", &path).await;
        let waiting = seen["joinings"].as_array().unwrap().iter();
        let waiting: Vec<&str> = waiting.map(|one| one["id"].as_str().unwrap()).collect();
        assert!(waiting.contains(&of_ada.as_str()) && !waiting.contains(&of_ben.as_str()));
    }
    // Who leaves of themselves takes theirs with them.
    people::joins(&fund, "ada", "ben").await;
    fund.done("ada", &ben, lead()).await;
    let own = invited("ada", "reviewer2").await;
    fund.done("ada", &format!("{ada}/remove"), json!({})).await;
    let (_, work) = fund.get("reviewer2", "/me/work").await;
    assert_eq!(work["waiting"], json!([]), "{own}");
    fund.holds();
}

/// Every organisation could write to an address once a day, and one person registers as many
/// organisations as they like.
#[actix_web::test]
async fn so_many_invitations_an_hour_go_to_one_address_whoever_sends_them() {
    let fund = TestFund::new().await;
    let mut paths = vec![people::organisation_of(&fund, "ada").await];
    for number in ["D-1", "D-2", "D-3"] {
        let made = details(&format!("{number} Ltd"), number);
        let id = fund.done("ada", "/organisations", made).await;
        paths.push(format!("/organisations/{}", id.as_str().unwrap()));
    }
    for who in ["ben", "nobody"] {
        let body = || json!({ "email": people::email(who), "role": "member" });
        for (number, path) in paths.iter().enumerate() {
            let invitations = format!("{path}/invitations");
            let (status, answer) = fund.post("ada", &invitations, body()).await;
            if number < 3 {
                assert_eq!(status, 200, "{who} {number}: {answer}");
                continue;
            }
            let code = &answer["faults"]["email"][0]["code"];
            assert_eq!(
                (status, code),
                (422, &json!("enough_letters")),
                "{who}: {answer}"
            );
        }
        assert_eq!(
            letters(&fund, &people::email(who)).len() - usize::from(who == "ben"),
            3
        );
    }
    fund.advance_days(1);
    let body = json!({ "email": people::email("ben"), "role": "member" });
    let (status, answer) = fund
        .post("ada", &format!("{}/invitations", paths[3]), body)
        .await;
    assert_eq!(status, 200, "{answer}");
}

/// The trail, which forgets nothing, kept the address of whoever was invited.
#[actix_web::test]
async fn the_trail_knows_whoever_was_invited_by_their_account() {
    let fund = TestFund::new().await;
    let (status, id) = invite(&fund, &people::email("secretary")).await;
    assert_eq!(status, 200, "{id}");
    let of = format!("/history/joining/{}", id.as_str().unwrap());
    let (status, told) = fund.get("secretary", &of).await;
    assert_eq!(status, 200, "{told}");
    let after = &told["items"][0]["after"];
    let me = fund.get("secretary", "/me").await.1["id"].clone();
    assert_eq!(after["account"], me, "{told}");
    assert!(!told.to_string().contains("@people.example"), "{told}");
}
