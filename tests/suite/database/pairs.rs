//! Every two deeds that are offered on one matter at one moment, to whomever, are done at once: each
//! is done or refused, and what remains is what one after the other leaves.

use crate::stories::journey;
use crate::support::crawl::ids;
use crate::support::database::Copied;
use crate::support::{TestFund, application, faults, people};
use diesel::sql_types::{Nullable, Text};
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::app::App;
use jointfund::cli::story::player;
use jointfund::db::tx::Actor;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::error::{Error, Result};
use jointfund::files::upload::Upload;
use jointfund::kernel::caller::Caller;
use jointfund::kernel::time::{Clock, Instant};
use jointfund::web::deed::{Deed, Done, Sent, Work};
use jointfund::web::ids::Ids;
use jointfund::web::table::Table;
use jointfund::web::url;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Barrier;

/// Everyone who may be offered something.
const PEOPLE: [&str; 22] = [
    "root",
    "admin0",
    "admin1",
    "secretary",
    "programme_officer0",
    "programme_officer1",
    "eligibility_officer0",
    "eligibility_officer1",
    "finance_officer0",
    "finance_officer1",
    "board_member0",
    "board_member1",
    "approver0",
    "approver1",
    "payment_officer0",
    "payment_officer1",
    "compliance_officer0",
    "reviewer0",
    "reviewer1",
    "reviewer2",
    "ada",
    "ben",
];

/// What is written where a form wants something.
const WRITTEN: &[(&str, &str)] = &[
    ("reason", "Because."),
    ("declaration", "true"),
    ("verdict", "eligible"),
    ("vote", "approve"),
    ("question", "Why so much?"),
    ("report", "Done."),
    ("title", "A title"),
    ("holder", "The payee"),
    ("iban", "GB82 WEST 1234 5698 7654 32"),
    ("bank_name", "A bank"),
    ("country", "XA"),
    ("kind", "advance"),
    ("amount", "1000.00"),
    ("bank_reference", "R-1"),
    ("booked_on", "2027-02-20"),
    ("reason_code", "AC04"),
    ("note", "Other than ordered."),
    ("message", "RJCT AC04"),
];

/// Where the second name of an address is found: what stands in it, the column, and the table.
const CHILDREN: [(&str, &str, &str); 9] = [
    ("{claim}", "id", "bank_claims"),
    ("{assignment}", "id", "assignments"),
    ("{file}", "id", "attachments"),
    ("members/{account}", "account_id", "memberships"),
    ("{account}", "id", "bank_accounts"),
    ("{milestone}", "id", "milestones"),
    ("{receipt}", "id", "receipts"),
    ("{grant}", "id", "role_grants WHERE state = 'proposed'"),
    ("{recusal}", "id", "recusals"),
];

/// A deed that somebody is offered, with what they send.
struct Offered {
    who: &'static str,
    actor: Actor,
    address: String,
    typed: Value,
}

impl Offered {
    fn deed(&self) -> (&'static Deed, Ids) {
        Table::shared().deed_at(&self.address).unwrap()
    }

    fn run(&self, app: &App) -> Result<Done> {
        let (deed, ids) = self.deed();
        if matches!(deed.work, Work::File(_)) {
            let file = Upload::of(&app.config.storage, "plan.pdf", b"%PDF-1.4\n%%EOF\n")?;
            return deed.run_with_file(app, self.actor, &ids, file);
        }
        let sent = Sent {
            typed: self.typed.clone(),
            press: None,
            caller: Caller::default(),
        };
        deed.run(app, self.actor, &ids, sent)
    }

    fn name(&self) -> String {
        format!("{} {}", self.who, self.deed().0.name())
    }
}

/// A moment of a fund that can be begun again and again.
struct Moment {
    database: Copied,
    now: Instant,
    offered: Vec<Offered>,
}

