//! Plays a story: each step is the deed of a form on a page, by the person who was offered it,
//! with what stood in the form. Whoever plays it carries the deeds out one by one: in process as
//! the demo does, or by a face of the product. Whatever no page does is a word of the player's;
//! there are four.

mod offices;
mod sending;
mod words;

pub use sending::{Sending, standing};

use super::script::{Step, Story, StoryFault, Told, fault};
use crate::app::App;
use crate::db::tx::Actor;
use crate::error::Error;
use crate::identity::{input, signing_in};
use crate::kernel::caller::Caller;
use crate::kernel::time::{Clock, Instant, TurnedClock};
use crate::worker;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::{Table, Value};

const DAY: i64 = 24 * 60 * 60;
/// Seconds after midnight at which a day of the story begins.
const MORNING: i64 = 10 * 60 * 60;

/// Whom and what a player knows from what was told so far.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    signed_in: BTreeMap<String, Actor>,
    made: BTreeMap<String, String>,
}

/// A story being played, in the fund of an application.
pub struct Player {
    app: App,
    clock: TurnedClock,
    story: Arc<Story>,
    begin: Instant,
    day: i64,
    password: &'static str,
    memory: Memory,
    /// What is still to be told, the next last.
    agenda: Vec<(Step, Table)>,
}

fn told<T>(result: crate::error::Result<T>) -> Told<T> {
    result.map_err(|error| {
        StoryFault(match &error {
            Error::Invalid(faults) => format!("{faults:?}"),
            other => other.to_string(),
        })
    })
}

impl Player {
    /// A player who begins the story today; everyone's password is the same.
    pub fn new(app: App, clock: TurnedClock, story: Arc<Story>, password: &'static str) -> Self {
        let steps = story.steps.iter().rev();
        let agenda = steps.map(|step| (step.clone(), Table::new())).collect();
        Self {
            agenda,
            ..Self::after(app, clock, story, password, Memory::default())
        }
    }

    /// A player to whom the story was told already, in a fund of which this one is a copy: further
    /// scenes can be played.
    pub fn after(
        app: App,
        clock: TurnedClock,
        story: Arc<Story>,
        password: &'static str,
        memory: Memory,
    ) -> Self {
        let now = clock.now();
        Self {
            begin: now.plus_seconds(-(now.micros() / 1_000_000 % DAY)),
            app,
            clock,
            story,
            day: 0,
            password,
            memory,
            agenda: Vec::new(),
        }
    }

    /// Whom and what it knows.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// Plays to the end, in process.
    ///
    /// # Errors
    /// The step that cannot be taken, and why.
    pub fn play(&mut self) -> Told<()> {
        while let Some(deed) = self.next_deed()? {
            let made = deed.carry_out(&self.app)?;
            self.carried_out(&deed, made.as_deref())?;
        }
        Ok(())
    }

    /// Begins a scene, with these words.
    ///
    /// # Errors
    /// That there is none of this name.
    pub fn begin_scene(&mut self, name: &str, words: &Table) -> Told<()> {
        let Some(steps) = self.story.scenes.get(name) else {
            return fault(format!("there is no scene {name}"));
        };
        let steps = steps.iter().rev();
        self.agenda
            .extend(steps.map(|step| (step.clone(), words.clone())));
        Ok(())
    }

    /// The next deed, by whom and with what; none at the end. What needs no form is done on the
    /// way.
    ///
    /// # Errors
    /// The step that cannot be taken, and why.
    pub fn next_deed(&mut self) -> Told<Option<Sending>> {
        while let Some((step, words)) = self.agenda.pop() {
            if let Some(deed) = self.come_to(step, words)? {
                return Ok(Some(deed));
            }
        }
        Ok(None)
    }

    /// That a deed was done, and what was made by it.
    ///
    /// # Errors
    /// That nothing was made where something was to be given a name.
    pub fn carried_out(&mut self, deed: &Sending, made: Option<&str>) -> Told<()> {
        if deed.makes.is_empty() {
            return Ok(());
        }
        let Some(made) = made else {
            return deed.fault(&format!("nothing was made to be called {}", deed.makes));
        };
        self.memory.made.insert(deed.makes.clone(), made.to_owned());
        Ok(())
    }

