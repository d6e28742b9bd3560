//! Letters reach a real mail server, and wait for one that is down.

use crate::support::TestFund;
use jointfund::config::{Config, Tls, Transport};
use jointfund::notifications::mailer::Mailer;
use jointfund::worker::deliver;
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

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
    let taken = inbox.clone();
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
    inbox
}

fn mailer(address: SocketAddr) -> Mailer {
    let mut mail = Config::load(None, std::iter::empty()).unwrap().mail;
    mail.transport = Transport::Smtp;
    mail.host = address.ip().to_string();
    mail.port = address.port();
    mail.tls = Tls::None;
    mail.from = "Fund <fund@people.example>".to_owned();
    Mailer::new(&mail).unwrap()
}

#[actix_web::test]
async fn a_letter_waits_for_a_server_that_is_down_and_keeps_its_message_id() {
    let fund = TestFund::new().await;
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
    assert!(left > 20, "{left}");
    let id = first["id"].as_str().unwrap();
    let text = inbox.text();
    assert_eq!(
        text.matches(&format!("Message-ID: <{id}@127.0.0.1>"))
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
    let fund = TestFund::new().await;
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
