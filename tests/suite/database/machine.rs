//! A machine that fails: others hold the database. What was asked is done a moment later, or it is
//! said that it was not, and when to try again.

use crate::support::proxy::Proxy;
use crate::support::{TestFund, people};
use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::tx::Actor;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::error::Error;
use jointfund::identity::actions::invite as invite_person;
use jointfund::identity::input::Invite;
use jointfund::worker::ClockWatch;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What another program does in the same database.
struct Other(Conn);

#[derive(QueryableByName)]
struct Many {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

impl Other {
    fn of(fund: &TestFund) -> Self {
        let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
        let mut conn = url.connect().unwrap();
        if let Conn::Postgres(inner) = &mut conn {
            // It is patient: whatever gives up, is the fund.
            let patient = "SET lock_timeout = 0; SET statement_timeout = 0; \
                SET deadlock_timeout = '1min'; SET idle_in_transaction_session_timeout = 0";
            inner.batch_execute(patient).unwrap();
        }
        Self(conn)
    }

    fn says(&mut self, sql: &str) {
        self.0.batch_execute(sql).unwrap();
    }

    fn counts(&mut self, rows: &str) -> i64 {
        let query = format!("SELECT COUNT(*) AS many FROM {rows}");
        let found: Many = match &mut self.0 {
            Conn::Sqlite(inner) => diesel::sql_query(query).get_result(inner).unwrap(),
            Conn::Postgres(inner) => diesel::sql_query(query).get_result(inner).unwrap(),
        };
        found.many
    }

    fn is_sqlite(&self) -> bool {
        matches!(self.0, Conn::Sqlite(_))
    }

    /// Holds what every deed needs that touches money: on SQLite the one writer's lock.
    fn hold(&mut self) {
        if self.is_sqlite() {
            self.says("BEGIN EXCLUSIVE");
        } else {
            self.says("BEGIN; SELECT * FROM ledger_head FOR UPDATE");
        }
    }

    /// Leaves no room on the disk.
    fn fill(&mut self) {
        if !self.is_sqlite() {
            // As PostgreSQL says it where it is so.
            self.says(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 RAISE EXCEPTION 'could not extend file \"base/1/2\": No space left on device' \
                 USING ERRCODE = 'disk_full'; END $$; \
                 CREATE TRIGGER full_pulses BEFORE INSERT ON pulses \
                 EXECUTE FUNCTION no_room(); \
                 CREATE TRIGGER full_trail BEFORE INSERT ON audit_records \
                 EXECUTE FUNCTION no_room();",
            );
            return;
        }
        let most = u64::from(MIB) * 1024 * 1024 / 4096;
        self.says(&format!(
            "PRAGMA max_page_count = {most}; CREATE TABLE filler (x)"
        ));
        for bytes in [1024 * 1024, 64 * 1024, 1024, 16] {
            let more = format!("INSERT INTO filler VALUES (zeroblob({bytes}))");
            while self.0.batch_execute(&more).is_ok() {}
        }
    }

    fn make_room(&mut self) {
        if self.is_sqlite() {
            self.says("DROP TABLE filler");
        } else {
            self.says("DROP FUNCTION no_room CASCADE");
        }
    }

    /// Returns once the fund waits for a lock of PostgreSQL.
    fn until_waited_for(&mut self) {
        let waiting = "pg_stat_activity WHERE datname = current_database() \
            AND wait_event_type = 'Lock'";
        let begun = Instant::now();
        while self.counts(waiting) == 0 {
            assert!(begun.elapsed() < Duration::from_secs(20), "nobody waits");
        }
    }
}

/// How large the fund's SQLite database may grow where it is to be filled.
const MIB: u32 = 8;

/// A person's program, which signed in while all was well.
struct Client {
    base: String,
    token: String,
    http: reqwest::Client,
}

impl Client {
    async fn of(fund: &TestFund, who: &str) -> Self {
        Self {
            base: format!("{}/api/v1", fund.base),
            token: fund.token(who).await,
            http: reqwest::Client::new(),
        }
    }

