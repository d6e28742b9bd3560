//! The people of a test's fund. Their story is told once a process; every fund is a copy of it.

use super::database::{Copied, TestDatabase};
use super::{PASSWORD, TestFund};
use jointfund::cli::story::player::{Memory, Player};
use jointfund::cli::story::script::Story;
use jointfund::db::tx::Actor;
use jointfund::identity::actions;
use jointfund::identity::input::SignIn;
use jointfund::kernel::entry::Entry;
use jointfund::kernel::id::PartnerId;
use jointfund::notifications;
use serde_json::json;
use std::sync::{Arc, LazyLock};

/// Who there is, and the scenes tests play.
static STORY: LazyLock<Arc<Story>> = LazyLock::new(|| {
    let files = [
        ("people.toml", include_str!("people.toml")),
        ("scenes.toml", include_str!("scenes.toml")),
    ];
    Arc::new(Story::read(&files).unwrap())
});

/// A fund with its people, and what the player knows of it.
static SETTLED: LazyLock<(Copied, Memory)> = LazyLock::new(|| {
    let database = TestDatabase::new();
    let files = tempfile::tempdir().unwrap();
    let (app, clock) = super::application(&database, files.path(), None);
    let mut player = Player::new(app, clock, STORY.clone(), PASSWORD);
    player.play().unwrap();
    let memory = player.into_memory();
    (Copied::of(database), memory)
});

/// A database with everyone in it, and what a player knows of them.
pub fn settled() -> (TestDatabase, Memory) {
    (SETTLED.0.again(), SETTLED.1.clone())
}

pub fn story() -> Arc<Story> {
    STORY.clone()
}

/// The address of one of the test's people; of the demo's people it is their name.
pub fn email(who: &str) -> String {
    if who.contains('@') {
        return who.to_owned();
    }
    format!("{who}@people.example")
}

/// The token of the newest letter to a person.
pub fn token(fund: &TestFund, who: &str) -> String {
    let letters = fund
        .app
        .read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        })
        .unwrap();
    let letter = letters
        .items
        .iter()
        .find(|one| one.item.recipient == email(who))
        .unwrap();
    let (_, rest) = letter.text.split_once("token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

pub fn actor(fund: &TestFund, who: &str) -> Actor {
    let input = SignIn {
        email: Entry::from(email(who)),
        password: Entry::from(PASSWORD),
        ..SignIn::default()
    };
    let session = actions::sign_in(&fund.app, &input).unwrap();
    Actor::Person {
        account: session.account,
        session: session.id,
    }
}

pub fn partners(fund: &TestFund) -> Vec<PartnerId> {
    let found = fund
        .app
        .read_now(Actor::Operator, jointfund::fund::queries::fund);
    found
        .unwrap()
        .partners
        .into_iter()
        .map(|one| one.id)
        .collect()
}

/// Invites somebody and gives them a role, for a partner by its name or for none.
pub fn appoint(fund: &TestFund, by: &str, who: &str, role: &str, partner: &str) {
    let words = json!({ "by": by, "it": who, "role": role, "for": partner });
    fund.tell("appointed", words);
}
