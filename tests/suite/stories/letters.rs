//! Letters reach a real mail server, and wait for one that is down.

use crate::support::database::TestDatabase;
use crate::support::{TestFund, people};
use jointfund::app::App;
use jointfund::config::{Config, Mail, Tls, Transport};
use jointfund::db::tx::Actor;
use jointfund::identity::actions::invite as invite_person;
use jointfund::identity::input::Invite;
use jointfund::kernel::time::SystemClock;
use jointfund::notifications::actions as letters;
use jointfund::notifications::mailer::{Mailer, Outgoing};
use jointfund::notifications::queries::{LetterItem, mailbox};
use jointfund::rules::lifecycle::LetterState;
use jointfund::worker::{self, deliver};
use serde_json::json;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// What a mail server has taken.
#[derive(Clone, Default)]
struct Inbox(Arc<Mutex<Vec<u8>>>);

impl mailin::Handler for Inbox {
    fn data(&mut self, buffer: &[u8]) -> std::io::Result<()> {
        self.0.lock().unwrap().extend_from_slice(buffer);
        Ok(())
    }
}

impl Inbox {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// A mail server on this machine, speaking SMTP as the crate `mailin` does.
fn mail_server(listener: TcpListener) -> Inbox {
    let inbox = Inbox::default();
    serve(listener, inbox.clone());
    inbox
}

fn serve<H: mailin::Handler + Clone + Send + 'static>(listener: TcpListener, taken: H) {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let peer = stream.peer_addr().unwrap().ip();
            let mut session = mailin::SessionBuilder::new("test").build(peer, taken.clone());
            session.greeting().write_to(&mut stream).unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line).unwrap_or(0) > 0 {
                let response = session.process(&line);
                line.clear();
                if response.action != mailin::Action::NoReply {
                    response.write_to(&mut stream).unwrap();
                    stream.flush().unwrap();
                }
                if response.action == mailin::Action::Close {
                    break;
                }
            }
        }
    });
}

fn mailer(address: SocketAddr) -> Mailer {
    Mailer::new(&settings(address)).unwrap()
}

fn settings(address: SocketAddr) -> Mail {
    let mut mail = Config::load(None, std::iter::empty()).unwrap().mail;
    mail.transport = Transport::Smtp;
    mail.host = address.ip().to_string();
    mail.port = address.port();
    mail.tls = Tls::None;
    mail.from = "Fund <fund@people.example>".to_owned();
    mail
}

#[actix_web::test]
async fn a_letter_waits_for_a_server_that_is_down_and_keeps_its_message_id() {
    let fund = one_more_letter().await;
    let nowhere = mailer("127.0.0.1:1".parse().unwrap());
    let app = fund.app.clone();
    let left = tokio::task::spawn_blocking(move || deliver(&app, &nowhere))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left, 0);
    let (_, letters) = fund.get("root", "/letters").await;
    let first = &letters["items"][0];
    assert_eq!(
        (first["state"].as_str(), first["attempts"].as_i64()),
        (Some("waiting"), Some(1))
    );
    assert!(
        first["last_error"]
            .as_str()
            .is_some_and(|error| !error.is_empty())
    );
    assert!(
        first.get("text").is_none(),
        "a letter's text is its reader's alone"
    );

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = mailer(listener.local_addr().unwrap());
    let inbox = mail_server(listener);
    fund.clock.advance_seconds(60 * 60);
    let app = fund.app.clone();
    let left = tokio::task::spawn_blocking(move || deliver(&app, &server))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left, 1);
    let id = first["id"].as_str().unwrap();
    let text = inbox.text();
    assert_eq!(
        text.matches(&format!("Message-ID: <{id}@localhost>"))
            .count(),
        1
    );
    assert!(text.contains("multipart/alternative"));
    let (_, letters) = fund.get("root", "/letters").await;
    assert_eq!(letters["items"][0]["state"], "sent");
    let again = fund
        .post(
            "root",
            &format!("/letters/{id}/retry"),
            json!({ "version": 2 }),
        )
        .await;
    assert_eq!(again.0, 409, "a letter that was sent is not sent again");
}

