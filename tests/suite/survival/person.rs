//! Somebody who does what they are offered, by the API, one thing after another, and notes each
//! intent and each answer.

use super::program::pause;
use super::record::{Came, Many, Noted, Record, more};
use super::words::{self, About};
use crate::support::PASSWORD;
use crate::support::lot::Lot;
use jointfund::kernel::time::{Clock, Date, SystemClock};
use jointfund::web::deed::{Deed, Work};
use jointfund::web::table::Table;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The longest an answer may be unknown.
const SETTLED: Duration = Duration::from_secs(60);
/// The longest a server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
const AGAIN: Duration = Duration::from_millis(5);

/// What all of the load have in common.
#[derive(Default)]
pub struct Load {
    /// Whether nothing new is to be begun.
    pub is_held: Cell<bool>,
    /// The number of the last intent.
    pub number: Cell<u64>,
    /// What was said to be done.
    pub acknowledged: Cell<u64>,
    /// Requests to which nothing was answered.
    pub unanswered: Cell<u64>,
    /// The same as `acknowledged`, by the address of the deed.
    pub done: RefCell<Many>,
    /// What was refused, by code and address.
    pub refused: RefCell<Many>,
    /// What was answered while the server could not, by status and code.
    pub unable: RefCell<Many>,
    /// Intents whose first answer was lost or was that the server cannot: how they ended.
    pub lost: RefCell<Many>,
    /// What must not be.
    pub faults: RefCell<Vec<String>>,
}

/// What somebody knows of the fund from the beginning.
#[derive(Default)]
pub struct World {
    pub today: String,
    pub in_a_month: String,
    pub in_two_months: String,
    pub theme: String,
    pub partners: Vec<String>,
    /// The partner they are in office for; null where there is none.
    pub partner: Value,
    /// The role they grant.
    pub grants: String,
    /// The organisations they lead.
    pub organisations: Vec<String>,
}

impl World {
    async fn seen_by(person: &Person) -> Self {
        let fund = person.get("/fund").await;
        let partners = fund["partners"].as_array().cloned().unwrap_or_default();
        let active = partners.iter().filter(|one| one["state"] == "active");
        let (_, host) = person.email.split_once('@').unwrap();
        let own = match host {
            "avaria.example" => "AV",
            "bellmark.example" => "BM",
            _ => "",
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let own = partners.iter().find(|one| one["code"] == own);
        let led = person.get("/organisations").await;
        let led = led.as_array().cloned().unwrap_or_default();
        let now = SystemClock.now().to_fixed_text();
        let today: Date = now.split('T').next().unwrap().parse().unwrap();
        let grants = match person.email.as_str() {
            "ilse.brandt@fund.example" => "reviewer",
            "operations@fund.example" => "auditor",
            _ => "programme_officer",
        };
        Self {
            today: today.plain_text(),
            in_a_month: today.plus_days(30).plain_text(),
            in_two_months: today.plus_days(60).plain_text(),
            theme: text(&fund["themes"][0]["id"]),
            partners: active.map(|one| text(&one["id"])).collect(),
            partner: own.map_or(Value::Null, |one| one["id"].clone()),
            grants: grants.to_owned(),
            organisations: led.iter().map(|one| text(&one["id"])).collect(),
        }
    }
}

/// What is offered to somebody.
struct Offer {
    path: String,
    seen: Value,
}

/// Somebody at work.
pub struct Person {
    pub email: String,
    record: Record,
    base: String,
    world: World,
    /// How much of the record was read back.
    read_back: usize,
    http: reqwest::Client,
    token: String,
    load: Rc<Load>,
    lot: Lot,
    known: BTreeSet<String>,
}

/// What the server answered, or did not.
enum Heard {
    Answer(u16, Value),
    Nothing,
}

impl Person {
    /// Signs in.
    pub async fn signs_in(
        base: &str,
        email: &str,
        load: &Rc<Load>,
        folder: &Path,
        seed: u64,
    ) -> Self {
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .build()
            .unwrap();
        let token = one_token(base, email).await;
        let mut person = Self {
            email: email.to_owned(),
            record: Record::of(&folder.join("witness"), email),
            base: base.to_owned(),
            world: World::default(),
            read_back: 0,
            http,
            token,
            load: load.clone(),
            lot: Lot(seed),
            known: BTreeSet::new(),
        };
        person.looks_around().await;
        person
    }

    async fn heard(&self, request: reqwest::RequestBuilder) -> Heard {
        let Ok(answer) = request.bearer_auth(&self.token).send().await else {
            return Heard::Nothing;
        };
        let status = answer.status().as_u16();
        let is_said_when = answer.headers().contains_key("retry-after");
        if matches!(status, 503 | 507) && !is_said_when {
            self.fault(format!("{status} without Retry-After"));
        }
        match answer.json().await {
            Ok(body) => Heard::Answer(status, body),
            Err(_) if status >= 500 => Heard::Answer(status, Value::Null),
            Err(_) => Heard::Nothing,
        }
    }