/// The addresses of the deeds on a matter: `/payouts/{id}` and what lies below, on this payout.
fn addresses(fund: &TestFund, below: &str, id: &str) -> Vec<String> {
    let deeds = Table::shared().deeds.iter();
    let own = deeds.filter(|deed| deed.path.starts_with(below));
    let first = url::places_of(below).next().unwrap();
    let addresses = own.flat_map(|deed| {
        let path = deed.path.replacen(&format!("{{{first}}}"), id, 1);
        let child = CHILDREN.iter().find(|(place, ..)| path.contains(place));
        match child {
            None => vec![path],
            Some((place, column, table)) => {
                let place = &place[place.find('{').unwrap()..];
                let children = ids(fund, column, table);
                children
                    .iter()
                    .map(|child| path.replace(place, child))
                    .collect()
            }
        }
    });
    addresses.filter(|address| !address.contains('{')).collect()
}

/// What everyone is offered on a matter now, filled in so that it can be done.
fn offered(fund: &TestFund, below: &str, id: &str) -> Vec<Offered> {
    let addresses = addresses(fund, below, id);
    let mut offered = Vec::new();
    for who in PEOPLE {
        let actor = people::actor(fund, who);
        for address in &addresses {
            if let Ok(standing) = player::standing(&fund.app, actor, address) {
                let typed = standing.tree();
                let address = address.clone();
                offered.push(Offered {
                    who,
                    actor,
                    address,
                    typed,
                });
            }
        }
    }
    offered
}

/// A copy of a fund, as it was at that moment.
fn again(database: &Copied, files: &Path, now: Instant) -> (App, impl Drop) {
    let database = database.again();
    let (app, _) = application(&database, files, now, |config| {
        (config.database.pool_size, config.database.write_pool_size) = (2, 2);
    });
    (app, database)
}

/// Writes into a form what it says is missing, until it can be done.
fn ready(
    moment: (&Copied, Instant),
    mut offer: Offered,
    words: &BTreeMap<&str, String>,
) -> Option<Offered> {
    let files = tempfile::tempdir().unwrap();
    let (app, _database) = again(moment.0, files.path(), moment.1);
    for _ in 0..4 {
        match offer.run(&app) {
            Ok(_) => return Some(offer),
            Err(Error::Invalid(faults)) => {
                for path in json!(faults).as_object()?.keys() {
                    let text = words.get(path.as_str())?;
                    offer.typed[path] = json!(text);
                }
            }
            Err(_) => return None,
        }
    }
    None
}

