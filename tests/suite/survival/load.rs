//! Everybody of the demo's fund at work at once, and what they were told, held against what is
//! stored.

use super::fund::Demo;
use super::person::{Load, Person, content};
use super::program::Settings;
use super::record::{Many, Noted};
use crate::support::lot::Lot;
use jointfund::kernel::digest::sha256_hex;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use tokio::task::JoinHandle;

/// Who of the demo works.
const EVERYBODY: [&str; 31] = [
    "operations@fund.example",
    "ilse.brandt@fund.example",
    "felix.arnaud@reviewers.example",
    "administration@avaria.example",
    "programme@avaria.example",
    "eligibility@avaria.example",
    "approver@avaria.example",
    "payments@avaria.example",
    "finance@avaria.example",
    "compliance@avaria.example",
    "board@avaria.example",
    "administration@bellmark.example",
    "programme@bellmark.example",
    "eligibility@bellmark.example",
    "approver@bellmark.example",
    "payments@bellmark.example",
    "finance@bellmark.example",
    "compliance@bellmark.example",
    "board@bellmark.example",
    "ada.moreau@reviewers.example",
    "bruno.keita@reviewers.example",
    "chiara.rossi@reviewers.example",
    "elif.yilmaz@reviewers.example",
    "dmitri.sokolov@reviewers.example",
    "mara.lindqvist@lumen.example",
    "tomas.okafor@korund.example",
    "ines.carvalho@tidewell.example",
    "henrik.solberg@northgrid.example",
    "daria.novak@ferrous.example",
    "samuel.adeyemi@plumb.example",
    "mira.sand@avaria.example",
];

/// How many units of work each person has carried out, as the trail has it.
const UNITS: &str = "SELECT a.email AS what, COUNT(DISTINCT r.request_id) AS many \
    FROM audit_records r JOIN accounts a ON a.id = r.account_id \
    WHERE r.outcome = 'done' AND r.actor_kind = 'person' GROUP BY a.email";

/// Everybody at work.
pub struct People {
    load: Rc<Load>,
    at_work: Vec<JoinHandle<Person>>,
    /// What each had carried out when it was compared last.
    counted: BTreeMap<String, u64>,
}

/// How many in all.
pub fn sum(many: &Many) -> u64 {
    many.values().sum()
}

fn units(demo: &Demo) -> BTreeMap<String, u64> {
    let found = demo.counts(UNITS).into_iter();
    found
        .map(|(who, many)| (who, u64::try_from(many).unwrap()))
        .collect()
}

impl People {
    /// Everybody signs in and begins.
    pub async fn at_work(demo: &Demo, settings: &Settings, lot: &mut Lot) -> Self {
        let load = Rc::new(Load::default());
        let mut people = Vec::new();
        for email in EVERYBODY {
            let (base, folder, seed) = (&settings.base, demo.folder.path(), lot.draw());
            people.push(Person::signs_in(base, email, &load, folder, seed).await);
        }
        let counted = units(demo);
        let mut all = Self {
            load,
            at_work: Vec::new(),
            counted,
        };
        all.begin(people);
        all
    }

    fn begin(&mut self, people: Vec<Person>) {
        self.load.is_held.set(false);
        let people = people.into_iter();
        self.at_work = people
            .map(|one| actix_web::rt::spawn(one.works()))
            .collect();
    }

    /// What was said to be done so far.
    pub fn acknowledged(&self) -> u64 {
        self.load.acknowledged.get()
    }

    /// How often this was answered while the server could not.
    pub fn times_unable(&self, what: &str) -> u64 {
        let unable = self.load.unable.borrow();
        unable.get(what).copied().unwrap_or_default()
    }

    /// What happened so far, in words.
    pub fn told(&self) -> String {
        let told = |what: &str, many: &RefCell<Many>| {
            let many = many.borrow();
            let lines = many
                .iter()
                .map(|(name, times)| format!("  {times:>6} {name}\n"));
            format!("{what}: {}\n{}", sum(&many), lines.collect::<String>())
        };
        let load = &self.load;
        [
            told("done", &load.done),
            told("refused", &load.refused),
            told("answered that it could not", &load.unable),
            told("answers lost", &load.lost),
            format!("faults: {:#?}", load.faults.borrow()),
        ]
        .concat()
    }

