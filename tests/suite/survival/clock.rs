//! A clock that is set back an hour while people work, and just after a deadline: nobody is told
//! that the fund broke, nothing late becomes timely, and the trail keeps its order.

use super::program::pause;
use crate::support::{TestFund, people};
use jointfund::kernel::time::{Clock, Instant as Moment};
use jointfund::notifications::mailer::Mailer;
use jointfund::worker;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const HOUR: i64 = 60 * 60;
/// Jumps of the short form; `JUMPS=200` is the long one.
const FEW: u64 = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// What was answered, by status and code.
type Answers = Rc<RefCell<BTreeMap<String, u64>>>;

/// Invites one person after another until it is over.
async fn invites(base: String, token: String, own: usize, answers: Answers, over: Rc<Cell<bool>>) {
    let http = reqwest::Client::new();
    for number in 0.. {
        if over.get() {
            return;
        }
        let email = people::email(&format!("guest{own}x{number}"));
        let body = json!({ "name": "Guest", "email": email });
        let sent = http.post(format!("{base}/api/v1/people")).json(&body);
        let answer = sent.bearer_auth(&token).send().await.unwrap();
        let status = answer.status().as_u16();
        let is_said_when = answer.headers().contains_key("retry-after");
        let said: Value = answer.json().await.unwrap();
        let code = said["code"].as_str().unwrap_or_default();
        assert!(status != 503 || is_said_when, "no Retry-After: {said}");
        *answers
            .borrow_mut()
            .entry(format!("{status} {code}"))
            .or_default() += 1;
    }
}

fn many(answers: &Answers, what: &str) -> u64 {
    answers.borrow().get(what).copied().unwrap_or_default()
}

async fn until_more(answers: &Answers, what: &str) {
    let (begun, before) = (Instant::now(), many(answers, what));
    while many(answers, what) < before + 5 {
        assert!(begun.elapsed() < PATIENCE, "no {what}: {answers:?}");
        pause(Duration::from_millis(1)).await;
    }
}

/// What of the trail stands before what was recorded earlier.
fn out_of_order(fund: &TestFund) -> i64 {
    crate::stories::doors::many(
        fund,
        "audit_records a JOIN audit_records b ON b.sequence = a.sequence + 1 \
         WHERE b.recorded_at < a.recorded_at",
    )
}

/// Those who work meanwhile, and a worker.
struct AtWork {
    answers: Answers,
    over: Rc<Cell<bool>>,
    clients: Vec<JoinHandle<()>>,
    stop: watch::Sender<bool>,
    worker: JoinHandle<()>,
}

impl AtWork {
    fn begin(fund: &TestFund, token: &str) -> Self {
        let (answers, over) = (Answers::default(), Rc::new(Cell::new(false)));
        let (stop, stopped) = watch::channel(false);
        let pause = Duration::from_millis(5);
        let work = worker::run(fund.app.clone(), nowhere(), stopped, pause);
        let clients = (0..4).map(|own| {
            let (answers, over) = (answers.clone(), over.clone());
            let (base, token) = (fund.base.clone(), token.to_owned());
            actix_web::rt::spawn(invites(base, token, own, answers, over))
        });
        Self {
            clients: clients.collect(),
            answers,
            over,
            stop,
            worker: actix_web::rt::spawn(work),
        }
    }

    /// Ends it; gives what was answered.
    async fn end(self) -> BTreeMap<String, u64> {
        self.over.set(true);
        for client in self.clients {
            client.await.unwrap();
        }
        self.stop.send(true).unwrap();
        self.worker.await.unwrap();
        self.answers.take()
    }
}

/// An hour in which both do something now and then, so that their sessions go on.
async fn an_hour_passes(fund: &TestFund, tokens: [&str; 2]) {
    for _ in 0..3 {
        fund.clock.advance_seconds(HOUR / 3);
        for token in tokens {
            let asked = reqwest::Client::new().get(format!("{}/api/v1/me", fund.base));
            let answer = asked.bearer_auth(token).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200);
        }
    }
}

#[actix_web::test]
async fn a_clock_set_back_an_hour_under_load_makes_nothing_late_timely() {
    let fund = TestFund::tuned("drafted", |config| config.security.access_minutes = 600);
    let draft = fund.made("application");
    let to_go = deadline(&fund, &draft)
        .await
        .seconds_since(fund.clock.now());
    fund.clock.advance_seconds(to_go - HOUR - HOUR / 2);
    // What was signed in the hour that comes again is refused until it has passed again.
    let (secretary, ada) = (fund.token("secretary").await, fund.token("ada").await);
    an_hour_passes(&fund, [&secretary, &ada]).await;
    let at_work = AtWork::begin(&fund, &secretary);
    let answers = at_work.answers.clone();
    let jumps = super::kills::setting("JUMPS").unwrap_or(FEW);
    for _ in 0..jumps {
        until_more(&answers, "200 ").await;
        fund.clock.advance_seconds(-HOUR);
        until_more(&answers, "503 clock_behind").await;
        fund.clock.advance_seconds(HOUR);
    }

    // The deadline passes, and something is recorded after it.
    an_hour_passes(&fund, [&secretary, &ada]).await;
    until_more(&answers, "200 ").await;
    fund.clock.advance_seconds(-HOUR);
    let late = || {
        let path = format!("{}/api/v1/applications/{draft}/submit", fund.base);
        let sent = reqwest::Client::new().post(path).bearer_auth(&ada);
        sent.json(&json!({ "version": "2", "declaration": "true" }))
            .send()
    };
    let answer = late().await.unwrap();
    // It waits, or the call has been closed.
    let status = answer.status().as_u16();
    assert!(matches!(status, 409 | 503), "late: {status}");
    fund.clock.advance_seconds(HOUR);
    let answer = late().await.unwrap();
    assert!(answer.status().is_client_error(), "{}", answer.status());

    let found = at_work.end().await;
    let expected = ["200 ", "503 clock_behind"];
    let is_expected = |one: &String| expected.contains(&one.as_str());
    assert!(found.keys().all(is_expected), "{found:?}");
    let invited = crate::stories::doors::many(&fund, "accounts WHERE email LIKE 'guest%'");
    assert_eq!(u64::try_from(invited).unwrap(), found["200 "], "each once");
    assert_eq!(out_of_order(&fund), 0);
    println!("{jumps} jumps: {found:?}");
    fund.holds();
}

/// A mailer whose letters go nowhere.
fn nowhere() -> Arc<Mailer> {
    let config = jointfund::config::Config::load(None, std::iter::empty()).unwrap();
    Arc::new(Mailer::new(&config.mail).unwrap())
}

async fn deadline(fund: &TestFund, draft: &str) -> Moment {
    let (_, found) = fund.get("ada", &format!("/applications/{draft}")).await;
    let text = found["deadline_at"].as_str().unwrap().to_owned();
    Moment::from_text(&text).unwrap()
}
