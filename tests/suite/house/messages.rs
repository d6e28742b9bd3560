//! Every message that can be asked for is there, and nothing is there that nobody can ask for.

use jointfund::applications::model::Verdict;
use jointfund::calls::model::GapMode;
use jointfund::decisions::input::{Outcome, Vote, Why};
use jointfund::disbursements::model::{
    BankAnswerKind, BankClaimKind, BankReason, PayoutKind, Seat,
};
use jointfund::kernel::fault::{Fault, FaultCode};
use jointfund::ledger::posting::{Account, Book};
use jointfund::organisations::input::{MemberRole, SizeClass};
use jointfund::rules::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, BankClaimState,
    BookingState, CallState, JoiningState, LetterState, MilestoneState, OrganisationState,
    PartnerState, PayoutState, RankingState, RoleState, State,
};
use jointfund::rules::notice::LetterKind;
use jointfund::rules::proof::Factor;
use jointfund::rules::recusal::RecusalOrigin;
use jointfund::rules::recusal::RecusalState;
use jointfund::rules::restore::RestoreState;
use jointfund::rules::{Action, Capacity, Condition, separation};
use jointfund::web::table::Table;
use jointfund::words::{Named, Say, Texts};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a voice without messages says: the keys it asked for.
struct Asked {
    say: Say,
    keys: BTreeSet<String>,
}

impl Asked {
    fn names<N: Named>(&mut self) {
        let keys = N::LIST.iter().map(|one| self.say.name(*one));
        self.keys.extend(keys.collect::<Vec<_>>());
    }

    fn states<S: State>(&mut self, all: &[S]) {
        let keys = all.iter().map(|one| self.say.state(*one));
        self.keys.extend(keys.collect::<Vec<_>>());
    }

    fn ways_on<S: State>(&mut self, all: &[S]) {
        let keys = all.iter().map(|one| self.say.next(*one, &[]));
        self.keys.extend(keys.collect::<Vec<_>>());
    }
}

/// Every key of the typed families.
fn families() -> BTreeSet<String> {
    let say = Say::new(Arc::new(Texts::default()), "en");
    let mut asked = Asked {
        say: say.clone(),
        keys: BTreeSet::new(),
    };
    asked.names::<Account>();
    asked.names::<BankAnswerKind>();
    asked.names::<BankClaimKind>();
    asked.names::<RecusalOrigin>();
    asked.names::<BankReason>();
    asked.names::<Book>();
    asked.names::<GapMode>();
    asked.names::<Factor>();
    asked.names::<MemberRole>();
    asked.names::<Outcome>();
    asked.names::<PayoutKind>();
    asked.names::<Seat>();
    asked.names::<SizeClass>();
    asked.names::<Verdict>();
    asked.names::<Vote>();
    asked.names::<Why>();
    asked.states(AccountState::ALL);
    asked.states(RoleState::ALL);
    asked.states(OrganisationState::ALL);
    asked.states(JoiningState::ALL);
    asked.states(PartnerState::ALL);
    asked.states(BookingState::ALL);
    asked.states(CallState::ALL);
    asked.states(ApplicationState::ALL);
    asked.states(AssignmentState::ALL);
    asked.states(RankingState::ALL);
    asked.states(AwardState::ALL);
    asked.states(MilestoneState::ALL);
    asked.states(BankAccountState::ALL);
    asked.states(PayoutState::ALL);
    asked.states(BankClaimState::ALL);
    asked.states(RecusalState::ALL);
    asked.states(RestoreState::ALL);
    asked.states(LetterState::ALL);
    asked.ways_on(CallState::ALL);
    asked.ways_on(ApplicationState::ALL);
    asked.ways_on(AssignmentState::ALL);
    asked.ways_on(RankingState::ALL);
    asked.ways_on(AwardState::ALL);
    asked.ways_on(PayoutState::ALL);
    let mut keys = asked.keys;
    keys.extend(Action::ALL.iter().map(|one| say.action(*one)));
    keys.extend(Capacity::ALL.iter().map(|one| say.capacity(*one)));
    keys.extend(Capacity::ALL.iter().map(|one| say.the_capacity(*one)));
    keys.extend(Condition::ALL.iter().map(|one| say.condition(*one)));
    keys.extend(separation::APART.iter().map(|one| say.separation(one)));
    let faults = FaultCode::ALL.iter();
    keys.extend(faults.map(|one| say.fault(&Fault::new(*one))));
    for kind in LetterKind::ALL {
        keys.insert(say.letter_subject(*kind, &[]));
        keys.insert(say.letter_body(*kind, &[]));
    }
    let deeds = &Table::shared().deeds;
    for deed in deeds.iter().filter(|deed| !deed.is_for_programs()) {
        keys.insert(say.button(deed.name()));
        keys.insert(format!("done-{}", deed.name()));
    }
    keys.extend((1..=12).map(|month| say.month(month)));
    for status in [401, 403, 404, 405, 409, 422, 429, 500, 503, 507] {
        keys.insert(say.error_title(status));
    }
    keys
}

