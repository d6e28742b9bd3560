//! A disk that is full while everybody works: what needs room is refused in plain words, reading
//! goes on, nothing is half written, and the fund goes on by itself once there is room.
//!
//! `FILLS=50` is the long form.

use super::fund::Demo;
use super::kills::setting;
use super::load::People;
use super::program::{Settings, pause};
use crate::support::database::TestDatabase;
use crate::support::lot::Lot;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Fills of the short form.
const FEW: u64 = 2;
/// Bytes there are besides what lies there already: the log of SQLite needs some.
const ROOM: u64 = 16 * 1024 * 1024;
const ALIVE: Duration = Duration::from_secs(60);
const HEALED: Duration = Duration::from_secs(5);

/// A small disk of its own, in memory.
struct Disk(PathBuf);

impl Disk {
    /// Mounts one there, with room for what lies there; nothing where that is not permitted.
    fn at(path: &Path, lies_there: u64) -> Option<Self> {
        fs::create_dir_all(path).unwrap();
        let size = format!("size={},mode=700", lies_there + ROOM);
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(path)
            .output()
            .ok()?;
        mount.status.success().then(|| Self(path.to_owned()))
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Leaves no room: not for a byte.
    fn fill(&self) {
        let mut filler = File::create(self.filler()).unwrap();
        for bytes in [64 * 1024, 4096, 1] {
            let more = vec![b'x'; bytes];
            while filler.write_all(&more).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What still has a file of it open keeps it for as long.
        let _gone = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Says that it was not checked, where no disk can be mounted.
fn unchecked() {
    println!("NOT CHECKED: no disk can be mounted here");
}

async fn until(what: &str, people: &People, within: Duration, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < within, "never {what}: {}", people.told());
        pause(Duration::from_millis(1)).await;
    }
}

/// Fills the disk of a fund at work, and empties it again.
async fn filled(disk: &Disk, demo: &Demo, is_ready: bool) {
    let settings = Settings::of(demo);
    let mut server = settings.start("serve");
    settings.ready().await;
    let seed = setting("KILLS_SEED").unwrap_or(u64::from(std::process::id()));
    println!("seed {seed}");
    let mut people = People::at_work(demo, &settings, &mut Lot(seed)).await;
    let health = format!("{}/health/ready", settings.base);
    for _ in 0..setting("FILLS").unwrap_or(FEW) {
        let (before, full) = (people.acknowledged(), people.times_unable("507 no_room"));
        until("at work", &people, ALIVE, || {
            people.acknowledged() > before + 20
        })
        .await;
        disk.fill();
        until("full", &people, ALIVE, || {
            people.times_unable("507 no_room") > full
        })
        .await;
        // What was found a moment ago is said once more.
        let begun = Instant::now();
        loop {
            let asked = reqwest::get(&health).await.unwrap();
            if asked.status().is_success() == is_ready {
                break;
            }
            assert!(begun.elapsed() < ALIVE, "{}", settings.words());
            pause(Duration::from_millis(20)).await;
        }
        // Whoever reads reads on.
        let read = reqwest::get(format!("{}/api/v1/calls", settings.base))
            .await
            .unwrap();
        assert_eq!(read.status().as_u16(), 200);
        disk.make_room();
        let full = people.acknowledged();
        until("well again", &people, HEALED, || {
            people.acknowledged() > full
        })
        .await;
        people.pause_and_compare(demo).await;
    }
    let told = people.told();
    let load = people.go_home(demo).await;
    assert_eq!(load.unanswered.get(), 0, "{told}");
    assert!(server.runs(), "{}", settings.words());
    server.kill();
    assert_eq!(settings.verify(), Ok(()), "{told}");
    println!("{told}");
}

#[actix_web::test]
async fn a_full_disk_of_the_database_loses_nothing_and_the_fund_heals() {
    let told = Demo::new();
    let TestDatabase::Sqlite(lies) = &told.database else {
        // PostgreSQL's disk is its own; what it says then is told elsewhere.
        return;
    };
    let whole = lies.path().join("fund.db");
    let path = told.folder.path().join("disk");
    let Some(disk) = Disk::at(&path, fs::metadata(&whole).unwrap().len()) else {
        return unchecked();
    };
    let folder = tempfile::tempdir_in(&path).unwrap();
    fs::copy(&whole, folder.path().join("fund.db")).unwrap();
    let demo = Demo {
        database: TestDatabase::Sqlite(folder),
        folder: told.folder,
    };
    filled(&disk, &demo, false).await;
}

#[actix_web::test]
async fn a_full_disk_of_attachments_loses_nothing_and_the_fund_heals() {
    let demo = Demo::new();
    let path = demo.folder.path().join("attachments");
    let files = crate::support::people::lying(&path);
    let bytes = files.iter().map(|(_, bytes)| bytes.len() + 4096);
    let bytes = u64::try_from(bytes.sum::<usize>()).unwrap();
    let Some(disk) = Disk::at(&path, bytes) else {
        return unchecked();
    };
    crate::support::people::lay(&path, &files);
    filled(&disk, &demo, true).await;
}