/// What is offered on these matters now, each with the address of its kind; a deed that many are
/// offered, by two of them.
fn moment(fund: TestFund, matters: &[(&str, &str)], more: &[(&'static str, String)]) -> Moment {
    let each = matters.iter();
    let each = each.flat_map(|(below, id)| offered(&fund, below, id));
    let all: Vec<Offered> = each.collect();
    let mut words: BTreeMap<&str, String> = WRITTEN
        .iter()
        .map(|(name, text)| (*name, (*text).to_owned()))
        .collect();
    words.extend(more.iter().cloned());
    let now = fund.clock.now();
    let database = Copied::of(fund.into_database());
    let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut offered = Vec::new();
    for offer in all {
        let name = offer.deed().0.name();
        let by = by.entry(name).or_default();
        if by.len() == 2 || by.contains(&offer.who) {
            continue;
        }
        if let Some(offer) = ready((&database, now), offer, &words) {
            by.push(offer.who);
            offered.push(offer);
        }
    }
    Moment {
        database,
        now,
        offered,
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    matter: String,
    #[diesel(sql_type = Nullable<Text>)]
    before: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    after: Option<String>,
}

/// The states in which the trail leaves what it tells of; and the first step in it that does not
/// begin where the one before it ended: something was done to what was no longer as it was.
fn states(app: &App) -> (Vec<String>, Option<String>) {
    let query = "SELECT matter_kind || ' ' || CAST(matter_id AS text) AS matter, \
                 CAST(before AS text) AS before, CAST(after AS text) AS after \
                 FROM audit_records WHERE outcome = 'done' ORDER BY sequence";
    let url: DatabaseUrl = app.config.database.url.parse().unwrap();
    let steps: Vec<Step> = match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(query).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).load(inner).unwrap(),
    };
    let state = |text: Option<String>| {
        let value: Value = serde_json::from_str(&text?).ok()?;
        Some(value.get("state")?.as_str()?.to_owned())
    };
    let mut stands: BTreeMap<String, String> = BTreeMap::new();
    let mut out_of_step = None;
    for step in steps {
        let (before, after) = (state(step.before), state(step.after));
        if let (Some(stood), Some(before)) = (stands.get(&step.matter), &before)
            && stood != before
        {
            let what = format!("{}: {stood}, and then from {before}", step.matter);
            out_of_step.get_or_insert(what);
        }
        if let Some(after) = after {
            stands.insert(step.matter, after);
        }
    }
    let kinds = stands.iter().filter_map(|(matter, state)| {
        let kind = matter.split(' ').next()?;
        Some(format!("{kind} {state}"))
    });
    let mut kinds: Vec<String> = kinds.collect();
    kinds.sort();
    (kinds, out_of_step)
}

/// Lets every two of them race; gives the deeds that took part.
fn raced(moment: &Moment) -> BTreeSet<String> {
    let mut deeds = BTreeSet::new();
    for (index, one) in moment.offered.iter().enumerate() {
        for other in &moment.offered[index..] {
            race(moment, one, other);
        }
        deeds.insert(one.deed().0.name().to_owned());
    }
    deeds
}

/// Which of two were done, and how many matters of each kind are in which state afterwards.
type Left = (bool, bool, Vec<String>);

fn race(moment: &Moment, one: &Offered, other: &Offered) {
    let both = format!("{} against {}", one.name(), other.name());
    let at_once = left(moment, |app| {
        let start = Barrier::new(2);
        std::thread::scope(|scope| {
            let [one, other] = [one, other].map(|offer| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    offer.run(app)
                })
            });
            (one.join().unwrap(), other.join().unwrap())
        })
    });
    let in_turn = left(moment, |app| {
        let one = one.run(app);
        (one, other.run(app))
    });
    if at_once == in_turn {
        return;
    }
    let in_other_turn = left(moment, |app| {
        let other = other.run(app);
        (one.run(app), other)
    });
    assert_eq!(
        at_once, in_other_turn,
        "{both}: in the one turn {in_turn:?}"
    );
}

/// What two deeds leave, whatever else must be true then.
fn left(moment: &Moment, both: impl FnOnce(&App) -> (Result<Done>, Result<Done>)) -> Left {
    let files = tempfile::tempdir().unwrap();
    let (app, _database) = again(&moment.database, files.path(), moment.now);
    let (one, other) = both(&app);
    for outcome in [&one, &other] {
        if let Err(error) = outcome {
            let is_refusal = matches!(
                error,
                Error::Invalid(_) | Error::Conflict(_) | Error::Forbidden(_) | Error::NotFound(_)
            );
            assert!(is_refusal, "{error:?}");
        }
    }
    let (states, out_of_step) = states(&app);
    assert_eq!(out_of_step, None, "{one:?} {other:?}");
    // The files stayed with the fund that was copied.
    let mut faults = faults(&app);
    faults.retain(|fault| !fault.starts_with("file "));
    assert_eq!(faults, Vec::<String>::new(), "{one:?} {other:?}");
    (one.is_ok(), other.is_ok(), states)
}

