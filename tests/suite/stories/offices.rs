//! Offices: a fund is founded from a file, and from then on two partners give each office.

use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use jointfund::db::tx::Actor;
use jointfund::fund::founding::{Founding, found};
use jointfund::identity::input::Invite;
use jointfund::identity::succession;
use jointfund::kernel::fault::Faults;
use jointfund::worker;
use serde_json::{Value, json};

const EXAMPLE: &str = include_str!("../../../docs/fund.example.toml");

async fn person(fund: &TestFund, who: &str) -> String {
    let me = fund.get(who, "/me").await.1;
    format!("/people/{}", me["id"].as_str().unwrap())
}

/// Proposes somebody for a role; gives the address of the role.
async fn proposed(fund: &TestFund, by: &str, who: &str, role: Value) -> String {
    let roles = format!("{}/roles", person(fund, who).await);
    let id = fund.done(by, &roles, role).await;
    format!("{roles}/{}", id.as_str().unwrap())
}

async fn holds(fund: &TestFund, who: &str, role: &str) -> bool {
    let me = fund.get(who, "/me").await.1;
    let roles = me["roles"].as_array().unwrap();
    roles
        .iter()
        .any(|one| one["role"] == role && one["state"] == "active")
}

fn lines(faults: &Faults) -> Vec<String> {
    let each = faults.iter();
    each.map(|(path, faults)| format!("{} {}", path.trim(), faults[0].code))
        .collect()
}

/// Fault 49: a fund began with one system administrator, who could then take it alone.
#[actix_web::test]
async fn fault_49_a_fund_is_founded_once_and_all_faults_of_its_file_are_told() {
    let broken = EXAMPLE
        .replace("prefix = \"JF\"", "prefix = \"J F!\"")
        .replace(
            "email = \"operations@fund.example\"",
            "mail = \"operations\"",
        )
        .replace("country = \"XB\"", "country = \"XA\"")
        .replace("administration@bellmark", "administration@avaria");
    let faults = lines(&Founding::read(&broken).unwrap_err());
    assert_eq!(
        faults,
        [
            "5 fund.prefix malformed",
            "14 system_administrator.email required",
            "16 system_administrator.mail not_found",
            "30 partner[2].country already_taken",
            "33 partner[2].administrator.email already_taken",
        ]
    );
    let alone = EXAMPLE.split("[[partner]]\ncode = \"BM\"").next().unwrap();
    let faults = lines(&Founding::read(alone).unwrap_err());
    assert_eq!(faults, ["1 partner too_small"]);
    let unclosed = format!("{EXAMPLE}\nnote = \"\nother\n");
    assert!(Founding::read(&unclosed).is_err());

    let fund = TestFund::empty();
    let founding = Founding::read(EXAMPLE).unwrap();
    let config = fund.app.config.clone();
    let found_by = |founding: &Founding| {
        fund.app
            .write_now(Actor::Operator, |tx| found(tx, &config, founding))
    };
    let ahead = Founding::read(&EXAMPLE.replace("2026-01-01", "2027-02-01")).unwrap();
    assert_eq!(found_by(&ahead).unwrap_err().code(), "invalid_input");
    let found = || found_by(&founding);
    let founded = found().unwrap();
    let (_, of_all) = fund.get("", "/fund").await;
    assert_eq!(of_all["founded_on"], "2026-01-01");
    assert_eq!(founded.partners.len(), 2);
    assert_eq!(found().unwrap_err().code(), "fund_is_not_founded");
    let letters = fund.app.read_now(Actor::Operator, |view| {
        jointfund::notifications::queries::mailbox(view, None)
    });
    let letters = letters.unwrap().items;
    assert_eq!(letters.len(), 4, "an invitation each, and no more");
    assert!(letters.iter().all(|one| one.text.contains("token=")));
    fund.holds();
}

