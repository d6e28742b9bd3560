//! The drill: a backup is taken while the fund goes on, payments are exported after it, the fund is
//! restored in another place, and nothing is paid twice unnoticed.

use super::doors::many;
use super::journey::{self, Journey};
use crate::database::contents::are_named;
use crate::support::browser::Browser;
use crate::support::{TestFund, faults, people};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use jointfund::backup::{self, BackupError};
use jointfund::db::DatabaseUrl;
use jointfund::disbursements::bank_claim::evidence;
use jointfund::files::upload::Upload;
use jointfund::kernel::digest::sha256_hex;
use jointfund::kernel::id::PayoutId;
use jointfund::kernel::time::Clock;
use jointfund::worker;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Takes a backup of a fund, and tells where it is.
pub(super) fn backed_up(fund: &TestFund, folder: &Path) -> (PathBuf, backup::Taken) {
    let path = folder.join("fund.backup");
    let mut told = 0;
    let now = fund.app.clock.now();
    let taken = backup::take(&fund.app, now, &path, false, &mut |_| told += 1).unwrap();
    assert!(told > 10, "whoever waits is told how far it is: {told}");
    (path, taken)
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

/// A fund with three payouts: one with the bank, with a file of the bank; one released and in no
/// order; one that waits for approval. And the officers of their payers.
struct Paying {
    journey: Journey,
    ordered: (String, String),
    released: (String, String),
    verified: String,
}

async fn paying() -> Paying {
    let (journey, [.., award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let shares = &found["shares"];
    let ordered = journey.request(&award, &shares[0], "advance", "").await;
    let officer = journey.ordered(&ordered).await;
    let fund = &journey.fund;
    let message = Upload::of(&fund.app.config.storage, "answer.txt", b"Booked.").unwrap();
    let id = PayoutId::from_uuid(ordered.parse().unwrap());
    evidence::keep(&fund.app, people::actor(fund, &officer), id, message).unwrap();
    let released = journey.request(&award, &shares[1], "advance", "").await;
    journey
        .tell("approved", json!({ "payout": released }))
        .await;
    let page = journey.read("ada", &format!("/payouts/{released}")).await;
    let index = usize::from(page["payer_code"] == "BM");
    let second = format!("payment_officer{index}");
    let path = format!("/payouts/{released}/release");
    journey.fund.done(&second, &path, json!({})).await;
    let milestone = text(&found["milestones"][0]["id"]);
    let words = json!({ "award": award, "milestone": milestone });
    journey.tell("milestone_accepted", words).await;
    let verified = journey
        .request(&award, &shares[0], "milestone", &milestone)
        .await;
    journey
        .tell("verified", json!({ "payout": verified }))
        .await;
    Paying {
        journey,
        ordered: (ordered, officer),
        released: (released, second),
        verified,
    }
}

/// The partner whose code a payout names.
async fn payer(fund: &TestFund, payout: &str) -> (usize, Value) {
    let (_, found) = fund.get("ada", &format!("/payouts/{payout}")).await;
    let index = usize::from(found["payer_code"] == "BM");
    (index, json!(people::partners(fund)[index]))
}

fn confirmation(fund: &TestFund, missing: &str) -> Value {
    let today = fund.clock.now().date().plain_text();
    json!({ "statement": "2027/3", "seen_until": today, "missing": missing })
}

#[actix_web::test]
async fn a_fund_restored_from_a_backup_pays_nothing_twice_unnoticed() {
    let paying = paying().await;
    let old = &paying.journey.fund;
    let folder = tempfile::tempdir().unwrap();
    let token = old.token("finance_officer0").await;
    let letters = many(old, "letters WHERE state = 'waiting'");

    // The fund goes on while the backup is taken.
    let (taking, ended) = (old.app.clone(), AtomicBool::new(false));
    let (path, taken) = std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            let mut done = 0;
            while !ended.load(Ordering::SeqCst) || done == 0 {
                people::actor(old, "secretary");
                done += 1;
            }
            done
        });
        let path = folder.path().join("fund.backup");
        let now = taking.clock.now();
        let taken = backup::take(&taking, now, &path, false, &mut |_| {});
        ended.store(true, Ordering::SeqCst);
        let taken = taken.unwrap();
        assert!(busy.join().unwrap() > 0);
        (path, taken)
    });
    assert_eq!(taken.sha256, sha256_hex(fs::read(&path).unwrap()));
    assert_eq!(taken.damaged, Vec::<String>::new());
    closed_to_others(&path);

    // After it a payment goes to the bank; and the machine is lost.
    let (released, officer) = &paying.released;
    let (index, partner) = payer(old, released).await;
    old.done(officer, "/payment-orders", json!({ "partner": partner }))
        .await;
    let (_, lost) = old.get("ada", &format!("/payouts/{released}")).await;
    let line = text(&lost["lines"][0]["end_to_end_id"]);

    let (fund, found) = old.restored(&path, Some(&taken.sha256)).unwrap();
    assert_eq!(found, Vec::<String>::new());
    fund.holds();
    everybody_is_signed_out(&fund, &token).await;
    letters_are_held(&fund, letters);

    // No money leaves before both banks are looked at.
    let orders = json!({ "partner": partner });
    let locked = "payments_are_open";
    fund.refused(officer, "/payment-orders", orders.clone(), 409, locked)
        .await;
    let approve = format!("/payouts/{}/approve", paying.verified);
    fund.refused("approver0", &approve, json!({}), 409, locked)
        .await;
    let (ordered, first) = &paying.ordered;
    let (_, known) = fund.get(first, "/payment-orders").await;
    let order = text(&known["items"][0]["id"]);
    let browser = Browser::signed_in(&fund, first).await;
    let (status, body) = browser.page(&format!("/payment-orders/{order}/file")).await;
    assert_eq!(status, 409, "{body}");
    assert_eq!(known["items"][0]["is_whole"], json!(false));
    let page = browser.page("/payment-orders").await.1;
    assert!(page.contains("Partner AV and Partner BM"), "{page}");

    // Its page leads a finance officer there.
    let (_, work) = fund.get("finance_officer0", "/me/work").await;
    let task = &work["waiting"][0];
    assert_eq!(task["task"], "confirm_bank_state", "{work}");
    let restore = text(&task["href"]);
    let browser = Browser::signed_in(&fund, "finance_officer0").await;
    let (status, page) = browser.page(&restore).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Payments the banks may know of"), "{page}");

    // One partner alone opens nothing, and nobody confirms for two.
    let confirm = format!("{restore}/confirm");
    let mut early = confirmation(&fund, "");
    early["seen_until"] = json!("2026-12-31");
    let reaches = "statement_reaches_the_restore";
    fund.refused("finance_officer0", &confirm, early, 409, reaches)
        .await;
    let said = confirmation(&fund, "Cara Ltd, 500.00, AV-00009-0001");
    fund.done("finance_officer0", &confirm, said.clone()).await;
    let twice = "partner_has_not_confirmed";
    fund.refused("finance_officer0", &confirm, said, 409, twice)
        .await;
    fund.refused(officer, "/payment-orders", orders.clone(), 409, locked)
        .await;
    let browser = Browser::signed_in(&fund, officer).await;
    let page = browser.page("/payment-orders").await.1;
    assert!(page.contains("confirmation of Partner BM"), "{page}");

    // Nobody makes room for the same money to be asked for again.
    let reason = json!({ "reason": "Not needed." });
    let refuse = format!("/payouts/{}/refuse", paying.verified);
    fund.refused("approver0", &refuse, reason, 409, "payments_are_open")
        .await;
    // What was ordered before the backup may have come back and been ordered anew.
    let today = fund.clock.now().date().plain_text();
    let (other, _) = payer(&fund, ordered).await;
    let again = json!({ "end_to_end_id": "ANEW-1", "left_on": today });
    let anew = format!("/payouts/{ordered}/departure");
    fund.done(&format!("finance_officer{other}"), &anew, again)
        .await;

    // The statement of the payer shows the payment that was lost here.
    let left = json!({ "end_to_end_id": line, "left_on": fund.clock.now().date().plain_text() });
    let departure = format!("/payouts/{released}/departure");
    let payers = format!("finance_officer{index}");
    fund.done(&payers, &departure, left).await;
    fund.done("finance_officer1", &confirm, confirmation(&fund, ""))
        .await;
    fund.holds();
    let (_, opened) = fund.get("auditor", &restore).await;
    assert_eq!(opened["state"], "open", "{opened}");

    // Payments are open; what has left is not ordered again, and is booked as the bank knows it.
    fund.refused(
        officer,
        "/payment-orders",
        orders.clone(),
        409,
        "something_is_released",
    )
    .await;
    let (_, work) = fund.get(officer, "/me/work").await;
    assert_eq!(work["waiting"][0]["task"], "record_lost_order", "{work}");
    let page = format!("/payouts/{released}");
    fund.done(officer, &format!("{page}/lost-order"), json!({}))
        .await;
    let (_, found) = fund.get("ada", &page).await;
    assert_eq!(found["state"], "ordered");
    assert_eq!(found["lines"][0]["end_to_end_id"], json!(line));
    // The bank has it: it is in no file that could be handed in once more.
    let (_, known) = fund.get(officer, "/payment-orders").await;
    let mut orders_now = known["items"].as_array().unwrap().iter();
    let lost = orders_now.find(|one| one["number"] == json!(line)).unwrap();
    assert_eq!(lost["is_whole"], json!(false));
    let address = format!("/payment-orders/{}/file", text(&lost["id"]));
    let browser = Browser::signed_in(&fund, officer).await;
    let (status, body) = browser.page(&address).await;
    assert_eq!(status, 409, "{body}");
    let booking = json!({
        "bank_reference": "B-1", "booked_on": fund.clock.now().date().plain_text(),
        "amount": found["amount"]["amount"],
    });
    fund.done(officer, &format!("{page}/confirm"), booking)
        .await;

    // Whatever is ordered from now on has a number that no order had before.
    for approver in ["approver0", "approver1"] {
        fund.done(approver, &approve, json!({})).await;
    }
    let release = format!("/payouts/{}/release", paying.verified);
    fund.done(first, &release, json!({})).await;
    let (_, payer) = payer(&fund, &paying.verified).await;
    let made = fund
        .done(first, "/payment-orders", json!({ "partner": payer }))
        .await;
    let (_, order) = fund
        .get(first, &format!("/payment-orders/{}", text(&made)))
        .await;
    let mark = text(&opened["mark"]);
    assert!(text(&order["number"]).contains(&mark), "{order}");
    let (_, earlier) = fund.get("ada", &format!("/payouts/{ordered}")).await;
    assert!(!text(&earlier["lines"][0]["end_to_end_id"]).contains(&mark));
    are_named(&fund, &["bank_states", "departures", "restores"]);
}