/// Fault 34: a file that was attached or removed while its application was submitted changed what
/// had been submitted.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_draft_leaves_one_of_two_orders() {
    let (journey, [_, draft]) = journey::drafted();
    let file = Upload::of(
        &journey.fund.app.config.storage,
        "a.pdf",
        b"%PDF-1.4\n%%EOF\n",
    )
    .unwrap();
    let ada = people::actor(&journey.fund, "ada");
    let (deed, ids) = Table::shared()
        .deed_at(&format!("/applications/{draft}/files"))
        .unwrap();
    deed.run_with_file(&journey.fund.app, ada, &ids, file)
        .unwrap();
    let moment = moment(journey.fund, &[("/applications/{id}", &draft)], &[]);
    let expected = [
        "attach_file",
        "remove_file",
        "save_application",
        "submit_application",
        "withdraw_application",
    ];
    assert_eq!(raced(&moment), names(&expected));
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A call with the boards.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_call_with_the_boards_leaves_one_of_two_orders() {
    let fund = TestFund::after("paid_in");
    fund.tell(
        "call_drafted",
        json!({ "pots": ["150000", "100000", "50000"] }),
    );
    fund.tell("call_sent", json!({}));
    let call = fund.made("call");
    let moment = moment(fund, &[("/calls/{id}", &call)], &[]);
    let expected = ["approve_call", "cancel_call", "return_call"];
    assert_eq!(raced(&moment), names(&expected));
}

/// What was handed in, its findings, and its reviewers.
#[actix_web::test]
async fn every_pair_of_deeds_on_an_application_leaves_one_of_two_orders() {
    let (journey, [_, application]) = journey::submitted();
    journey.fund.advance_days(40);
    let judged = moment(journey.fund, &[("/applications/{id}", &application)], &[]);
    let expected = ["check_eligibility", "recuse", "withdraw_application"];
    assert_eq!(raced(&judged), names(&expected));

    let (journey, [call, application]) = journey::evaluated();
    let review = journey.assign(&application, "reviewer0").await;
    let other = ids(
        &journey.fund,
        "account_id",
        "role_grants WHERE role = 'reviewer'",
    );
    let matters = [
        ("/applications/{id}", &*application),
        ("/reviews/{id}", &*review),
        ("/calls/{id}", &*call),
    ];
    let words = [("reviewer", other[1].clone())];
    let reviewed = moment(journey.fund, &matters, &words);
    let expected = [
        "assign_reviewer",
        "declare_conflict",
        "declare_no_conflict",
        "decline_assignment",
        "find_conflict",
        "recuse",
        "remove_assignment",
        "withdraw_application",
    ];
    assert_eq!(raced(&reviewed), names(&expected));
}

/// The ranked list.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_list_leaves_one_of_two_orders() {
    let (journey, [call, application]) = journey::evaluated();
    let words = json!({ "call": call, "application": application });
    journey.fund.tell("assessed", words);
    let matters = [
        ("/calls/{id}", &*call),
        ("/applications/{id}", &*application),
    ];
    let listed = moment(journey.fund, &matters, &[]);
    let expected = [
        "find_conflict",
        "recuse",
        "vote_decision",
        "withdraw_application",
    ];
    assert_eq!(raced(&listed), names(&expected));
}

/// An award on its way.
#[actix_web::test]
async fn every_pair_of_deeds_on_an_offer_leaves_one_of_two_orders() {
    let (journey, [_, application]) = journey::decided();
    journey
        .fund
        .tell("offered", json!({ "application": application }));
    let award = journey.fund.made("award");
    let offered = moment(journey.fund, &[("/awards/{id}", &award)], &[]);
    let expected = ["lapse_award", "sign_as_lead", "sign_for_partner"];
    assert_eq!(raced(&offered), names(&expected));
}

