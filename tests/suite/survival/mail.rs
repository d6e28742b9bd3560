//! Mail servers that are bad in every way there is: nobody who uses the fund notices, and each
//! letter arrives once the server is well, under the Message-ID it had from the beginning.

use super::post::{Manner, Post};
use super::program::pause;
use crate::support::{TestFund, people};
use jointfund::config::{Config, Tls, Transport};
use jointfund::db::tx::Actor;
use jointfund::notifications::mailer::Mailer;
use jointfund::notifications::queries::mailbox;
use jointfund::worker;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Longer than anybody who waits for no mail server takes.
const AT_ONCE: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(60);

/// A mailer that brings letters to this server.
pub fn mailer(post: &Post) -> Arc<Mailer> {
    let mut mail = Config::load(None, std::iter::empty()).unwrap().mail;
    mail.transport = Transport::Smtp;
    mail.host = post.at.ip().to_string();
    mail.port = post.at.port();
    mail.tls = Tls::None;
    mail.from = "Fund <fund@people.example>".to_owned();
    Arc::new(Mailer::new(&mail).unwrap())
}

/// The letters of a fund that are to leave: their identifiers, and whether each has left.
fn letters(fund: &TestFund) -> Vec<(String, bool)> {
    let page = fund
        .app
        .read_now(Actor::Operator, |view| mailbox(view, None));
    let items = page.unwrap().items.into_iter();
    items
        .map(|one| (one.item.id.to_string(), one.item.sent_at.is_some()))
        .collect()
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        pause(Duration::from_millis(5)).await;
    }
}

#[actix_web::test]
async fn no_mail_server_is_so_bad_that_anybody_waits_or_a_letter_is_lost() {
    let fund = TestFund::after("settled_in");
    while worker::deliver_by(&fund.app, |_| Ok(())).unwrap() > 0 {}
    let before: BTreeSet<String> = letters(&fund).into_iter().map(|one| one.0).collect();
    let post = Post::open(Manner::Busy);
    let (stop, stopped) = watch::channel(false);
    let work = worker::run(
        fund.app.clone(),
        mailer(&post),
        stopped,
        Duration::from_millis(5),
    );
    let worker = actix_web::rt::spawn(work);
    for (number, manner) in [
        Manner::Busy,
        Manner::Silent,
        Manner::Forgetful,
        Manner::TarPit,
    ]
    .into_iter()
    .enumerate()
    {
        post.becomes(manner);
        for more in 0..3 {
            let who = format!("guest{number}{more}");
            let body = json!({ "name": "Guest", "email": people::email(&who) });
            let begun = Instant::now();
            fund.done("secretary", "/people", body).await;
            let took = begun.elapsed();
            assert!(took < AT_ONCE, "{manner:?}: {took:?}");
        }
        match manner {
            Manner::Silent | Manner::TarPit => {
                until("somebody waits", || post.waiting() > 0).await;
            }
            Manner::Forgetful => until("it has one", || !post.taken().is_empty()).await,
            _ => {}
        }
    }
    // Whoever hung is let go with it, as by a server that is started anew.
    post.becomes(Manner::Good);
    until("all have left", || {
        fund.clock.advance_seconds(60);
        letters(&fund).iter().all(|one| one.1)
    })
    .await;
    stop.send(true).unwrap();
    worker.await.unwrap();
    let taken = post.taken();
    let sent = letters(&fund).into_iter().map(|one| one.0);
    let sent: BTreeSet<String> = sent
        .filter(|id| !before.contains(id))
        .map(|id| format!("<{id}@localhost>"))
        .collect();
    assert_eq!(taken.keys().cloned().collect::<BTreeSet<_>>(), sent);
    let twice = taken.values().filter(|times| **times > 1).count();
    assert!(twice >= 1, "what was forgotten came again, under its name");
    fund.holds();
}