/// A token of before opens nothing; whoever signs in anew is let in.
async fn everybody_is_signed_out(fund: &TestFund, token: &str) {
    let ask = |token: String| {
        let address = format!("{}/api/v1/me", fund.base);
        reqwest::Client::new()
            .get(address)
            .bearer_auth(token)
            .send()
    };
    assert_eq!(ask(token.to_owned()).await.unwrap().status(), 401);
    let anew = fund.token("finance_officer0").await;
    assert_eq!(ask(anew).await.unwrap().status(), 200);
    assert_eq!(many(fund, "one_time_tokens"), 0);
    assert_eq!(many(fund, "refresh_tokens WHERE used_at IS NOT NULL"), 0);
}

/// What waited may have left, and leaves only when somebody says so; the finance officers are told.
fn letters_are_held(fund: &TestFund, waited: i64) {
    assert!(waited > 0, "nothing waited when the backup was taken");
    assert_eq!(many(fund, "letters WHERE state = 'failed'"), waited);
    let told = "letters WHERE state = 'waiting' AND kind = 'bank_state_wanted'";
    assert_eq!(many(fund, told), 2);
    worker::deliver_by(&fund.app, |_| Ok(())).unwrap();
    assert_eq!(many(fund, "letters WHERE state = 'failed'"), waited);
    assert_eq!(many(fund, "letters WHERE state = 'waiting'"), 0);
}