/// An award in force with a payout to which this was told; and what is offered on both.
async fn paid(told: &[&str]) -> BTreeSet<String> {
    let (journey, [_, _, award]) = journey::awarded();
    let fund = &journey.fund;
    let seen = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &seen["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    for scene in told {
        fund.tell(
            scene,
            json!({ "payout": payout, "officer": "payment_officer0", "message": "RJCT" }),
        );
    }
    let participant = share["participant"].as_str().unwrap().to_owned();
    let page = journey
        .read("payment_officer0", &format!("/payouts/{payout}"))
        .await;
    let amount = page["amount"]["amount"].as_str().unwrap_or("").to_owned();
    let matters = [("/awards/{id}", &*award), ("/payouts/{id}", &*payout)];
    let words = [("participant", participant), ("amount", amount)];
    raced(&moment(journey.fund, &matters, &words))
}

#[actix_web::test]
async fn every_pair_of_deeds_on_a_payout_that_is_checked_leaves_one_of_two_orders() {
    let expected = [
        "approve_payout",
        "change_payout",
        "record_bank_account",
        "refuse_payout",
        "report_milestone",
        "request_payout",
    ];
    assert_eq!(paid(&["verified"]).await, names(&expected));
}

#[actix_web::test]
async fn every_pair_of_deeds_on_a_payout_that_is_approved_leaves_one_of_two_orders() {
    let expected = [
        "change_payout",
        "record_bank_account",
        "refuse_payout",
        "release_payout",
        "report_milestone",
        "request_payout",
    ];
    assert_eq!(paid(&["approved"]).await, names(&expected));
}

#[actix_web::test]
async fn every_pair_of_deeds_on_a_payout_with_the_bank_leaves_one_of_two_orders() {
    let expected = [
        "confirm_payout",
        "keep_bank_file",
        "propose_bank_rejection",
        "record_bank_account",
        "report_milestone",
        "request_payout",
    ];
    assert_eq!(paid(&["approved", "ordered"]).await, names(&expected));
}

#[actix_web::test]
async fn every_pair_of_deeds_on_a_claim_of_the_banks_answer_leaves_one_of_two_orders() {
    let expected = [
        "confirm_bank_claim",
        "dismiss_bank_claim",
        "record_bank_account",
        "report_milestone",
        "request_payout",
        "withdraw_bank_claim",
    ];
    let told = ["approved", "ordered", "claimed"];
    assert_eq!(paid(&told).await, names(&expected));
}

/// What the finance officers of two partners bring into the books, and out again.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_pledge_leaves_one_of_two_orders() {
    let fund = TestFund::with_money(["600000", "600000"], ["300000", "300000"]);
    let partner = people::partners(&fund)[0];
    let of_it = format!("/partners/{partner}/contributions");
    let pledged = json!({ "amount": "100", "pledged_on": "2027-01-04", "reference": "Once more" });
    let proposed = fund.done("finance_officer0", &of_it, pledged).await;
    let (_, pledges) = fund.get("finance_officer0", "/contributions").await;
    let mut all = pledges.as_array().unwrap().iter();
    let paid_in = all
        .find(|one| one["partner"]["code"] == "AV" && one["id"] != proposed)
        .unwrap();
    let paid_in = paid_in["id"].as_str().unwrap();
    let received =
        json!({ "amount": "100", "received_on": "2027-01-04", "bank_reference": "IN-9" });
    let receipts = format!("/contributions/{paid_in}/receipts");
    fund.done("finance_officer0", &receipts, received).await;
    let matters = [
        ("/contributions/{contribution}", paid_in),
        ("/contributions/{contribution}", proposed.as_str().unwrap()),
    ];
    let words = [
        ("amount", "50".to_owned()),
        ("received_on", "2027-01-04".to_owned()),
    ];
    let booked = moment(fund, &matters, &words);
    let expected = [
        "confirm_booking",
        "propose_reversal",
        "receive_contribution",
        "refuse_booking",
        "withdraw_booking",
    ];
    assert_eq!(raced(&booked), names(&expected));
}