    /// What the API answers here; null where it does not.
    pub async fn get(&self, path: &str) -> Value {
        match self
            .heard(self.http.get(format!("{}/api/v1{path}", self.base)))
            .await
        {
            Heard::Answer(200, body) => body,
            Heard::Answer(500, body) => {
                self.fault(format!("GET {path}: 500, {body}"));
                Value::Null
            }
            _ => Value::Null,
        }
    }

    /// A file as it is given out.
    pub async fn file(&self, path: &str) -> Option<Vec<u8>> {
        let request = self.http.get(format!("{}/api/v1{path}", self.base));
        let answer = request.bearer_auth(&self.token).send().await.ok()?;
        let answer = answer.error_for_status().ok()?;
        Some(answer.bytes().await.ok()?.to_vec())
    }

    fn fault(&self, fault: String) {
        let who = &self.email;
        self.load
            .faults
            .borrow_mut()
            .push(format!("{who}: {fault}"));
    }

    /// Learns what there is for them.
    async fn looks_around(&mut self) {
        self.world = World::seen_by(self).await;
        for list in [
            "/applications",
            "/awards",
            "/calls",
            "/payouts",
            "/people",
            "/organisations",
            "/joinings",
            "/reviews",
        ] {
            let found = self.get(list).await;
            let items = found["items"].as_array().or(found.as_array()).cloned();
            for one in items.unwrap_or_default() {
                let Some(id) = one["id"].as_str() else {
                    continue;
                };
                self.knows(format!("{list}/{id}"));
            }
        }
        self.knows("/fund".to_owned());
    }

    /// Whatever is known of a thing is looked at again some time.
    fn knows(&mut self, path: String) {
        if path.starts_with("/applications/") {
            self.known.insert(format!("{path}/evaluation"));
            self.known.insert(format!("{path}/offices"));
        }
        if path.starts_with("/calls/") {
            self.known.insert(format!("{path}/ranking"));
            self.known.insert(format!("{path}/ranking/preview"));
        }
        self.known.insert(path);
    }

    /// Works until everybody is to rest.
    pub async fn works(mut self) -> Self {
        while !self.load.is_held.get() {
            self.does_something().await;
            // Others are heard too where a server answers at once.
            actix_web::rt::task::yield_now().await;
        }
        self
    }

    /// What was noted since this was asked last, as it stands on the disk.
    pub fn noted(&mut self) -> Vec<Noted> {
        let noted = self.record.read(self.read_back);
        self.read_back += noted.len();
        noted
    }

    async fn does_something(&mut self) {
        let Some((deed, offer, thing)) = self.finds().await else {
            return;
        };
        let call = match (deed.path, thing["call"].as_str()) {
            ("/applications/{id}/edit", Some(call)) => self.get(&format!("/calls/{call}")).await,
            _ => Value::Null,
        };
        let number = self.load.number.get() + 1;
        self.load.number.set(number);
        let about = About {
            thing: &thing,
            call: &call,
            seen: &offer.seen,
        };
        let body = words::typed(deed, &about, &self.world, &mut self.lot, number);
        self.record.intent(number, &offer.path, &body);
        let (came, answer) = self.settles(deed, &offer.path, &body, number).await;
        self.record.answer(number, &offer.path, came, &answer);
        match came {
            Came::Done => {
                self.load.acknowledged.set(self.load.acknowledged.get() + 1);
                more(&mut self.load.done.borrow_mut(), deed.path);
                if let Some(id) = answer.as_str() {
                    let list = deed.path.rsplit('/').next().unwrap_or_default();
                    self.knows(format!("/{}/{id}", list.replace("award", "awards")));
                }
            }
            Came::Refused => {
                let code = answer["code"].as_str().unwrap_or_default();
                let faults = answer["faults"].as_object().into_iter().flatten();
                let fields: Vec<&str> = faults.map(|fault| fault.0.as_str()).take(3).collect();
                let refused = format!("{code} {} {}", deed.path, fields.join(" "));
                more(&mut self.load.refused.borrow_mut(), &refused);
            }
            Came::Either => {}
        }
    }

