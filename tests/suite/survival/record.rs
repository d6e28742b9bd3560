//! What the witness notes, outside of the server: every intent before it is sent, and every answer
//! that came, each in its own file that is on the disk before anything else happens.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The two files of one person.
pub struct Record {
    intents: File,
    answers: File,
    path: PathBuf,
}

/// What came of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It was said to be done.
    Done,
    /// It was refused.
    Refused,
    /// It was refused after an answer had been lost: the lost one may have been that it was done.
    Either,
}

impl Came {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Either => "either",
        }
    }
}

/// An answer that was noted.
pub struct Noted {
    pub number: u64,
    pub came: String,
    /// Where it was sent.
    pub path: String,
    pub answer: Value,
}

fn opened(path: &Path) -> File {
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .unwrap()
}

fn kept(file: &mut File, line: &Value) {
    writeln!(file, "{line}").unwrap();
    file.sync_data().unwrap();
}

impl Record {
    /// That of one person, in a folder.
    pub fn of(folder: &Path, who: &str) -> Self {
        fs::create_dir_all(folder).unwrap();
        let path = folder.join(format!("{who}.answers"));
        Self {
            intents: opened(&folder.join(format!("{who}.intents"))),
            answers: opened(&path),
            path,
        }
    }

    /// Notes what is going to be sent.
    pub fn intent(&mut self, number: u64, path: &str, body: &Value) {
        let line = serde_json::json!({ "number": number, "path": path, "body": body });
        kept(&mut self.intents, &line);
    }

    /// Notes what came of it.
    pub fn answer(&mut self, number: u64, path: &str, came: Came, answer: &Value) {
        let line = serde_json::json!({
            "number": number, "path": path, "came": came.word(), "answer": answer,
        });
        kept(&mut self.answers, &line);
    }

    /// What was answered so far, as it stands on the disk, from this place on.
    pub fn read(&self, from: usize) -> Vec<Noted> {
        let text = fs::read_to_string(&self.path).unwrap();
        let lines = text.lines().skip(from);
        let noted = lines.map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            Noted {
                number: line["number"].as_u64().unwrap(),
                came: text(&line["came"]),
                path: text(&line["path"]),
                answer: line["answer"].take(),
            }
        });
        noted.collect()
    }
}

/// How often something came, by its name.
pub type Many = BTreeMap<String, u64>;

/// One more.
pub fn more(many: &mut Many, name: &str) {
    *many.entry(name.to_owned()).or_default() += 1;
}