    /// The status, when to try again, and the answer.
    async fn sent(&self, request: reqwest::RequestBuilder) -> (u16, Option<String>, Value) {
        let answer = request.bearer_auth(&self.token).send().await.unwrap();
        let status = answer.status().as_u16();
        let again = answer.headers().get("retry-after");
        let again = again.map(|value| value.to_str().unwrap().to_owned());
        (status, again, answer.json().await.unwrap_or_default())
    }

    /// What is said of the server's health.
    async fn health(&self, fund: &TestFund) -> (u16, Value) {
        // What was found a moment ago is not said again.
        fund.clock.advance_seconds(2);
        let answer = self.http.get(format!("{}/health/ready/", fund.base));
        let answer = answer.send().await.unwrap();
        let status = answer.status().as_u16();
        assert_eq!(answer.headers().contains_key("retry-after"), status != 200);
        (status, answer.json().await.unwrap())
    }

    async fn get(&self, path: &str) -> (u16, Option<String>, Value) {
        self.sent(self.http.get(format!("{}{path}", self.base)))
            .await
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Option<String>, Value) {
        let request = self.http.post(format!("{}{path}", self.base));
        self.sent(request.json(&body)).await
    }
}

/// A payout that two people of two partners have approved.
async fn approved(fund: &TestFund) -> String {
    let award = fund.made("award");
    let (_, found) = fund.get("ada", &format!("/awards/{award}")).await;
    let words = json!({
        "award": award, "share": found["shares"][0]["id"], "kind": "advance", "milestone": "",
    });
    fund.tell("requested", words);
    let payout = fund.made("payout");
    fund.tell("approved", json!({ "payout": payout }));
    payout
}

/// Fault 36: what lost against another runs again, three times, and then says so.
#[actix_web::test]
async fn a_unit_that_lost_runs_again_three_times() {
    let fund = TestFund::empty();
    for (losses, is_done) in [(0, true), (1, true), (3, true), (4, false)] {
        let mut tries = 0;
        let done = fund.app.write_now(Actor::Operator, |_| {
            tries += 1;
            if tries <= losses {
                return Err(Error::Contended);
            }
            Err::<(), Error>(Error::Unauthenticated)
        });
        let code = done.unwrap_err().code();
        let expected = if is_done {
            "not_signed_in"
        } else {
            "unavailable"
        };
        assert_eq!((tries, code), (4.min(losses + 1), expected));
    }
}

/// Fault 36: a release that stood in a circle with another transaction answered 500. It loses, and
/// is done as soon as the other is. (On SQLite one writes at a time: there are no circles.)
#[actix_web::test]
async fn a_release_in_a_circle_of_locks_is_done_a_moment_later() {
    let fund = TestFund::after("awarded");
    let mut other = Other::of(&fund);
    if other.is_sqlite() {
        return;
    }
    let release = format!("/payouts/{}/release", approved(&fund).await);
    other.hold();
    let mut watch = Other::of(&fund);
    let circle = std::thread::spawn(move || {
        watch.until_waited_for();
        other.says("SELECT * FROM awards FOR UPDATE; COMMIT");
    });
    fund.done("payment_officer0", &release, json!({})).await;
    circle.join().unwrap();
    fund.holds();
}

/// Fault 36: an export held the ledger's head while it waited for an award; whoever releases waits
/// the other way round. Awards and payouts come first, the head last.
#[actix_web::test]
async fn an_export_that_waits_for_an_award_leaves_the_ledger_to_others() {
    let fund = TestFund::after("awarded");
    let mut other = Other::of(&fund);
    if other.is_sqlite() {
        return;
    }
    let release = format!("/payouts/{}/release", approved(&fund).await);
    fund.done("payment_officer0", &release, json!({})).await;
    other.says("BEGIN; SELECT * FROM awards FOR UPDATE");
    let mut watch = Other::of(&fund);
    let holder = std::thread::spawn(move || {
        watch.until_waited_for();
        other.says("SELECT * FROM ledger_head FOR UPDATE NOWAIT; COMMIT");
    });
    let partner = people::partners(&fund)[0].to_string();
    let order = json!({ "partner": partner });
    fund.done("payment_officer0", "/payment-orders", order)
        .await;
    holder.join().unwrap();
    fund.holds();
}

/// Faults 36 and 59: what others hold too long is answered with when to try again, and whoever
/// reads does not wait for it.
#[actix_web::test]
async fn what_others_hold_can_be_asked_for_again_and_read_meanwhile() {
    let fund = TestFund::tuned("awarded", |config| config.database.lock_ms = 20);
    let page = format!("/payouts/{}", approved(&fund).await);
    let seen = fund.get("payment_officer0", &page).await.1["digest"].clone();
    let client = Client::of(&fund, "payment_officer0").await;
    let mut other = Other::of(&fund);
    other.hold();
    let release = format!("{page}/release");
    let (status, again, answer) = client.post(&release, json!({ "digest": seen })).await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (503, Some("unavailable")),
        "{answer}"
    );
    assert!(again.is_some(), "no Retry-After");
    assert_eq!(client.get(&page).await.0, 200);
    other.says("COMMIT");
    fund.done("payment_officer0", &release, json!({})).await;
}

