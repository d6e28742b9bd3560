//! Organisations: one of each, and the way in for those who belong to it.

use crate::support::browser::Browser;
use crate::support::{TestFund, faults, people};
use serde_json::{Value, json};

fn details(name: &str, number: &str) -> Value {
    json!({
        "name": name, "country": "XA", "registration_number": number,
        "address_line": "Quay Street 1", "postcode": "1000", "town": "Porta",
        "size_class": "small",
    })
}

/// How many letters of this subject were written to a person.
async fn letters(fund: &TestFund, who: &str, subject: &str) -> usize {
    let (_, letters) = fund.get("root", "/letters").await;
    let all = letters["items"].as_array().unwrap().iter();
    let of_it = all.filter(|one| {
        one["recipient"] == people::email(who).as_str()
            && one["subject"].as_str().unwrap().contains(subject)
    });
    of_it.count()
}

async fn desk(fund: &TestFund, who: &str) -> Vec<Value> {
    let (_, work) = fund.get(who, "/me/work").await;
    let tasks = work["waiting"].as_array().unwrap().clone();
    tasks
        .into_iter()
        .filter(|one| one["task"] == "accept_joining")
        .collect()
}

/// Fault 11: the same organisation twice by spelling.
#[actix_web::test]
async fn an_organisation_is_registered_once_however_it_is_spelt() {
    let fund = TestFund::new().await;
    for number in ["A-1", "a1", "a 1 ", "\u{ff21}/1"] {
        let (status, answer) = fund
            .post("ben", "/organisations", details("Other", number))
            .await;
        assert_eq!(status, 422, "{number}: {answer}");
        let code = &answer["faults"]["registration_number"][0]["code"];
        assert_eq!(code, "registered_already", "{number}");
    }
    let (status, answer) = fund
        .post("ben", "/organisations", details("ADA  ltd", "Z-9"))
        .await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["name"][0]["code"], "name_registered");
    // What tells two apart is another organisation, and its own details stay its own.
    fund.done("ben", "/organisations", details("Ada Ltd, Porta", "Z-9"))
        .await;
    let (_, own) = fund.get("ben", "/organisations").await;
    let path = format!("/organisations/{}", own[0]["id"].as_str().unwrap());
    let (_, seen) = fund.get("ben", &path).await;
    let mut changed = details("Ada Ltd, Porta", "z 9");
    changed["version"] = seen["version"].clone();
    fund.done("ben", &path, changed.clone()).await;
    let (_, seen) = fund.get("ben", &path).await;
    changed["version"] = seen["version"].clone();
    changed["registration_number"] = json!("a.1");
    fund.refused("ben", &path, changed, 422, "invalid_input")
        .await;
}