/// Fault 49: invited puppets got the administration of both partners, these appointed approvers and
/// a payment officer, and nobody else confirmed.
#[actix_web::test]
async fn fault_49_an_office_takes_force_when_another_partner_confirms_it() {
    let fund = TestFund::new().await;
    let partners = people::partners(&fund);
    let of_a_partner = |role: &str| json!({ "role": role, "partner": partners[0] });
    let ben = format!("{}/roles", person(&fund, "ben").await);
    for role in ["partner_administrator", "approver", "payment_officer"] {
        let (status, answer) = fund.post("root", &ben, of_a_partner(role)).await;
        assert_eq!(status, 403, "{role} {answer}");
    }
    let offices = [
        "partner_administrator",
        "board_member",
        "programme_officer",
        "eligibility_officer",
        "approver",
        "payment_officer",
        "finance_officer",
        "compliance_officer",
    ];
    for role in offices {
        let grant = proposed(&fund, "admin0", "ben", of_a_partner(role)).await;
        assert!(!holds(&fund, "ben", role).await, "{role}");
        let confirm = format!("{grant}/confirm");
        let (rule, own) = ("confirmed_by_another_partner", "admin0");
        fund.refused(own, &confirm, json!({}), 403, rule).await;
        fund.done("admin1", &confirm, json!({})).await;
        assert!(holds(&fund, "ben", role).await, "{role}");
        fund.done("admin0", &format!("{grant}/revoke"), json!({}))
            .await;
    }
    for role in ["secretariat", "system_administrator"] {
        let grant = proposed(&fund, "root", "ben", json!({ "role": role })).await;
        assert!(!holds(&fund, "ben", role).await, "{role}");
        fund.done("admin0", &format!("{grant}/confirm"), json!({}))
            .await;
        assert!(holds(&fund, "ben", role).await, "{role}");
        fund.done("admin1", &format!("{grant}/revoke"), json!({}))
            .await;
    }
    fund.holds();
}

/// Fault 49: a puppet of one's own confirms nothing, and a successor whom one merely confirmed does.
#[actix_web::test]
async fn fault_49_whoever_confirms_owes_the_proposer_nothing() {
    let fund = TestFund::new().await;
    let partners = people::partners(&fund);
    let administrator =
        |n: usize| json!({ "role": "partner_administrator", "partner": partners[n] });
    // Ben succeeds to Bellmark's administrator, whom Avaria's confirms.
    let ben = proposed(&fund, "admin1", "ben", administrator(1)).await;
    fund.done("admin0", &format!("{ben}/confirm"), json!({}))
        .await;
    fund.done(
        "ben",
        &{
            let own = fund.get("admin1", "/me").await.1;
            let (person, grant) = (own["id"].as_str().unwrap(), &own["roles"][0]["id"]);
            format!("/people/{person}/roles/{}/revoke", grant.as_str().unwrap())
        },
        json!({}),
    )
    .await;
    // A joint role that Avaria's administrator proposes makes its holder beholden to them.
    let role = json!({ "role": "board_member", "partner": partners[0] });
    let first = proposed(&fund, "admin0", "ada", role.clone()).await;
    fund.done("ben", &format!("{first}/confirm"), json!({}))
        .await;
    let secretariat = json!({ "role": "secretariat" });
    let own = proposed(&fund, "admin0", "ben", secretariat).await;
    let waits = proposed(&fund, "admin0", "secretary", role).await;
    let confirm = format!("{waits}/confirm");
    let rule = "confirmer_is_independent";
    fund.refused("ben", &confirm, json!({}), 403, rule).await;
    let work = fund.get("ben", "/me/work").await.1.to_string();
    assert!(!work.contains("confirm_role"), "{work}");
    // The road on: it is withdrawn, or refused with a reason that the proposer reads.
    fund.refused(
        "ben",
        &format!("{waits}/refuse"),
        json!({}),
        422,
        "invalid_input",
    )
    .await;
    let reason = json!({ "reason": "Our secretary belongs on no board." });
    fund.done("ben", &format!("{waits}/refuse"), reason).await;
    fund.done("admin0", &format!("{own}/revoke"), json!({}))
        .await;
    let letters = fund.app.read_now(Actor::Operator, |view| {
        jointfund::notifications::queries::mailbox(view, None)
    });
    let letters = letters.unwrap().items;
    let told = letters
        .iter()
        .find(|one| one.text.contains("belongs on no board"));
    assert_eq!(told.unwrap().item.recipient, people::email("admin0"));
}