    /// Sends it until it is known what came of it.
    async fn settles(&self, deed: &Deed, path: &str, body: &Value, number: u64) -> (Came, Value) {
        let (begun, mut is_lost) = (Instant::now(), false);
        loop {
            let heard = self.heard(self.request(deed, path, body, number)).await;
            let lost = |came: &str, is_lost: bool| {
                if is_lost {
                    more(&mut self.load.lost.borrow_mut(), came);
                }
            };
            match heard {
                Heard::Answer(200, answer) => {
                    lost("done", is_lost);
                    return (Came::Done, answer);
                }
                Heard::Answer(500, answer) => {
                    self.fault(format!("{path} {body}: 500, {answer}"));
                    return (Came::Refused, answer);
                }
                Heard::Answer(status, answer) if status < 500 => {
                    lost("refused", is_lost);
                    // What is done once would have been answered as the first time.
                    let either = is_lost && !deed.is_done_once;
                    return (if either { Came::Either } else { Came::Refused }, answer);
                }
                Heard::Answer(status, answer) => {
                    let code = answer["code"].as_str().unwrap_or_default();
                    more(
                        &mut self.load.unable.borrow_mut(),
                        &format!("{status} {code}"),
                    );
                    is_lost = true;
                }
                Heard::Nothing => {
                    self.load.unanswered.set(self.load.unanswered.get() + 1);
                    is_lost = true;
                }
            }
            if begun.elapsed() > SETTLED {
                self.fault(format!("{path}: no answer within {SETTLED:?}"));
                return (Came::Either, Value::Null);
            }
            pause(AGAIN).await;
            if is_lost && matches!(deed.work, Work::File(_)) {
                // A file has no key: whoever lost the answer looks first.
                match self.sent_before(path, number).await {
                    Some(Some(id)) => {
                        lost("done", true);
                        return (Came::Done, id);
                    }
                    Some(None) => {}
                    None => continue,
                }
            }
        }
    }

    /// The file that this intent has left, if there is one; nothing where nobody answers.
    async fn sent_before(&self, path: &str, number: u64) -> Option<Option<Value>> {
        let thing = path.rsplit_once('/').unwrap().0;
        let found = self.get(thing).await;
        let list = if path.ends_with("/bank-files") {
            "bank_files"
        } else {
            "attachments"
        };
        let files = found[list].as_array()?;
        let name = format!("plan-{number}.pdf");
        let mut ours = files.iter().filter(|one| one["name"] == name.as_str());
        Some(ours.next().map(|one| one["id"].clone()))
    }

    fn request(
        &self,
        deed: &Deed,
        path: &str,
        body: &Value,
        number: u64,
    ) -> reqwest::RequestBuilder {
        let request = self.http.post(format!("{}/api/v1{path}", self.base));
        let request = request.header("Idempotency-Key", format!("intent-{number}"));
        if let Work::File(_) = deed.work {
            let part = Part::bytes(content(number)).file_name(format!("plan-{number}.pdf"));
            return request.multipart(Form::new().part("file", part));
        }
        request.json(body)
    }

    /// Something they can do now.
    async fn finds(&mut self) -> Option<(&'static Deed, Offer, Value)> {
        let thing = match self.lot.below(8) {
            0 => return self.begins().await,
            1..=4 => {
                let work = self.get("/me/work").await;
                let waiting = work["waiting"].as_array().filter(|all| !all.is_empty())?;
                let place = self.lot.one_of(waiting)["href"].as_str()?;
                let place = place
                    .split(['?', '#'])
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                self.get(&place).await
            }
            _ => {
                let known: Vec<&String> = self.known.iter().collect();
                let path = (*self.lot.one_of(&known)).clone();
                self.get(&path).await
            }
        };
        let offers = offered(&thing);
        let offers: Vec<(&'static Deed, Offer)> = offers
            .into_iter()
            .filter_map(|offer| {
                let (deed, _) = Table::shared().deed_at(&offer.path)?;
                super::habits::may_be_done(deed.path, &thing, &mut self.lot)
                    .then_some((deed, offer))
            })
            .collect();
        let at = self.lot.below(offers.len());
        let (deed, offer) = offers.into_iter().nth(at)?;
        Some((deed, offer, thing))
    }

    /// Something new, or something in a list, of which no answer offers it.
    async fn begins(&mut self) -> Option<(&'static Deed, Offer, Value)> {
        let beginning = super::habits::beginning(&self.email, &self.world, &mut self.lot)?;
        let of_list = match beginning.list {
            "" => Value::Null,
            list => self.get(list).await,
        };
        let chosen = beginning.chosen(&of_list, &mut self.lot)?;
        let (deed, _) = Table::shared().deed_at(&chosen.0)?;
        let offer = Offer {
            path: chosen.0,
            seen: chosen.1,
        };
        Some((deed, offer, Value::Null))
    }
}

/// A token for somebody.
pub async fn one_token(base: &str, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD });
    let asked = reqwest::Client::new().post(format!("{base}/api/v1/tokens"));
    let answer = asked.json(&body).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    let token = answer["access_token"].as_str();
    token
        .unwrap_or_else(|| panic!("{email}: {answer}"))
        .to_owned()
}

/// The bytes of the file of an intent.
pub fn content(number: u64) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.4\n% {number}\n").into_bytes();
    bytes.resize(4096 + usize::try_from(number % 60_000).unwrap(), b' ');
    bytes.extend(b"\n%%EOF\n");
    bytes
}

/// What an answer says can be done now.
fn offered(thing: &Value) -> Vec<Offer> {
    let actions = thing["permitted_actions"].as_array().into_iter().flatten();
    let free = actions.filter(|one| one["refused"].is_null());
    let offers = free.filter_map(|one| {
        Some(Offer {
            path: one["href"].as_str()?.strip_prefix("/api/v1")?.to_owned(),
            seen: one["seen"].clone(),
        })
    });
    offers.collect()
}