/// Fault 11: whoever meets the one that is registered asks to join it by one press, and is told
/// nothing of its people.
#[actix_web::test]
async fn whoever_finds_their_organisation_registered_asks_to_join_it() {
    let fund = TestFund::new().await;
    let ben = Browser::signed_in(&fund, "ben").await;
    let typed = [
        ("name", "Ada"),
        ("country", "XA"),
        ("registration_number", "a 1"),
        ("address_line", "Quay Street 1"),
        ("postcode", "1000"),
        ("town", "Porta"),
        ("size_class", "small"),
    ];
    let refused = ben.send("/organisations", "/organisations", &typed).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let asked = ben.send_again(&refused.body, "/joinings", &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let (_, page) = ben.page(&asked.location).await;
    assert!(page.contains("ada Ltd") && page.contains("Waiting for a lead"));
    for hidden in [people::email("ada"), ">ada<".to_owned()] {
        assert!(!page.contains(&hidden), "{hidden}");
    }
    let (_, requests) = fund.get("ben", "/joinings").await;
    let id = requests[0]["id"].as_str().unwrap().to_owned();
    let (_, one) = fund.get("ben", &format!("/joinings/{id}")).await;
    let offers = one["permitted_actions"].as_array().unwrap().iter();
    let mut free = offers.filter(|offer| offer["refused"].is_null());
    assert_eq!(free.next().unwrap()["action"], "withdraw_joining");
    assert!(free.next().is_none(), "{one}");
    let (_, own) = fund.get("ada", "/organisations").await;
    let path = format!("/organisations/{}", own[0]["id"].as_str().unwrap());
    assert_eq!(fund.get("ben", &path).await.0, 404, "nothing of it is seen");
    fund.refused("ben", "/joinings", details("", "A1"), 409, "not_asked_yet")
        .await;

    let tasks = desk(&fund, "ada").await;
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!(tasks[0]["href"], path.as_str());
    let ada = Browser::signed_in(&fund, "ada").await;
    let accept = format!("{path}/joinings/{id}/accept");
    let sent = ada.send(&path, &accept, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(desk(&fund, "ada").await.is_empty());
    let (status, seen) = fund.get("ben", &path).await;
    assert_eq!(status, 200, "{seen}");
    assert_eq!(seen["is_lead"], false);
    assert_eq!(fund.get("ben", "/joinings").await.1, json!([]));
    assert_eq!(letters(&fund, "ada", "asks to join").await, 1);
    assert_eq!(letters(&fund, "ben", "You can now act for").await, 1);
}

#[actix_web::test]
async fn a_request_is_declined_with_a_reason_or_taken_back_or_granted() {
    let fund = TestFund::new().await;
    let ask = async || {
        let id = fund.done("ben", "/joinings", details("", "A.1")).await;
        id.as_str().unwrap().to_owned()
    };
    let (_, own) = fund.get("ada", "/organisations").await;
    let path = format!("/organisations/{}", own[0]["id"].as_str().unwrap());
    let id = ask().await;
    let withdraw = format!("/joinings/{id}/withdraw");
    fund.done("ben", &withdraw, json!({})).await;
    assert!(desk(&fund, "ada").await.is_empty(), "taken back");

    let id = ask().await;
    let told = letters(&fund, "ada", "asks to join").await;
    assert_eq!(told, 1, "asking, taking back and asking again is told once");
    let decline = format!("{path}/joinings/{id}/decline");
    fund.refused(
        "ben",
        &decline,
        json!({ "reason": "No." }),
        403,
        "not_in_capacity",
    )
    .await;
    fund.done("ada", &decline, json!({ "reason": "Not of ours." }))
        .await;
    let (_, requests) = fund.get("ben", "/joinings").await;
    assert_eq!(requests[0]["state"], "declined");
    assert_eq!(requests[0]["reason"], "Not of ours.");
    fund.refused("ben", "/joinings", details("", "A1"), 409, "not_asked_yet")
        .await;
    fund.advance_days(31);
    ask().await;
    let invited = json!({ "email": people::email("ben"), "role": "member" });
    let (status, answer) = fund
        .post("ada", &format!("{path}/invitations"), invited)
        .await;
    let code = &answer["faults"]["email"][0]["code"];
    assert_eq!((status, code), (422, &json!("asked_already")), "{answer}");
    let (_, requests) = fund.get("ben", "/joinings").await;
    let id = requests[0]["id"].as_str().unwrap();
    let accept = format!("{path}/joinings/{id}/accept");
    fund.done("ada", &accept, json!({})).await;
    assert!(desk(&fund, "ada").await.is_empty(), "let in");
    fund.refused(
        "ben",
        "/joinings",
        details("", "A1"),
        409,
        "not_a_member_yet",
    )
    .await;
    let (status, answer) = fund.post("ben", "/joinings", details("", "Q-7")).await;
    assert_eq!(status, 422, "{answer}");
    let code = &answer["faults"]["registration_number"][0]["code"];
    assert_eq!(code, "not_registered");
}

/// What waits for somebody bore the name that had been changed since.
#[actix_web::test]
async fn a_request_is_called_by_the_names_of_today() {
    let fund = TestFund::new().await;
    fund.done("ben", "/joinings", details("", "A.1")).await;
    let (_, me) = fund.get("ben", "/me").await;
    let renamed = json!({ "name": "Benedikt", "version": me["version"] });
    fund.done("ben", "/profile/name", renamed).await;
    let title = desk(&fund, "ada").await[0]["title"].clone();
    assert_eq!(title, "Benedikt · ada Ltd");
    fund.holds();
    let path = people::organisation_of(&fund, "ada").await;
    let (_, seen) = fund.get("ada", &path).await;
    let mut changed = details("Ada and Daughters", "A-1");
    changed["version"] = seen["version"].clone();
    fund.done("ada", &path, changed).await;
    let title = desk(&fund, "ada").await[0]["title"].clone();
    assert_eq!(title, "Benedikt · Ada and Daughters");
    fund.holds();
}

/// What waits for offices in an application bore the name its organisation had before.
#[actix_web::test]
async fn what_offices_wait_for_is_called_by_the_name_of_today() {
    let fund = TestFund::after("of_every_kind");
    let path = people::organisation_of(&fund, "ben").await;
    // The clock of this fund has not been followed to the last: calls wait for that.
    let before = faults(&fund.app);
    let (_, mut seen) = fund.get("ben", &path).await;
    let mut changed = details("Benedikt and Sons", "");
    for field in ["country", "registration_number", "version"] {
        changed[field] = seen[field].take();
    }
    fund.done("ben", &path, changed).await;
    assert_eq!(faults(&fund.app), before);
}

/// Fault 11: a number of signs alone is the same as none, and was taken.
#[actix_web::test]
async fn a_register_number_has_letters_or_figures() {
    let fund = TestFund::new().await;
    for signs in ["-", "...", "/ /"] {
        let body = details("Signs Ltd", signs);
        let (status, answer) = fund.post("ada", "/organisations", body).await;
        let fault = &answer["faults"]["registration_number"][0]["code"];
        assert_eq!((status, fault), (422, &json!("signs_alone")), "{answer}");
    }
}

/// A hyphen, a full stop or a letter of another alphabet made another organisation.
#[actix_web::test]
async fn an_organisation_that_looks_like_another_is_that_other() {
    let fund = TestFund::new().await;
    fund.done("ben", "/organisations", details("Zorn-Labs", "Z-1"))
        .await;
    for name in ["Zorn Labs", "ZORN LABS.", "Z\u{43e}rn\u{2013}Labs"] {
        let (status, answer) = fund
            .post("ada", "/organisations", details(name, "Z-2"))
            .await;
        let fault = &answer["faults"]["name"][0]["code"];
        assert_eq!((status, fault), (422, &json!("name_registered")), "{name}");
        // Whoever means it finds it.
        let id = fund.done("ada", "/joinings", details(name, "Z-2")).await;
        let withdraw = format!("/joinings/{}/withdraw", id.as_str().unwrap());
        fund.done("ada", &withdraw, json!({})).await;
    }
    let cyrillic = details("Another", "\u{417}-1");
    fund.done("ada", "/organisations", cyrillic).await;
    let (status, answer) = fund
        .post("ada", "/organisations", details("A third", "\u{410}-1"))
        .await;
    let fault = &answer["faults"]["registration_number"][0]["code"];
    assert_eq!((status, fault), (422, &json!("registered_already")));
    // In another country it is another.
    let mut abroad = details("Zorn Labs", "Z-1");
    abroad["country"] = json!("XB");
    fund.done("ada", "/organisations", abroad).await;
}
