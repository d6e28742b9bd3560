//! Many at once: exactly one wins.

use crate::stories::journey::{self, Journey};
use crate::support::{PASSWORD, TestFund, people};
use jointfund::applications::{eligibility, submission};
use jointfund::awards;
use jointfund::case::Saw;
use jointfund::db::tx::{Actor, Tx};
use jointfund::disbursements::{actions, model::Payout};
use jointfund::error::Result;
use jointfund::identity::input::Register;
use jointfund::identity::registration;
use jointfund::kernel::entry::Entry;
use jointfund::kernel::id::{ApplicationId, PayoutId};
use jointfund::rules::Action;
use std::sync::Barrier;

/// Runs the same work in eight threads and gives how many succeeded.
fn at_once(
    journey: &Journey,
    actors: &[Actor],
    work: impl Fn(&mut Tx<'_>) -> Result<()> + Send + Sync,
) -> usize {
    let app = &journey.fund.app;
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|index| {
                let actor = actors[index % actors.len()];
                let work = &work;
                scope.spawn(move || app.write_now(actor, |tx| work(tx)).is_ok())
            })
            .collect();
        runs.into_iter()
            .filter(|_| true)
            .map(|run| run.join().unwrap())
            .filter(|won| *won)
            .count()
    })
}

#[actix_web::test]
async fn of_many_who_submit_award_approve_and_release_one_wins() {
    let (journey, [call, draft]) = journey::drafted();
    let application = ApplicationId::from_uuid(draft.parse().unwrap());
    let ada = people::actor(&journey.fund, "ada");
    let submit = submission::Submit {
        version: Entry::from("2"),
        declaration: Entry::from("true"),
    };
    let won = at_once(&journey, &[ada], |tx| {
        submission::submit(tx, application, &submit).map(drop)
    });
    assert_eq!(won, 1, "submissions");
    journey.in_evaluation(&call, &draft).await;
    journey.decided(&call, &draft).await;

    let award_path = {
        let secretary = people::actor(&journey.fund, "secretary");
        let won = at_once(&journey, &[secretary], |tx| {
            awards::offer::offer(tx, application, &Saw::default()).map(drop)
        });
        assert_eq!(won, 1, "awards on one pot");
        let (_, list) = journey.fund.get("secretary", "/awards").await;
        format!("/awards/{}", list["items"][0]["id"].as_str().unwrap())
    };
    let fund = &journey.fund;
    for index in 0..2 {
        fund.done(
            &format!("approver{index}"),
            &format!("{award_path}/sign"),
            serde_json::json!({}),
        )
        .await;
    }
    fund.done(
        "ada",
        &format!("{award_path}/sign-as-lead"),
        serde_json::json!({}),
    )
    .await;
    let award = journey.read("ada", &award_path).await;
    let share = &award["shares"][0];
    let account = serde_json::json!({
        "participant": share["participant"], "holder": "Payee", "iban": "GB82WEST12345698765432",
        "bank_name": "Bank", "country": "XA",
    });
    let id = fund
        .done("ada", &format!("{award_path}/bank-accounts"), account)
        .await;
    let verify = format!("{award_path}/bank-accounts/{}/verify", id.as_str().unwrap());
    fund.done("programme_officer0", &verify, serde_json::json!({}))
        .await;
    let award_id = award["id"].as_str().unwrap();
    let payout = journey.request(award_id, share, "advance", "").await;
    fund.done(
        "programme_officer0",
        &format!("/payouts/{payout}/verify"),
        serde_json::json!({}),
    )
    .await;

    let id = PayoutId::from_uuid(payout.parse().unwrap());
    let approvers = [
        people::actor(fund, "approver0"),
        people::actor(fund, "approver1"),
    ];
    let won = at_once(&journey, &approvers, |tx| {
        let saw = Saw::reading::<Payout>(tx, id, Action::ApprovePayout)?;
        actions::approve(tx, id, &saw)
    });
    assert_eq!(won, 2, "one seat each");
    let officer = people::actor(fund, "payment_officer0");
    let won = at_once(&journey, &[officer], |tx| {
        let saw = Saw::reading::<Payout>(tx, id, Action::ReleasePayout)?;
        actions::release(tx, id, &saw)
    });
    assert_eq!(won, 1, "releases");
    fund.holds();
}

/// Four applications are released at the same moment, each in a unit of its own: whoever comes last
/// leaves the next task, whatever the others saw of each other.
#[actix_web::test]
async fn what_follows_from_many_at_once_waits_on_the_desk() {
    let (journey, call) = journey::opened();
    let fund = &journey.fund;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(journey.submitted(&call).await);
    }
    fund.advance_days(40);
    for id in &all {
        for who in ["eligibility_officer0", "eligibility_officer1"] {
            let finding = serde_json::json!({ "verdict": "eligible", "reason": "In order." });
            fund.done(who, &format!("/applications/{id}/check"), finding)
                .await;
        }
    }
    let mut released = Vec::new();
    for id in &all {
        let seen = journey
            .read("secretary", &format!("/applications/{id}"))
            .await;
        let saw = Saw {
            version: seen["version"].to_string().into(),
            digest: seen["digest"].as_str().unwrap().into(),
            ..Saw::default()
        };
        released.push((ApplicationId::from_uuid(id.parse().unwrap()), saw));
    }
    let secretary = people::actor(fund, "secretary");
    let start = Barrier::new(released.len());
    std::thread::scope(|scope| {
        for (id, saw) in &released {
            let (start, app) = (&start, &fund.app);
            scope.spawn(move || {
                start.wait();
                let done = app.write_now(secretary, |tx| eligibility::release(tx, *id, saw));
                done.unwrap();
            });
        }
    });
    let work = journey.read("secretary", "/me/work").await;
    let waiting = work["waiting"].as_array().unwrap();
    assert!(
        waiting.iter().any(|one| one["task"] == "begin_evaluation"),
        "{work}"
    );
}

/// Several registered with one address at the same moment, and those who came last were told of a
/// fault of ours.
#[actix_web::test]
async fn of_many_who_register_with_one_address_nobody_fails() {
    let fund = TestFund::new().await;
    let input = Register {
        name: Entry::from("Carla"),
        email: Entry::from(people::email("carla")),
        password: Entry::from(PASSWORD),
    };
    let start = Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (start, app, input) = (&start, &fund.app, &input);
            scope.spawn(move || {
                start.wait();
                registration::register(app, Actor::Visitor, input).unwrap();
            });
        }
    });
    fund.holds();
}
