//! The people of a test's fund. Their story is told once a process; every fund is a copy of it.

use super::database::{Copied, TestDatabase};
use super::{BEGIN, PASSWORD, TestFund};
use jointfund::cli::story::player::{Memory, Player};
use jointfund::cli::story::script::Story;
use jointfund::db::tx::Actor;
use jointfund::identity::input::SignIn;
use jointfund::identity::signing_in;
use jointfund::kernel::caller::Caller;
use jointfund::kernel::entry::Entry;
use jointfund::kernel::id::PartnerId;
use jointfund::kernel::time::{Clock, Instant};
use jointfund::notifications;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};
use toml::Table;

/// Who there is, and the scenes tests play.
static STORY: LazyLock<Arc<Story>> = LazyLock::new(|| {
    let files = [
        ("people.toml", include_str!("people.toml")),
        ("scenes.toml", include_str!("scenes.toml")),
        ("matrix.toml", include_str!("matrix.toml")),
    ];
    Arc::new(Story::read(&files).unwrap())
});

/// A fund to which part of the story was told, for others to be copies of.
struct Kept {
    database: Copied,
    memory: Memory,
    now: Instant,
    files: Files,
}

/// A fund to which part of the story was told: its database, what a player knows of it, what its
/// clock shows, and the files that were sent.
pub type Told = (TestDatabase, Memory, Instant, Files);

/// Files with their places in a folder.
pub type Files = Vec<(PathBuf, Vec<u8>)>;

/// Scenes of the main job, each of which begins where the one before it ends. They are told once a
/// process.
const STAGES: [&str; 10] = [
    "settled_in",
    "paid_in",
    "opened",
    "drafted",
    "submitted",
    "evaluated",
    "decided",
    "awarded",
    "advance_ordered",
    "of_every_kind",
];

static TOLD: [OnceLock<Kept>; 10] = [const { OnceLock::new() }; 10];

fn told(stage: usize) -> &'static Kept {
    TOLD[stage].get_or_init(|| {
        let begin = stage.checked_sub(1).map(copy_of);
        let (database, memory, now, sent) = begin.unwrap_or_else(|| {
            let begin = Instant::from_text(BEGIN).unwrap();
            (TestDatabase::new(), Memory::default(), begin, Files::new())
        });
        let files = tempfile::tempdir().unwrap();
        lay(files.path(), &sent);
        let (app, clock) = super::application(&database, files.path(), now, |_| {});
        let mut player = Player::after(app, clock.clone(), STORY.clone(), PASSWORD, memory);
        player.begin_scene(STAGES[stage], &Table::new()).unwrap();
        player.play().unwrap();
        Kept {
            memory: player.into_memory(),
            now: clock.now(),
            files: lying(files.path()),
            database: Copied::of(database),
        }
    })
}

fn copy_of(stage: usize) -> Told {
    let told = told(stage);
    let (memory, files) = (told.memory.clone(), told.files.clone());
    (told.database.again(), memory, told.now, files)
}

/// All that lies in a folder, however deep.
pub fn lying(folder: &Path) -> Files {
    let Ok(entries) = fs::read_dir(folder) else {
        return Files::new();
    };
    let of = |entry: fs::DirEntry| {
        let (name, path) = (PathBuf::from(entry.file_name()), entry.path());
        if !path.is_dir() {
            return vec![(name, fs::read(path).unwrap())];
        }
        let inside = lying(&path).into_iter();
        inside
            .map(|(path, content)| (name.join(path), content))
            .collect()
    };
    entries.flat_map(|entry| of(entry.unwrap())).collect()
}

/// Lays files in their places in a folder.
pub fn lay(folder: &Path, files: &Files) {
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// A fund to which the story was told up to this scene of [`STAGES`].
pub fn after(scene: &str) -> Told {
    let stage = STAGES.iter().position(|one| *one == scene);
    copy_of(stage.unwrap_or_else(|| panic!("{scene} is no stage")))
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
        .find(|one| one.item.recipient == email(who) && one.text.contains("token="))
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
    let session = signing_in::sign_in(&fund.app, &Caller::default(), &input).unwrap();
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

/// A lead's organisation, by its address.
pub async fn organisation_of(fund: &TestFund, lead: &str) -> String {
    let (_, own) = fund.get(lead, "/organisations").await;
    format!("/organisations/{}", own[0]["id"].as_str().unwrap())
}

/// Invites a person to act for a lead's organisation, who accepts.
pub async fn joins(fund: &TestFund, lead: &str, who: &str) {
    let path = organisation_of(fund, lead).await;
    let invited = json!({ "email": email(who), "role": "member" });
    let id = fund
        .done(lead, &format!("{path}/invitations"), invited)
        .await;
    let accept = format!("/joinings/{}/accept", id.as_str().unwrap());
    fund.done(who, &accept, json!({})).await;
}

/// Invites somebody and gives them a role, for a partner by its name or for none.
pub fn appoint(fund: &TestFund, by: &str, who: &str, role: &str, partner: &str) {
    let words = json!({ "by": by, "it": who, "role": role, "for": partner });
    fund.tell("appointed", words);
}