/// Fault 49: one partner's administrator took the secretariat and the only system administrator out
/// of office, and the fund stood still.
#[actix_web::test]
async fn fault_49_a_joint_office_keeps_somebody_in_it() {
    let fund = TestFund::new().await;
    for (who, role) in [
        ("secretary", "secretariat"),
        ("root", "system_administrator"),
    ] {
        let me = fund.get(who, "/me").await.1;
        let (page, grant) = (person(&fund, who).await, me["roles"][0]["id"].as_str());
        let revoke = format!("{page}/roles/{}/revoke", grant.unwrap());
        let rule = "another_holds_the_office";
        fund.refused("admin0", &revoke, json!({}), 409, rule).await;
        // The road on: another is appointed first.
        let next = proposed(&fund, "admin0", "ben", json!({ "role": role })).await;
        fund.done("admin1", &format!("{next}/confirm"), json!({}))
            .await;
        fund.done("admin0", &revoke, json!({})).await;
        assert!(!holds(&fund, who, role).await);
        let last = format!("{next}/revoke");
        fund.refused("admin0", &last, json!({}), 409, rule).await;
        let back = proposed(&fund, "admin0", who, json!({ "role": role })).await;
        fund.done("admin1", &format!("{back}/confirm"), json!({}))
            .await;
        fund.done("admin0", &last, json!({})).await;
    }
}

/// A proposal for somebody who was shut out stood on the desks of those who could not confirm it.
#[actix_web::test]
async fn a_proposal_for_a_suspended_person_waits_for_nobody() {
    let fund = TestFund::new().await;
    let role = json!({ "role": "board_member", "partner": people::partners(&fund)[0] });
    proposed(&fund, "admin0", "ben", role).await;
    let page = person(&fund, "ben").await;
    let waits = async || {
        let work = fund.get("admin1", "/me/work").await.1;
        work.to_string().contains("confirm_role")
    };
    assert!(waits().await);
    fund.done("root", &format!("{page}/suspend"), json!({}))
        .await;
    assert!(!waits().await);
    fund.done("root", &format!("{page}/restore"), json!({}))
        .await;
    assert!(waits().await);
}

/// What was announced took force a year later, when one of two administrators left.
#[actix_web::test]
async fn fault_49_an_announcement_that_cannot_take_force_lapses() {
    let fund = TestFund::new().await;
    announced(&fund, "ben").unwrap();
    assert_eq!(announced(&fund, "ada"), Err("at_most_one_administrator"));
    let partners = people::partners(&fund);
    let role = json!({ "role": "partner_administrator", "partner": partners[0] });
    let second = proposed(&fund, "admin0", "ada", role).await;
    fund.done("admin1", &format!("{second}/confirm"), json!({}))
        .await;
    fund.clock.advance_seconds(succession::OBJECTION_TIME);
    worker::follow_the_clock(&fund.app).unwrap();
    assert_eq!(told(&fund, "ben does not take office").len(), 4);
    let me = fund.get("ben", "/me").await.1;
    assert_eq!(me["roles"], json!([]), "{me}");
    fund.done("admin0", &format!("{second}/revoke"), json!({}))
        .await;
    worker::follow_the_clock(&fund.app).unwrap();
    assert!(!holds(&fund, "ben", "partner_administrator").await);
    assert!(holds(&fund, "admin0", "partner_administrator").await);
    fund.holds();
}

/// Announces an administrator of the first partner.
fn announced(fund: &TestFund, who: &str) -> Result<(), &'static str> {
    let partner = people::partners(fund)[0];
    let input = Invite {
        name: who.into(),
        email: people::email(who).into(),
    };
    let config = fund.app.config.clone();
    let done = fund.app.write_now(Actor::Operator, |tx| {
        succession::announce(tx, &config, (partner, "Partner AV"), &input)
    });
    done.map(drop).map_err(|error| error.code())
}

fn told(fund: &TestFund, subject: &str) -> Vec<String> {
    let letters = fund.app.read_now(Actor::Operator, |view| {
        jointfund::notifications::queries::mailbox(view, None)
    });
    let letters = letters.unwrap().items.into_iter();
    let letters = letters.filter(|one| one.item.subject.contains(subject));
    let mut told: Vec<String> = letters.map(|one| one.item.recipient).collect();
    told.sort();
    told
}