/// Fault 8: letters that were given up waited for nobody.
#[actix_web::test]
async fn a_letter_that_was_given_up_waits_for_the_system_administrator() {
    let fund = one_more_letter().await;
    let attempts = fund.app.config.mail.attempts;
    for _ in 0..attempts {
        let nowhere = mailer("127.0.0.1:1".parse().unwrap());
        let app = fund.app.clone();
        let delivered = tokio::task::spawn_blocking(move || deliver(&app, &nowhere));
        assert_eq!(delivered.await.unwrap().unwrap(), 0);
        fund.clock.advance_seconds(7 * 60 * 60);
    }
    let (_, letters) = fund.get("root", "/letters").await;
    let first = &letters["items"][0];
    assert_eq!(first["state"], "failed");
    let failed = |work: serde_json::Value| {
        let waiting = work["waiting"].as_array().unwrap().clone();
        waiting
            .iter()
            .filter(|one| one["task"] == "retry_letter")
            .count()
    };
    let before = failed(fund.get("root", "/me/work").await.1);
    let retry = format!("/letters/{}/retry", first["id"].as_str().unwrap());
    let (status, answer) = fund.post("root", &retry, json!({})).await;
    assert_eq!(status, 422, "{answer}");
    let seen = json!({ "version": first["version"] });
    fund.done("root", &retry, seen).await;
    assert_eq!(failed(fund.get("root", "/me/work").await.1), before - 1);
}

/// A fund of one letter, which is due.
fn one_letter() -> TestFund {
    let fund = TestFund::empty();
    invited(&fund, "root");
    fund
}

/// A fund whose letters have left, but for one.
async fn one_more_letter() -> TestFund {
    let fund = TestFund::new().await;
    while worker::deliver_by(&fund.app, |_| Ok(())).unwrap() > 0 {}
    invited(&fund, "later");
    fund
}

/// Invites somebody, who gets a letter.
fn invited(fund: &TestFund, who: &str) {
    let config = fund.app.config.clone();
    let input = Invite {
        name: who.into(),
        email: people::email(who).into(),
    };
    let made = fund
        .app
        .write_now(Actor::Operator, |tx| invite_person(tx, &config, &input));
    made.unwrap();
}

fn outbox(fund: &TestFund) -> Vec<LetterItem> {
    let page = fund
        .app
        .read_now(Actor::Operator, |view| mailbox(view, None));
    let letters = page.unwrap().items.into_iter();
    letters.map(|one| one.item).collect()
}

/// A server that takes a connection and says nothing; gives the connection once there is one.
fn silent() -> (SocketAddr, std::thread::JoinHandle<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (
        address,
        std::thread::spawn(move || listener.accept().unwrap().0),
    )
}

/// Fault 39: mail and clock shared one loop, and a server that hangs held up the deadlines.
#[actix_web::test]
async fn a_mail_server_that_hangs_delays_no_call() {
    let fund = TestFund::after("opened");
    let call = format!("/calls/{}", fund.made("call"));
    let (address, taken) = silent();
    let config = fund.app.config.clone();
    let input = Invite {
        name: "Another".into(),
        email: "another@people.example".into(),
    };
    let invited = fund
        .app
        .write_now(Actor::Operator, |tx| invite_person(tx, &config, &input));
    invited.unwrap();
    let (stop, stopped) = watch::channel(false);
    let (app, mailer) = (fund.app.clone(), Arc::new(mailer(address)));
    let pause = Duration::from_millis(5);
    let worker = actix_web::rt::spawn(worker::run(app, mailer, stopped, pause));
    let hung = tokio::task::spawn_blocking(|| taken.join().unwrap());
    let hung = hung.await.unwrap();
    fund.clock.advance_seconds(60 * 24 * 60 * 60);
    let begun = Instant::now();
    while fund.get("", &call).await.1["state"] != "closed" {
        let passed = begun.elapsed();
        assert!(
            passed < Duration::from_secs(10),
            "the call waits for the letter"
        );
    }
    drop(hung);
    stop.send(true).unwrap();
    worker.await.unwrap();
}

/// Fault 65: whoever breaks off between sending and saying so costs one letter too many, and that is
/// counted.
#[actix_web::test]
async fn a_letter_that_may_have_left_twice_is_counted() {
    let fund = one_letter();
    let id = outbox(&fund)[0].id;
    // A worker takes it up, and is never heard of again.
    let taken = fund
        .app
        .write_now(Actor::Calendar, |tx| letters::take_up(tx, id));
    assert!(taken.unwrap().is_some());
    assert_eq!(
        worker::deliver_by(&fund.app, |_| Ok(())).unwrap(),
        0,
        "under its lease"
    );
    assert_eq!(outbox(&fund)[0].repeats, 0);
    fund.clock.advance_seconds(10 * 60);
    assert_eq!(worker::deliver_by(&fund.app, |_| Ok(())).unwrap(), 1);
    assert_eq!(outbox(&fund)[0].repeats, 1);
    fund.clock.advance_seconds(10 * 60);
    assert_eq!(worker::deliver_by(&fund.app, |_| Ok(())).unwrap(), 0);
}