#[cfg(unix)]
fn closed_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(not(unix))]
fn closed_to_others(_: &Path) {}

/// What is missing a piece, changed or another than was said is refused before anything is written.
#[actix_web::test]
async fn a_backup_that_is_not_whole_or_not_as_it_was_written_restores_nothing() {
    let fund = TestFund::new().await;
    let folder = tempfile::tempdir().unwrap();
    let (path, taken) = backed_up(&fund, folder.path());
    let whole = fs::read(&path).unwrap();
    let refused = |bytes: &[u8], said: Option<&str>| {
        let other = folder.path().join("other.backup");
        fs::write(&other, bytes).unwrap();
        let error = fund.restored(&other, said).map(drop).unwrap_err();
        (error.to_string(), error)
    };
    // Cut off anywhere.
    for length in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
        let (said, error) = refused(&whole[..length], None);
        assert!(
            matches!(error, BackupError::NotWhole(..)),
            "{length}: {said}"
        );
    }
    // One bit, anywhere.
    for part in 1..40 {
        let mut changed = whole.clone();
        let place = whole.len() * part / 40;
        changed[place] ^= 0x10;
        let (said, error) = refused(&changed, None);
        let is_refused = matches!(error, BackupError::NotWhole(..) | BackupError::Changed(_));
        assert!(is_refused, "{place}: {said}");
    }
    // Another file than was said.
    let (said, error) = refused(&whole, Some(&sha256_hex("another")));
    assert!(matches!(error, BackupError::AnotherDigest(_)), "{said}");
    // It is not overwritten by the next one, unless that is asked for.
    let now = fund.app.clock.now();
    let error = backup::take(&fund.app, now, &path, false, &mut |_| {}).unwrap_err();
    assert!(matches!(error, BackupError::IsThere(_)), "{error}");
    backup::take(&fund.app, now, &path, true, &mut |_| {}).unwrap();
    assert!(taken.manifest.parts.iter().any(|part| part.table.is_some()));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// What a file was stands in the last backup in which it was whole: none takes its place.
