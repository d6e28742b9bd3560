//! A fund of its own for every test: the real server on a free port, its own database, a clock to turn.

pub mod browser;
pub mod contract;
pub mod counting;
pub mod database;
pub mod people;

use self::database::TestDatabase;
use jointfund::app::App;
use jointfund::config::{Config, Transport};
use jointfund::db::tx::Actor;
use jointfund::integrity;
use jointfund::kernel::secret::Secret;
use jointfund::kernel::time::{Instant, ShiftedClock, TurnedClock};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// When every test begins.
pub const BEGIN: &str = "2027-01-04T09:00:00.000000Z";
/// Everyone's password.
pub const PASSWORD: &str = "a kettle of seven herons";

/// A fund with its server.
pub struct TestFund {
    pub app: App,
    pub clock: TurnedClock,
    pub base: String,
    /// The most statements each request to the API took, by method and pattern of its address.
    pub counted: Mutex<BTreeMap<String, u32>>,
    http: reqwest::Client,
    _files: tempfile::TempDir,
    _database: TestDatabase,
}

impl TestFund {
    /// An empty fund.
    pub fn empty() -> Self {
        Self::with_clock(None)
    }

    /// An empty fund whose people can turn the demonstration's clock.
    pub fn with_clock(demo_clock: Option<ShiftedClock>) -> Self {
        counting::begin();
        let database = TestDatabase::new();
        let files = tempfile::tempdir().unwrap();
        let mut config = Config::load(None, std::iter::empty()).unwrap();
        config.database.url = database.url();
        config.server.bind = "127.0.0.1:0".parse().unwrap();
        config.storage.attachments = files.path().join("attachments");
        config.mail.transport = Transport::Memory;
        config.security.token_key =
            Secret::new("a key of more than thirty-two characters".to_owned());
        config.security.argon2_memory_kib = 64;
        config.security.argon2_rounds = 1;
        // Letters keep their words, so that a test can read the links its people get.
        config.fund.demo = true;
        let clock = TurnedClock::at(Instant::from_text(BEGIN).unwrap());
        let mut app = App::new(config, Arc::new(clock.clone())).unwrap();
        app.demo_clock = demo_clock;
        let (server, address) = jointfund::web::serve(app.clone()).unwrap();
        actix_web::rt::spawn(server);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            app,
            clock,
            base: format!("http://{address}"),
            counted: Mutex::default(),
            http,
            _files: files,
            _database: database,
        }
    }

    /// A fund with two partners, their staff, three reviewers, two applicants, and money.
    pub async fn new() -> Self {
        let fund = Self::empty();
        people::settle(&fund);
        fund
    }

    pub fn advance_days(&self, days: i64) {
        self.clock.advance_seconds(days * 24 * 60 * 60);
        jointfund::worker::follow_the_clock(&self.app).unwrap();
    }

    async fn token(&self, who: &str) -> String {
        let body = json!({ "email": people::email(who), "password": PASSWORD });
        let answer = self
            .http
            .post(format!("{}/api/v1/tokens", self.base))
            .json(&body)
            .send()
            .await
            .unwrap();
        let tokens: Value = answer.json().await.unwrap();
        tokens["access_token"]
            .as_str()
            .unwrap_or_else(|| panic!("{who}: {tokens}"))
            .to_owned()
    }

    /// Asks the API; `who` may be empty for a visitor.
    pub async fn get(&self, who: &str, path: &str) -> (u16, Value) {
        let mut request = self.http.get(format!("{}/api/v1{path}", self.base));
        if !who.is_empty() {
            request = request.bearer_auth(self.token(who).await);
        }
        let before = counting::statements(self);
        let answer = given("get", path, request).await;
        self.count("GET", path, before);
        answer
    }

    /// Acts by the API; `who` may be empty for a visitor.
    pub async fn post(&self, who: &str, path: &str, body: Value) -> (u16, Value) {
        let mut request = self
            .http
            .post(format!("{}/api/v1{path}", self.base))
            .json(&body);
        if !who.is_empty() {
            request = request.bearer_auth(self.token(who).await);
        }
        let before = counting::statements(self);
        let answer = given("post", path, request).await;
        self.count("POST", path, before);
        answer
    }

    fn count(&self, method: &str, path: &str, before: u32) {
        let took = counting::statements(self) - before;
        let what = format!("{method} /api/v1{}", counting::pattern(path));
        let mut counted = self.counted.lock().unwrap();
        let most = counted.entry(what).or_default();
        *most = took.max(*most);
    }

    /// The same body, saying what was seen: whoever acts has read the thing before.
    async fn having_read(&self, who: &str, path: &str, mut body: Value) -> Value {
        let parts: Vec<&str> = path.split('/').collect();
        if let [
            "",
            "awards",
            _,
            kind @ ("milestones" | "bank-accounts"),
            id,
            _,
        ] = parts[..]
        {
            let read = self.part_of_an_award(kind, id).await;
            if let (Some(body), Some(seen)) = (body.as_object_mut(), read.get("version")) {
                body.entry("version").or_insert(seen.clone());
            }
            return body;
        }
        if let ["", "applications", application, "reviewers", id, _] = parts[..] {
            let page = format!("/applications/{application}/evaluation");
            let (_, read) = self.get(who, &page).await;
            let assigned = read["assigned"].as_array().into_iter().flatten();
            let seen = assigned.clone().find(|one| one["id"] == id);
            if let (Some(body), Some(seen)) = (body.as_object_mut(), seen) {
                body.entry("version").or_insert(seen["version"].clone());
            }
            return body;
        }
        if let ["", "people", person, "roles", id, _] = parts[..] {
            let (_, read) = self.get("auditor", &format!("/people/{person}")).await;
            let roles = read["roles"].as_array().into_iter().flatten();
            let version = roles
                .filter(|one| one["id"] == id)
                .map(|one| &one["version"]);
            for (body, seen) in body.as_object_mut().into_iter().zip(version) {
                body.entry("version").or_insert(seen.clone());
            }
            return body;
        }
        if let ["", kind @ ("partners" | "themes"), id, ..] = parts[..] {
            let (_, fund) = self.get("", "/fund").await;
            let all = fund[kind].as_array().into_iter().flatten();
            let version = all.filter(|one| one["id"] == id).map(|one| &one["version"]);
            let is_edit = kind == "themes" || matches!(parts[3], "retire" | "reinstate");
            for (body, seen) in body.as_object_mut().into_iter().zip(version) {
                if is_edit {
                    body.entry("version").or_insert(seen.clone());
                }
            }
            return body;
        }
        let ["", kind, id, deed] = parts[..] else {
            return body;
        };
        let own = format!("/{kind}/{id}");
        let (read_at, seen): (String, &[(&str, &str)]) = match (kind, deed) {
            ("payouts", _) => (own, &[("version", "/version"), ("digest", "/digest")]),
            ("applications", "edit" | "submit") => (own, &[("version", "/version")]),
            (
                "calls",
                "edit" | "send" | "return" | "publish" | "cancel" | "evaluate" | "give-back-rest",
            ) => (own, &[("version", "/version")]),
            ("people", "suspend" | "restore") => (own, &[("version", "/version")]),
            ("calls", "approve") => (own, &[("digest", "/digest")]),
            ("calls", "vote" | "release" | "reopen") => {
                (format!("{own}/ranking"), &[("digest", "/digest")])
            }
            ("awards", "sign" | "sign-as-lead") => (own, &[("digest", "/agreement_digest")]),
            ("awards", "lapse" | "complete") => (own, &[("version", "/version")]),
            ("reviews", _) => (own, &[("version", "/version")]),
            ("applications", "reviewers") => {
                (format!("{own}/evaluation"), &[("version", "/version")])
            }
            ("applications", "consensus" | "reopen") => {
                (format!("{own}/evaluation"), &[("digest", "/digest")])
            }
            _ => return body,
        };
        let (status, read) = self.get(who, &read_at).await;
        if let (200, Some(body)) = (status, body.as_object_mut()) {
            for (name, place) in seen {
                let seen = read.pointer(place).cloned().unwrap_or_default();
                body.entry(*name).or_insert(seen);
            }
        }
        body
    }

    /// A milestone or a payee's account as it stands in its award.
    async fn part_of_an_award(&self, kind: &str, id: &str) -> Value {
        let (_, awards) = self.get("auditor", "/awards").await;
        for award in awards["items"].as_array().unwrap() {
            let path = format!("/awards/{}", award["id"].as_str().unwrap());
            let (_, award) = self.get("auditor", &path).await;
            let parts = award[kind.replace('-', "_")].as_array().unwrap().clone();
            if let Some(found) = parts.into_iter().find(|one| one["id"] == id) {
                return found;
            }
        }
        Value::Null
    }

    /// Acts by the API, having read what is acted on, and expects it to be done.
    pub async fn done(&self, who: &str, path: &str, body: Value) -> Value {
        let body = self.having_read(who, path, body).await;
        let (status, answer) = self.post(who, path, body).await;
        assert_eq!(status, 200, "{who} {path}: {answer}");
        answer
    }

    /// Acts by the API, having read what is acted on, and expects a refusal with this status and code.
    pub async fn refused(&self, who: &str, path: &str, body: Value, status: u16, code: &str) {
        let body = self.having_read(who, path, body).await;
        let (found, answer) = self.post(who, path, body).await;
        assert_eq!(
            (found, answer["code"].as_str()),
            (status, Some(code)),
            "{who} {path}: {answer}"
        );
    }

    /// What must always be true is true.
    pub fn holds(&self) {
        let fault = self.app.read_now(Actor::Operator, integrity::first_fault);
        assert_eq!(fault.unwrap(), None);
    }
}

/// An answer of the API, which keeps what the document promises.
async fn given(method: &str, path: &str, request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.json().await.unwrap_or(Value::Null);
    contract::keeps(method, path, status, &body);
    (status, body)
}
