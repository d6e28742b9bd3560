//! A story as its files hold it: who there is, scenes that are played more than once, and the steps
//! in the order in which they happen. `docs/CONTRIBUTING.md` says how one is written.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// What is wrong with a story, in words for whoever writes it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StoryFault(pub String);

/// The result of telling.
pub type Told<T> = std::result::Result<T, StoryFault>;

/// A fault in these words.
pub(super) fn fault<T>(words: impl Into<String>) -> Told<T> {
    Err(StoryFault(words.into()))
}

/// One step: somebody does something, or a scene is played.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Step {
    /// The day of the story on which it happens; it only ever grows.
    pub(super) day: Option<i64>,
    /// So many days pass before it.
    pub(super) days: i64,
    /// Who does it.
    pub(super) who: String,
    /// The address a form is sent to, `*` for whatever stands there, or a word of the player's.
    pub(super) does: String,
    /// What the form's button says, where the page has several forms of one address.
    pub(super) button: String,
    /// What is put into its fields.
    pub(super) says: Table,
    /// The name of a file that is sent, which holds `says.text`.
    pub(super) file: String,
    /// What is made is known by this name afterwards.
    pub(super) makes: String,
    /// The scene that is played.
    pub(super) play: String,
    /// For each of these: names of the cast, which are `it` and bring their words along, or tables
    /// of words; or for each of a list whose items have a name of their own, `{ officer = [..] }`.
    pub(super) each: Option<Value>,
    /// Words for the scene.
    pub(super) with: Table,
}

/// One file of a story.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Chapter {
    cast: BTreeMap<String, BTreeMap<String, Table>>,
    scene: BTreeMap<String, Vec<Step>>,
    returned: BTreeMap<String, String>,
    seconds_between_steps: i64,
    others_at: String,
    step: Vec<Step>,
}

/// A whole story.
#[derive(Debug, Default)]
pub struct Story {
    /// People, organisations, proposals and texts, by their names.
    pub(super) cast: BTreeMap<String, Table>,
    /// Steps that are played more than once.
    pub(super) scenes: BTreeMap<String, Vec<Step>>,
    /// Addresses whose letters come back, with what the mail server says.
    pub(super) returned: BTreeMap<String, String>,
    /// The host of the addresses of those who are not of the cast; empty where there are none.
    pub(super) others_at: String,
    /// How long a step takes.
    pub(super) seconds_between_steps: i64,
    /// What happens.
    pub(super) steps: Vec<Step>,
}

impl Story {
    /// Reads a story from its files, by name and text, in their order.
    ///
    /// # Errors
    /// What cannot be read, and a name that stands for two things.
    pub fn read(files: &[(&str, &str)]) -> Told<Self> {
        let mut story = Self::default();
        for (name, text) in files {
            let chapter: Chapter =
                toml::from_str(text).map_err(|error| StoryFault(format!("{name}: {error}")))?;
            story.steps.extend(chapter.step);
            story.returned.extend(chapter.returned);
            story.others_at.push_str(&chapter.others_at);
            story.seconds_between_steps += chapter.seconds_between_steps;
            for (key, one) in chapter.cast.into_values().flatten() {
                if story.cast.insert(key.clone(), one).is_some() {
                    return fault(format!("{name}: two of the cast are called {key}"));
                }
            }
            for (key, steps) in chapter.scene {
                if story.scenes.insert(key.clone(), steps).is_some() {
                    return fault(format!("{name}: two scenes are called {key}"));
                }
            }
        }
        Ok(story)
    }
}