#[actix_web::test]
async fn a_backup_of_a_damaged_file_replaces_none() {
    let paying = paying().await;
    let fund = &paying.journey.fund;
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = backed_up(fund, folder.path());
    let whole = fs::read(&path).unwrap();
    let attachments = fs::read_dir(&fund.app.config.storage.attachments).unwrap();
    for file in attachments.flatten() {
        if file.file_type().unwrap().is_file() {
            fs::write(file.path(), "Rotten.").unwrap();
        }
    }
    let now = fund.app.clock.now();
    let taken = backup::take(&fund.app, now, &path, true, &mut |_| {}).unwrap();
    assert_eq!(taken.damaged.len(), 1);
    assert_eq!(taken.path, folder.path().join("fund.backup.damaged"));
    assert!(taken.path.exists());
    assert_eq!(fs::read(&path).unwrap(), whole);
}

/// A restore overwrites nothing; tables of tools are neither backed up nor emptied.
#[actix_web::test]
async fn a_fund_is_restored_into_an_empty_place_alone() {
    let fund = TestFund::new().await;
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let tools = "CREATE TABLE _litestream_seq (id integer)";
    url.connect().unwrap().batch_execute(tools).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = backed_up(&fund, folder.path());
    let config = (*fund.app.config).clone();
    let clock = std::sync::Arc::new(fund.clock.clone());
    let into = |config| backup::restore(config, clock.clone(), &path, None, &mut |_| {}).map(drop);
    let error = into(config.clone()).unwrap_err();
    assert!(matches!(error, BackupError::DatabaseNotEmpty), "{error}");
    fund.holds();
    // Nor are files that lie in the folder.
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    fs::write(files.join("somebodys"), "work").unwrap();
    let database = crate::support::database::TestDatabase::bare();
    let mut config = config;
    config.database.url = database.url();
    config.storage.attachments = files.clone();
    let error = into(config.clone()).unwrap_err();
    assert!(matches!(error, BackupError::FolderNotEmpty(_)), "{error}");
    assert_eq!(fs::read(files.join("somebodys")).unwrap(), b"work");
    let url: DatabaseUrl = database.url().parse().unwrap();
    let mut other = url.connect().unwrap();
    other
        .batch_execute("CREATE TABLE anothers (id integer); INSERT INTO anothers VALUES (7)")
        .unwrap();
    // Once it is empty, it is done, and a second time it is not.
    config.storage.attachments = folder.path().join("new");
    into(config.clone()).unwrap();
    let emptied = "DELETE FROM anothers WHERE id = 7";
    let emptied = diesel::sql_query(emptied).execute(&mut other).unwrap();
    assert_eq!(emptied, 1, "it was there still");
    assert!(matches!(
        into(config).unwrap_err(),
        BackupError::DatabaseNotEmpty
    ));
    assert_eq!(faults(&fund.app), Vec::<String>::new());
}