/// Every string that stands in a source or a template.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut all, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in super::sources(&["rs", "html", "txt"]) {
        // What stands between two quotation marks: in a template a string may stand in another.
        let mut before = "";
        for part in text.split('"') {
            let call = before.trim_end();
            if call.ends_with(".t(") || call.ends_with("say.with(") {
                asked.insert(part.to_owned());
            }
            all.insert(part.to_owned());
            before = part;
        }
    }
    assert!(asked.len() > 100);
    (all, asked)
}

/// The names of the columns of tables, and of single fields, as the pages ask for them.
fn labels() -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for (_, text) in super::sources(&["rs"]) {
        for begin in ["heads(say, &[", "let names = ["] {
            for list in text.split(begin).skip(1) {
                let list = list.split(']').next().unwrap_or_default();
                let names = list.split('"').skip(1).step_by(2);
                labels.extend(names.map(|name| format!("field-{name}")));
            }
        }
        let fields = text.split("say.field(\"").skip(1);
        let names = fields.filter_map(|rest| rest.split_once('"'));
        let names = names.filter_map(|(path, _)| path.rsplit('.').next());
        labels.extend(names.map(|name| format!("field-{name}")));
    }
    assert!(labels.len() > 30, "{}", labels.len());
    labels
}

fn keys_of(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for (_, text) in Texts::files(language) {
        for line in text.lines() {
            let begins = line.starts_with(|first: char| first.is_ascii_lowercase());
            if let (true, Some((key, _))) = (begins, line.split_once(" =")) {
                current = key.to_owned();
                found.entry(current.clone()).or_default();
            }
            for part in line.split('$').skip(1) {
                let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let variable = part[..end.unwrap_or(part.len())].to_owned();
                found.entry(current.clone()).or_default().insert(variable);
            }
        }
    }
    found
}

#[test]
fn every_message_that_can_be_asked_for_is_there() {
    let (_, asked) = literals();
    for language in Texts::languages() {
        let there = keys_of(language.code);
        let missing: Vec<String> = families()
            .into_iter()
            .chain(asked.iter().cloned())
            .chain(labels())
            .filter(|key| !there.contains_key(key))
            .collect();
        assert_eq!(missing, Vec::<String>::new(), "{}", language.code);
    }
}

#[test]
fn every_message_that_is_there_can_be_asked_for() {
    let ((all, _), families) = (literals(), families());
    let buttons: BTreeSet<String> = all
        .iter()
        .map(String::as_str)
        .chain(Action::ALL.iter().map(|one| one.code()))
        .map(|name| format!("intro-{name}"))
        .collect();
    let last_words: BTreeSet<&str> = all
        .iter()
        .map(|path| path.rsplit(['.', '-']).next().unwrap_or(path))
        .collect();
    let spare: Vec<String> = keys_of("en")
        .into_keys()
        .filter(|key| !families.contains(key) && !all.contains(key) && !buttons.contains(key))
        .filter(|key| match key.split_once('-') {
            // Names of fields are asked for by the last word of their path.
            Some(("field" | "hint", name)) => !last_words.contains(name),
            Some(("action" | "done" | "task", name)) => !all.contains(name),
            Some(("duplicate" | "error", name)) => !all.contains(name),
            _ => true,
        })
        .collect();
    assert_eq!(spare, Vec::<String>::new());
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let english = keys_of("en");
    for language in Texts::languages() {
        assert_eq!(keys_of(language.code), english, "{}", language.code);
    }
}

#[test]
fn no_key_is_put_together_outside_the_words() {
    let families = [
        "action",
        "capacity",
        "condition",
        "done",
        "duplicate",
        "error",
        "fault",
        "field",
        "hint",
        "intro",
        "letter",
        "next",
        "state",
        "task",
    ];
    let mut found = Vec::new();
    for (name, text) in super::sources(&["rs"]) {
        if name.starts_with("words/") {
            continue;
        }
        for family in families {
            if text.contains(&format!("\"{family}-{{")) {
                found.push(format!("{name}: {family}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
