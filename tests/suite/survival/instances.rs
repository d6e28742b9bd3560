//! Several programs on one database: each scheduled duty is done once, and each letter leaves once.

use super::fund::{Demo, counts};
use super::mail::mailer;
use super::person::one_token;
use super::post::{Manner, Post};
use super::program::{Settings, pause};
use crate::support::{TestFund, people};
use jointfund::app::App;
use jointfund::worker;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

const PATIENCE: Duration = Duration::from_secs(60);
/// So long nothing more happens, and then nothing more will.
const STILL: Duration = Duration::from_millis(150);
/// Past the deadline of the call, and until what was missed is overdue.
const LEAPS_AHEAD: usize = 11;
const DAY: i64 = 24 * 60 * 60;

const LETTERS: &str = "SELECT recipient_email || ' ' || subject AS what, COUNT(*) AS many \
    FROM letters GROUP BY recipient_email || ' ' || subject";
/// What the clock did, but for letters, which are counted where they arrive. That a clock jumped is
/// seen by each that looks at it.
const DUTIES: &str = "SELECT action || ' ' || matter_kind || ' ' || CAST(matter_id AS text) AS what, \
    COUNT(*) AS many FROM audit_records \
    WHERE actor_kind = 'calendar' AND outcome = 'done' AND action NOT IN ('note_clock_jump', 'send_letter') \
    GROUP BY action || ' ' || matter_kind || ' ' || CAST(matter_id AS text)";
const LEAPS: &str = "SELECT 'leaps' AS what, COUNT(*) AS many FROM audit_records \
    WHERE action = 'note_clock_jump'";
const UNSENT: &str = "SELECT 'unsent' AS what, COUNT(*) AS many FROM letters WHERE state <> 'sent'";

/// Waits until there is something, and it does not change any more.
async fn still<T: PartialEq>(what: &str, look: impl Fn() -> T, is_so: impl Fn(&T) -> bool) -> T {
    let begun = Instant::now();
    let (mut last, mut since) = (look(), Instant::now());
    loop {
        pause(Duration::from_millis(20)).await;
        let now = look();
        if now != last {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > STILL && is_so(&last) {
            return last;
        }
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
    }
}

type Many = BTreeMap<String, i64>;

/// What so many workers have done in a fund in which a call closes: duties, letters by reader and
/// subject, and how often the mail server got each.
async fn tended(workers: usize) -> (Many, Many, BTreeMap<String, u32>) {
    let fund = TestFund::after("drafted");
    while worker::deliver_by(&fund.app, |_| Ok(())).unwrap() > 0 {}
    let post = Post::open(Manner::Good);
    let (stop, stopped) = watch::channel(false);
    let working: Vec<_> = (0..workers)
        .map(|_| {
            let config = (*fund.app.config).clone();
            let app = App::new(config, Arc::new(fund.clock.clone())).unwrap();
            let pause = Duration::from_millis(5);
            let work = worker::run(app, mailer(&post), stopped.clone(), pause);
            actix_web::rt::spawn(work)
        })
        .collect();
    for number in 0..10 {
        let who = format!("guest{number}");
        let body = json!({ "name": "Guest", "email": people::email(&who) });
        fund.done("secretary", "/people", body).await;
    }
    let url = fund.app.config.database.url.clone();
    let sees = |question: &str| counts(&url, question).into_iter().collect::<Many>();
    let all_sent = |_: &Many| sees(UNSENT)["unsent"] == 0;
    // Each worker notes each leap of the clock before it follows it.
    let followed = |leaps: usize| {
        let noted = usize::try_from(sees(LEAPS)["leaps"]).unwrap();
        noted >= leaps * workers && all_sent(&Many::new())
    };
    // Leap by leap, so that what is due soon is told before it is overdue.
    for leaps in 0..LEAPS_AHEAD {
        // Not while a letter is under way: its lease would run out.
        still("some days", || sees(DUTIES), |_| followed(leaps)).await;
        fund.clock.advance_seconds(4 * DAY);
    }
    still("some days", || sees(DUTIES), |_| followed(LEAPS_AHEAD)).await;
    let letters = still("all letters", || sees(LETTERS), all_sent).await;
    stop.send(true).unwrap();
    for one in working {
        one.await.unwrap();
    }
    fund.holds();
    (sees(DUTIES), letters, post.taken())
}

#[actix_web::test]
async fn three_workers_do_each_duty_once_as_one_does() {
    let (duties, letters, _) = tended(1).await;
    assert!(duties.len() > 1, "{duties:?}");
    let (of_three, their_letters, taken) = tended(3).await;
    assert_eq!(of_three, duties);
    assert_eq!(their_letters, letters);
    let twice: Vec<_> = taken.iter().filter(|one| *one.1 != 1).collect();
    assert!(twice.is_empty(), "left twice: {twice:?}");
}

#[actix_web::test]
async fn two_servers_and_a_worker_send_each_letter_once() {
    if std::env::var("TEST_DATABASE_URL").is_err() {
        // With SQLite one server runs.
        return;
    }
    let demo = Demo::new();
    let post = Post::open(Manner::Good);
    let port = post.at.port().to_string();
    let settings = || {
        let settings = Settings::of(&demo).with("mail.transport", "smtp");
        settings.with("mail.port", &port).with("mail.tls", "none")
    };
    // Tokens are of the address that people use.
    let first = settings();
    let other = || settings().with("server.public_url", &first.base);
    let all = [first.clone(), other(), other()];
    let _programs = [
        all[0].start("serve"),
        all[1].start("serve"),
        all[2].start("work"),
    ];
    all[0].ready().await;
    all[1].ready().await;
    // What the demo has left lying leaves too.
    let before: Many = counts(&demo.database.url(), UNSENT).into_iter().collect();
    let token = one_token(&all[0].base, "ilse.brandt@fund.example").await;
    let http = reqwest::Client::new();
    for number in 0..40 {
        let base = &all[number % 2].base;
        let body = json!({ "name": "Guest", "email": format!("guest{number}@people.example") });
        let sent = http.post(format!("{base}/api/v1/people")).json(&body);
        let answer = sent.bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let _id: Value = answer.json().await.unwrap();
    }
    let look = || post.taken();
    let taken = still("all letters", look, |taken| taken.len() >= 40).await;
    let twice: Vec<_> = taken.iter().filter(|one| *one.1 != 1).collect();
    assert!(twice.is_empty(), "left twice: {twice:?}; {before:?}");
    assert_eq!(all[0].verify(), Ok(()));
}