/// Fault 59: a full disk answered 500, and the server called itself ready. It says so, reading goes
/// on, and it goes on by itself once there is room.
#[actix_web::test]
async fn a_full_disk_is_said_and_read_from() {
    let fund = TestFund::tuned("awarded", |config| config.database.max_mib = MIB);
    let page = format!("/payouts/{}", approved(&fund).await);
    let seen = fund.get("payment_officer0", &page).await.1["digest"].clone();
    let client = Client::of(&fund, "payment_officer0").await;
    assert_eq!(
        client.health(&fund).await,
        (200, json!({ "status": "ready" }))
    );
    let secretary = Client::of(&fund, "secretary").await;
    let mut other = Other::of(&fund);
    other.fill();
    // Pages that are half full take a few rows more.
    let mut answered = (200, None, Value::Null);
    for number in 0..60 {
        let who = format!("more{number}");
        let body = json!({ "name": who, "email": people::email(&who) });
        answered = secretary.post("/people", body).await;
        if answered.0 == 507 {
            break;
        }
    }
    let (status, again, answer) = answered;
    assert_eq!(
        (status, answer["code"].as_str()),
        (507, Some("no_room")),
        "{answer}"
    );
    assert!(again.is_some(), "no Retry-After");
    let unready = json!({ "status": "not ready", "code": "no_room" });
    assert_eq!(client.health(&fund).await, (503, unready));
    assert_eq!(client.get(&page).await.0, 200);
    other.make_room();
    assert_eq!(client.health(&fund).await.0, 200);
    let release = format!("{page}/release");
    let seen = json!({ "digest": seen });
    fund.done("payment_officer0", &release, seen).await;
    fund.holds();
}

/// Fault 59: a server whose database is held by another is not ready, and says so.
#[actix_web::test]
async fn a_server_that_cannot_write_is_not_ready() {
    let fund = TestFund::tuned("settled_in", |config| config.database.lock_ms = 20);
    let client = Client::of(&fund, "ada").await;
    assert_eq!(client.health(&fund).await.0, 200);
    let mut other = Other::of(&fund);
    if other.is_sqlite() {
        other.hold();
    } else {
        other.says("BEGIN; LOCK TABLE pulses IN SHARE MODE");
    }
    let unready = json!({ "status": "not ready", "code": "unavailable" });
    assert_eq!(client.health(&fund).await, (503, unready));
    other.says("COMMIT");
    assert_eq!(client.health(&fund).await.0, 200);
}