/// A person to whom an office is proposed.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_person_leaves_one_of_two_orders() {
    let fund = TestFund::new().await;
    let me = fund.get("ben", "/me").await.1["id"].clone();
    let ben = me.as_str().unwrap();
    let partner = people::partners(&fund)[0].to_string();
    let office = json!({ "role": "board_member", "partner": partner });
    let roles = format!("/people/{ben}/roles");
    fund.done("admin0", &roles, office).await;
    let words = [
        ("role", "programme_officer".to_owned()),
        ("partner", partner),
    ];
    let proposed = moment(fund, &[("/people/{id}", ben)], &words);
    let expected = [
        "confirm_role",
        "grant_role",
        "refuse_role",
        "revoke_role",
        "suspend_account",
    ];
    assert_eq!(raced(&proposed), names(&expected));
}

/// An organisation whose lead has invited somebody.
#[actix_web::test]
async fn every_pair_of_deeds_on_an_organisation_leaves_one_of_two_orders() {
    let fund = TestFund::new().await;
    let path = people::organisation_of(&fund, "ada").await;
    people::joins(&fund, "ada", "reviewer0").await;
    let invited = json!({ "email": people::email("ben"), "role": "member" });
    let invitations = format!("{path}/invitations");
    let joining = fund.done("ada", &invitations, invited).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let joining = joining.as_str().unwrap().to_owned();
    let matters = [
        ("/organisations/{id}", &*id),
        ("/joinings/{joining}", &joining),
    ];
    let words = [
        ("email", people::email("reviewer1")),
        ("role", "lead".to_owned()),
    ];
    let inviting = moment(fund, &matters, &words);
    let expected = [
        "accept_membership",
        "change_member",
        "decline_membership",
        "invite_member",
        "remove_member",
        "update_organisation",
    ];
    assert_eq!(raced(&inviting), names(&expected));
}

/// An award in force, with a milestone that is reported and an account that waits to be verified.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_reported_milestone_leaves_one_of_two_orders() {
    let (journey, [_, _, award]) = journey::awarded();
    let fund = &journey.fund;
    let page = format!("/awards/{award}");
    let seen = journey.read("ada", &page).await;
    let milestone = seen["milestones"][0]["id"].as_str().unwrap();
    let report = format!("{page}/milestones/{milestone}/report");
    fund.done("ada", &report, json!({ "report": "Done." }))
        .await;
    let account = json!({
        "participant": seen["shares"][0]["participant"], "holder": "The payee", "country": "XA",
        "iban": "AT61 1904 3002 3457 3201", "bank_name": "Another bank",
    });
    let accounts = format!("{page}/bank-accounts");
    fund.done("ada", &accounts, account).await;
    let participant = seen["shares"][1]["participant"]
        .as_str()
        .unwrap()
        .to_owned();
    let words = [("participant", participant)];
    let reported = moment(journey.fund, &[("/awards/{id}", &award)], &words);
    let expected = [
        "accept_milestone",
        "record_bank_account",
        "refuse_bank_account",
        "request_payout",
        "return_milestone",
        "verify_bank_account",
    ];
    assert_eq!(raced(&reported), names(&expected));
}

/// An application in which an officer's address is named as a contact.
#[actix_web::test]
async fn every_pair_of_deeds_on_a_hint_leaves_one_of_two_orders() {
    let (journey, [_, application]) = journey::drafted();
    let contacts = ["eligibility_officer0@people.example", "ben@people.example"];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    journey
        .tell("submitted", json!({ "application": application }))
        .await;
    let partner = people::partners(&journey.fund)[0].to_string();
    let words = [
        (
            "person",
            ids(&journey.fund, "account_id", "recusals")[0].clone(),
        ),
        ("email", people::email("ben")),
        ("role", "eligibility_officer".to_owned()),
        ("partner", partner),
    ];
    let hinted = moment(
        journey.fund,
        &[("/applications/{id}", &application)],
        &words,
    );
    let expected = [
        "confirm_hint",
        "dismiss_hint",
        "recuse",
        "withdraw_application",
    ];
    assert_eq!(raced(&hinted), names(&expected));
}