    /// What was made under a name: its identifier.
    pub fn made(&self, name: &str) -> Option<&str> {
        self.memory.made.get(name).map(String::as_str)
    }

    /// One step; what it is about comes next where it is told more than once, or is a scene.
    fn come_to(&mut self, mut step: Step, mut words: Table) -> Told<Option<Sending>> {
        if let Some(day) = step.day.take() {
            self.turn_to(day)?;
        }
        if step.days > 0 {
            self.clock
                .advance_seconds(std::mem::take(&mut step.days) * DAY);
            self.follow_the_clock()?;
        }
        if let Some(each) = step.each.take() {
            let rounds = self.rounds(&each, &words)?.into_iter().rev();
            self.agenda
                .extend(rounds.map(|words| (step.clone(), words)));
            return Ok(None);
        }
        for (name, value) in &step.with {
            let value = self.value(value, &words)?;
            words.insert(name.clone(), value);
        }
        if !step.play.is_empty() {
            let scene = self.text(&step.play, &words)?;
            self.begin_scene(&scene, &words)?;
            return Ok(None);
        }
        let (who, day) = (self.text(&step.who, &words)?, self.day);
        self.act(&step, &who, words)
            .map_err(|error| StoryFault(format!("day {day}, {who}, {}: {error}", step.does)))
    }

    /// A day comes: what is due happens, and letters leave.
    fn turn_to(&mut self, day: i64) -> Told<()> {
        if day < self.day {
            return fault(format!("after day {} there is no day {day}", self.day));
        }
        let morning = self.begin.plus_seconds(day * DAY + MORNING);
        if morning > self.clock.now() {
            self.clock.turn_to(morning);
        }
        self.day = day;
        self.follow_the_clock()
    }

    fn follow_the_clock(&self) -> Told<()> {
        told(worker::follow_the_clock(&self.app))?;
        let returned = &self.story.returned;
        told(worker::deliver_by(&self.app, |letter| {
            match returned.get(letter.email) {
                Some(words) => Err(words.clone()),
                None => Ok(()),
            }
        }))?;
        Ok(())
    }

    fn act(&mut self, step: &Step, who: &str, mut words: Table) -> Told<Option<Sending>> {
        self.clock.advance_seconds(self.story.seconds_between_steps);
        words.insert("who".to_owned(), Value::String(who.to_owned()));
        let does = self.text(&step.does, &words)?;
        let Value::Table(says) = self.value(&Value::Table(step.says.clone()), &words)? else {
            return fault("what is said is no table");
        };
        match does.as_str() {
            "wait" => Ok(None),
            "sign in" => self.sign_in(who).map(|()| None),
            "found" => self.found(says).map(|()| None),
            "announce administrator" => self.announce(&says).map(|()| None),
            address => {
                let wanted = sending::Wanted {
                    who: who.to_owned(),
                    address: address.to_owned(),
                    button: self.text(&step.button, &words)?,
                    file: self.text(&step.file, &words)?,
                    says,
                    makes: self.text(&step.makes, &words)?,
                };
                // Whoever has not signed in yet is a visitor.
                let actor = self
                    .memory
                    .signed_in
                    .get(who)
                    .copied()
                    .unwrap_or(Actor::Visitor);
                Sending::of(&self.app, actor, wanted).map(Some)
            }
        }
    }

    /// What the cast says of somebody; of others there is their name and its address.
    fn of_cast(&self, who: &str, field: &str) -> Told<String> {
        let cast = self.story.cast.get(who);
        match cast.and_then(|one| one.get(field)).and_then(Value::as_str) {
            Some(text) => Ok(text.to_owned()),
            None if self.story.others_at.is_empty() => fault(format!("{who} has no {field}")),
            None if field == "email" => Ok(format!("{who}@{}", self.story.others_at)),
            None => Ok(who.to_owned()),
        }
    }

    fn sign_in(&mut self, who: &str) -> Told<()> {
        let input = input::SignIn {
            email: self.of_cast(who, "email")?.into(),
            password: self.password.into(),
            ..input::SignIn::default()
        };
        let session = told(signing_in::sign_in(&self.app, &Caller::default(), &input))?;
        let actor = Actor::Person {
            account: session.account,
            session: session.id,
        };
        self.memory.signed_in.insert(who.to_owned(), actor);
        Ok(())
    }
}