/// Fault 59: a connection that broke in the middle of a deed answered 500. (SQLite has none.)
#[actix_web::test]
async fn a_connection_that_breaks_in_a_deed_is_said_and_heals() {
    let fund = TestFund::after("awarded");
    let mut other = Other::of(&fund);
    if other.is_sqlite() {
        return;
    }
    let page = format!("/payouts/{}", approved(&fund).await);
    let seen = fund.get("payment_officer0", &page).await.1["digest"].clone();
    let client = Client::of(&fund, "payment_officer0").await;
    other.hold();
    let mut watch = Other::of(&fund);
    let breaker = std::thread::spawn(move || {
        watch.until_waited_for();
        watch.says(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
    });
    let release = format!("{page}/release");
    let (status, again, answer) = client.post(&release, json!({ "digest": seen })).await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (503, Some("unavailable")),
        "{answer}"
    );
    assert!(again.is_some(), "no Retry-After");
    breaker.join().unwrap();
    other.says("COMMIT");
    fund.done("payment_officer0", &release, json!({})).await;
    fund.holds();
}

/// The database stopped under work that goes on: 503, never 500, and within five seconds of its
/// coming back the fund goes on. (SQLite is no server that could stop.)
#[actix_web::test]
async fn a_database_that_stops_is_said_and_the_fund_goes_on_when_it_is_back() {
    if std::env::var("TEST_DATABASE_URL").is_err() {
        return;
    }
    let mut proxy = None;
    let fund = TestFund::tuned("awarded", |config| {
        let mut url = url::Url::parse(&config.database.url).unwrap();
        let server = url.socket_addrs(|| Some(5432)).unwrap()[0];
        let between = proxy.insert(Proxy::to(server)).at();
        url.set_ip_host(between.ip()).unwrap();
        url.set_port(Some(between.port())).unwrap();
        config.database.url = url.to_string();
        config.database.wait_ms = 50;
    });
    let mut proxy = proxy.unwrap();
    let page = format!("/payouts/{}", approved(&fund).await);
    let seen = fund.get("payment_officer0", &page).await.1["digest"].clone();
    let client = Client::of(&fund, "payment_officer0").await;
    let release = format!("{page}/release");

    proxy.stop();
    for _ in 0..3 {
        let answers = [
            client.get(&page).await,
            client.post(&release, json!({ "digest": seen })).await,
        ];
        for (status, again, answer) in answers {
            let said = (status, answer["code"].as_str());
            assert_eq!(said, (503, Some("unavailable")), "{answer}");
            assert!(again.is_some(), "no Retry-After");
        }
    }
    assert_eq!(client.health(&fund).await.0, 503);

    proxy.start();
    let back = Instant::now();
    while client.get(&page).await.0 != 200 {
        assert!(back.elapsed() < Duration::from_secs(5), "it does not heal");
    }
    fund.done("payment_officer0", &release, json!({})).await;
    fund.holds();
}