/// Fault 49: a partner whose last administrator is gone gets another, in the open and with time to
/// object.
#[actix_web::test]
async fn fault_49_the_operator_replaces_a_last_administrator_unless_one_objects() {
    let fund = TestFund::new().await;
    let all = ["admin0", "admin1", "root"].map(people::email);
    announced(&fund, "ben").unwrap();
    assert_eq!(told(&fund, "ben is to administer Partner AV"), all);
    assert_eq!(announced(&fund, "ada"), Err("at_most_one_administrator"));
    let me = fund.get("ben", "/me").await.1;
    assert_eq!(me["roles"][0]["state"], "announced");
    let page = person(&fund, "ben").await;
    let grant = me["roles"][0]["id"].as_str().unwrap();
    let object = format!("{page}/roles/{grant}/object");
    let reason = json!({ "reason": "Our administrator is on leave, not gone." });
    for who in ["secretary", "approver0"] {
        let (status, _) = fund.post(who, &object, reason.clone()).await;
        assert!(matches!(status, 403 | 404), "{who} {status}");
    }
    let browser = Browser::signed_in(&fund, "admin0").await;
    let (_, shown) = browser.page(&page).await;
    assert!(shown.contains(&object), "{shown}");
    fund.done("admin0", &object, reason).await;
    assert_eq!(told(&fund, "ben does not take office"), all);
    fund.clock.advance_seconds(2 * succession::OBJECTION_TIME);
    worker::follow_the_clock(&fund.app).unwrap();
    assert!(!holds(&fund, "ben", "partner_administrator").await);

    announced(&fund, "ben").unwrap();
    fund.clock.advance_seconds(succession::OBJECTION_TIME - 1);
    worker::follow_the_clock(&fund.app).unwrap();
    assert!(!holds(&fund, "ben", "partner_administrator").await);
    fund.clock.advance_seconds(1);
    worker::follow_the_clock(&fund.app).unwrap();
    assert!(holds(&fund, "ben", "partner_administrator").await);
    assert!(!holds(&fund, "admin0", "partner_administrator").await);
    assert_eq!(told(&fund, "ben has taken office").len(), 3);
    fund.holds();
}

/// A proposal outlived the office it was made in: a partner that had taken the office back, or the
/// operator that had shut its holder out, saw it confirmed all the same.
#[actix_web::test]
async fn a_proposal_falls_with_the_office_it_was_made_in() {
    let fund = TestFund::new().await;
    let partners = people::partners(&fund);
    let of_a_partner = |role: &str| json!({ "role": role, "partner": partners[0] });
    let ben = proposed(
        &fund,
        "admin0",
        "ben",
        of_a_partner("partner_administrator"),
    )
    .await;
    fund.done("admin1", &format!("{ben}/confirm"), json!({}))
        .await;
    let waits = proposed(&fund, "ben", "ada", of_a_partner("board_member")).await;
    let (confirm, rule) = (format!("{waits}/confirm"), "proposer_is_in_office");
    let asked = async || {
        let work = fund.get("admin1", "/me/work").await.1.to_string();
        work.contains("confirm_role")
    };
    assert!(asked().await);
    // Shut out, and let in again.
    let account = person(&fund, "ben").await;
    fund.done("root", &format!("{account}/suspend"), json!({}))
        .await;
    fund.refused("admin1", &confirm, json!({}), 409, rule).await;
    assert!(!asked().await);
    fund.done("root", &format!("{account}/restore"), json!({}))
        .await;
    assert!(asked().await);
    // Out of office.
    fund.done("admin0", &format!("{ben}/revoke"), json!({}))
        .await;
    fund.refused("admin1", &confirm, json!({}), 409, rule).await;
    assert!(!asked().await);
    // Somebody who is in office takes it back, and proposes it anew.
    fund.done("admin0", &format!("{waits}/revoke"), json!({}))
        .await;
    let anew = proposed(&fund, "admin0", "ada", of_a_partner("board_member")).await;
    fund.done("admin1", &format!("{anew}/confirm"), json!({}))
        .await;
    assert!(holds(&fund, "ada", "board_member").await);
}