    /// Everybody ends what they are doing.
    async fn rest(&mut self) -> Vec<Person> {
        self.load.is_held.set(true);
        let mut people = Vec::new();
        for one in self.at_work.drain(..) {
            people.push(one.await.unwrap());
        }
        people
    }

    /// Everybody ends what they are doing, and what they were told is held against what is there;
    /// then they go on.
    pub async fn pause_and_compare(&mut self, demo: &Demo) {
        let mut people = self.rest().await;
        self.compare(demo, &mut people).await;
        self.begin(people);
    }

    /// The same at the end; gives what happened.
    pub async fn go_home(mut self, demo: &Demo) -> Rc<Load> {
        let mut people = self.rest().await;
        self.compare(demo, &mut people).await;
        self.load
    }

    async fn compare(&mut self, demo: &Demo, people: &mut [Person]) {
        let there = units(demo);
        let mut faults = Vec::new();
        for person in people.iter_mut() {
            let noted = person.noted();
            let done = noted.iter().filter(|one| one.came == "done").count();
            let either = noted.iter().filter(|one| one.came == "either").count();
            let [done, either] = [done, either].map(|many| u64::try_from(many).unwrap());
            let who = &person.email;
            let before = self.counted.get(who).copied().unwrap_or_default();
            let now = there.get(who).copied().unwrap_or_default() - before;
            if now < done || now > done + either {
                let of: Vec<&str> = noted.iter().map(|one| one.path.as_str()).collect();
                faults.push(format!(
                    "{who} was told of {done} deeds (and of {either} knows no more), and {now} \
                     are in the trail: {of:#?}"
                ));
            }
            faults.extend(read_back(person, &noted).await);
        }
        self.counted = there;
        faults.extend(self.load.faults.borrow().iter().cloned());
        assert!(faults.is_empty(), "{}\n{}", self.told(), faults.join("\n"));
    }
}

/// What was acknowledged and is not there as it was said.
async fn read_back(person: &Person, noted: &[Noted]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut titles = BTreeMap::new();
    for one in noted.iter().filter(|one| one.came == "done") {
        let fault = |what: &str| format!("{}: {} {what}: {}", person.email, one.path, one.answer);
        let parts: Vec<&str> = one.path.split('/').collect();
        match (&parts[1..], one.answer.as_str()) {
            (["applications", id, "edit"], _) => {
                titles.insert((*id).to_owned(), one.number);
            }
            (["applications", id, "submit"], _) => {
                let found = person.get(&format!("/applications/{id}")).await;
                let is_taken_back = found["digest"].is_null();
                let digest = found["digest"] == one.answer["digest"];
                let number = found["number"] == one.answer["number"];
                if !(is_taken_back || digest && number) {
                    faults.push(fault("is not what the receipt says"));
                }
            }
            (["applications", _, "files"], Some(id)) => {
                let sent = sha256_hex(content(one.number));
                let kept = person.file(&format!("/files/{id}")).await.map(sha256_hex);
                // A file may have been taken out again by who sent it.
                if kept.as_ref().is_some_and(|kept| *kept != sent) {
                    faults.push(fault("is another file"));
                }
                let was_removed = noted.iter().any(|other| other.path.contains(id));
                if kept.is_none() && !was_removed {
                    faults.push(fault("is gone"));
                }
            }
            (
                [
                    list @ ("calls" | "applications" | "awards" | "payouts" | "payment-orders"
                    | "organisations"),
                ],
                Some(id),
            ) => {
                let is_gone = person.get(&format!("/{list}/{id}")).await.is_null();
                faults.extend(is_gone.then(|| fault("is not there")));
            }
            ([_, _, list @ ("applications" | "award" | "payouts")], Some(id)) => {
                let list = list.replace("award", "awards");
                let is_gone = person.get(&format!("/{list}/{id}")).await.is_null();
                faults.extend(is_gone.then(|| fault("is not there")));
            }
            _ => {}
        }
    }
    for (application, number) in titles {
        let found = person.get(&format!("/applications/{application}")).await;
        let title = found["title"].as_str().unwrap_or_default();
        let kept = title
            .strip_prefix("Title ")
            .and_then(|text| text.parse().ok());
        if kept.is_none_or(|kept: u64| kept < number) {
            let who = &person.email;
            faults.push(format!(
                "{who}: {application} was saved as {number}, and is {title}"
            ));
        }
    }
    faults
}