/// Fault 61: the clock set back, the trail's times ran back with it, and nothing said so.
#[actix_web::test]
async fn times_in_the_trail_never_go_back() {
    let fund = TestFund::new().await;
    let config = fund.app.config.clone();
    let invite = |who: &str| {
        let input = Invite {
            name: who.into(),
            email: people::email(who).into(),
        };
        let done = fund
            .app
            .write_now(Actor::Operator, |tx| invite_person(tx, &config, &input));
        done.map_err(|error| error.code())
    };
    let client = Client::of(&fund, "auditor").await;
    let mut watch = ClockWatch::begin(&fund.app);
    let mut other = Other::of(&fund);
    let mut back = || {
        other.counts(
            "audit_records a JOIN audit_records b ON b.sequence = a.sequence + 1 \
             WHERE b.recorded_at < a.recorded_at",
        )
    };
    invite("first").unwrap();
    // A small step: the clocks of two servers.
    fund.clock.advance_seconds(-3);
    invite("second").unwrap();
    assert_eq!(back(), 0);
    fund.clock.advance_seconds(-60 * 60);
    assert_eq!(invite("third").unwrap_err(), "clock_behind");
    let unready = json!({ "status": "not ready", "code": "clock_behind" });
    assert_eq!(client.health(&fund).await, (503, unready));
    assert!(watch.look(&fund.app));
    assert_eq!(back(), 0);
    // Nothing has jumped since.
    assert!(watch.look(&fund.app));
    fund.clock.advance_seconds(60 * 60 + 10);
    invite("third").unwrap();
    assert_eq!(client.health(&fund).await.0, 200);
    let history = format!("/history/fund/{}", uuid::Uuid::nil());
    let (status, _, found) = client.get(&history).await;
    assert_eq!(status, 200, "{found}");
    let items = found["items"].as_array().unwrap().iter();
    let jumps: Vec<i64> = items
        .filter(|one| one["action"] == "note_clock_jump")
        .map(|one| one["after"]["seconds"].as_i64().unwrap())
        .collect();
    assert_eq!(jumps.len(), 1, "{found}");
    assert!((-3604..=-3599).contains(&jumps[0]), "{jumps:?}");
    assert_eq!(back(), 0);
    fund.holds();
}

/// A clock that leapt ahead for a moment closed calls, and was noted with its own wrong time: nothing
/// could be written until that had come.
#[actix_web::test]
async fn a_clock_that_leaps_ahead_for_a_moment_changes_nothing() {
    const YEAR: i64 = 365 * 24 * 60 * 60;
    let fund = TestFund::new().await;
    let config = fund.app.config.clone();
    let mut watch = ClockWatch::begin(&fund.app);
    fund.clock.advance_seconds(YEAR);
    assert!(!watch.look(&fund.app), "not followed in this round");
    fund.clock.advance_seconds(-YEAR);
    assert!(watch.look(&fund.app));
    let input = Invite {
        name: "Later".into(),
        email: people::email("later").into(),
    };
    fund.app
        .write_now(Actor::Operator, |tx| invite_person(tx, &config, &input))
        .unwrap();
    let jumps = Other::of(&fund).counts("audit_records WHERE action = 'note_clock_jump'");
    assert_eq!(jumps, 2, "there and back");
    // One that stays ahead is followed from the next round on, and what could not be noted is noted
    // then.
    fund.clock.advance_seconds(60);
    assert!(!watch.look(&fund.app));
    assert!(watch.look(&fund.app));
    let jumps = Other::of(&fund).counts("audit_records WHERE action = 'note_clock_jump'");
    assert_eq!(jumps, 3);
}

/// Fault 38: a request that ran out of time was told that nothing had changed, while its work went
/// on and was committed.
#[actix_web::test]
async fn what_ran_out_of_time_may_have_been_done_and_is_done_once() {
    let fund = TestFund::tuned("awarded", |config| config.server.handler_seconds = 1);
    let page = format!("/payouts/{}", approved(&fund).await);
    let seen = fund.get("payment_officer0", &page).await.1["digest"].clone();
    let client = Client::of(&fund, "payment_officer0").await;
    let release = format!("{}{page}/release", client.base);
    let press = || {
        let request = client.http.post(&release).json(&json!({ "digest": seen }));
        client.sent(request.header("Idempotency-Key", "release-1"))
    };
    let mut other = Other::of(&fund);
    other.hold();
    let (status, again, answer) = press().await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (503, Some("unsettled")),
        "{answer}"
    );
    assert!(again.is_some(), "no Retry-After");
    other.says("COMMIT");
    // Whichever of the two comes first does it; the other is its echo.
    let (status, _, answer) = press().await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(client.get(&page).await.2["state"], "released");
    fund.holds();
}