/// Where it cannot be noted that letters leave, none does; and what may have left waits longer each
/// time before it leaves once more.
#[actix_web::test]
async fn a_letter_that_cannot_be_noted_is_not_sent_over_and_over() {
    let fund = one_letter();
    let id = outbox(&fund)[0].id;
    let sent = Cell::new(0);
    let send = |_: &Outgoing<'_>| {
        sent.set(sent.get() + 1);
        Ok(())
    };
    // What is recorded two hours later leaves the clock behind, once it is set back by one.
    fund.clock.advance_seconds(2 * 60 * 60);
    invited(&fund, "later");
    fund.clock.advance_seconds(-60 * 60);
    let refused = worker::deliver_by(&fund.app, send).unwrap_err();
    assert_eq!((refused.code(), sent.get()), ("clock_behind", 0));
    fund.clock.advance_seconds(60 * 60);
    let mut taken = 0;
    for _ in 0..30 {
        let letter = fund
            .app
            .write_now(Actor::Calendar, |tx| letters::take_up(tx, id));
        taken += usize::from(letter.unwrap().is_some());
        fund.clock.advance_seconds(130);
    }
    // Of an hour, in pauses that double, not every two minutes.
    assert!((2..=8).contains(&taken), "{taken}");
}

/// A server that has a letter and does not say so before it is let.
#[derive(Clone)]
struct Slow {
    has_it: mpsc::Sender<()>,
    go: Arc<Mutex<mpsc::Receiver<()>>>,
}

impl mailin::Handler for Slow {
    fn data_end(&mut self) -> mailin::Response {
        self.has_it.send(()).unwrap();
        self.go.lock().unwrap().recv().unwrap();
        mailin::response::OK
    }
}

/// Fault 65: a worker told to stop left at once; the letter it had under way went out twice.
#[test]
fn a_worker_told_to_stop_finishes_its_letter() {
    let database = TestDatabase::bare();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (has_it, had) = mpsc::channel();
    let (let_go, go) = mpsc::channel();
    let go = Arc::new(Mutex::new(go));
    serve(listener, Slow { has_it, go });
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("anchor-key").display().to_string();
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jointfund"));
        let settings = [
            ("JOINTFUND_DATABASE__URL", database.url()),
            ("JOINTFUND_MAIL__TRANSPORT", "smtp".to_owned()),
            ("JOINTFUND_MAIL__PORT", port.to_string()),
            ("JOINTFUND_MAIL__TLS", "none".to_owned()),
            ("JOINTFUND_ANCHORS__KEY_FILE", key.clone()),
            (
                "JOINTFUND_SERVER__PUBLIC_URL",
                "https://fund.example".to_owned(),
            ),
            (
                "JOINTFUND_SECURITY__TOKEN_KEY",
                "0123456789abcdef0123456789abcdef".to_owned(),
            ),
        ];
        let quiet = command.args(arguments).envs(settings).stdout(Stdio::null());
        quiet.spawn().unwrap()
    };
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fund.example.toml");
    assert!(program(&["found", file]).wait().unwrap().success());
    let mut worker = program(&["work"]);
    had.recv().unwrap();
    let stop = Command::new("kill").arg(worker.id().to_string()).status();
    assert!(stop.unwrap().success());
    let_go.send(()).unwrap();
    assert!(worker.wait().unwrap().success(), "it broke off");
    let mut config = Config::load(None, std::iter::empty()).unwrap();
    config.database.url = database.url();
    let app = App::new(config, Arc::new(SystemClock)).unwrap();
    let page = app.read_now(Actor::Operator, |view| mailbox(view, None));
    let items = page.unwrap().items;
    let tried: Vec<&LetterItem> = items
        .iter()
        .map(|one| &one.item)
        .filter(|letter| letter.attempts > 0)
        .collect();
    assert_eq!(tried.len(), 1, "of {} letters", items.len());
    assert_eq!((tried[0].attempts, tried[0].repeats), (1, 0));
    assert_eq!(tried[0].state, LetterState::Sent);
}
