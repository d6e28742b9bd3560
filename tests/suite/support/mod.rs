//! A fund of its own for every test: the real server on a free port, its own database, a clock to turn.

pub mod browser;
pub mod contract;
pub mod counting;
pub mod crawl;
pub mod database;
pub mod device;
pub mod lot;
pub mod people;
pub mod proxy;

use self::database::TestDatabase;
use jointfund::app::App;
use jointfund::backup::{self, BackupError};
use jointfund::cli::story::player::{self, Memory, Player};
use jointfund::config::ipnet_text::Network;
use jointfund::config::{Config, Transport};
use jointfund::db::tx::Actor;
use jointfund::integrity;
use jointfund::kernel::secret::Secret;
use jointfund::kernel::time::{Instant, ShiftedClock, TurnedClock};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// When every test begins.
pub const BEGIN: &str = "2027-01-04T09:00:00.000000Z";
/// Everyone's password.
pub const PASSWORD: &str = "a kettle of seven herons";

/// How long a test waits for what must come at once.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until it is so.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        actix_web::rt::task::yield_now().await;
    }
}

/// A fund with its server.
pub struct TestFund {
    pub app: App,
    pub clock: TurnedClock,
    pub base: String,
    /// The most statements each request to the API took, by method and pattern of its address.
    pub counted: Mutex<BTreeMap<String, u32>>,
    http: reqwest::Client,
    player: Mutex<Player>,
    _files: tempfile::TempDir,
    _database: TestDatabase,
}

impl TestFund {
    /// An empty fund.
    pub fn empty() -> Self {
        let begin = Instant::from_text(BEGIN).unwrap();
        let told = (TestDatabase::new(), Memory::default(), begin, Vec::new());
        Self::over(told, None, |_| {})
    }

    /// A fund with two partners, their staff, three reviewers, two applicants, and money.
    pub async fn new() -> Self {
        Self::after("paid_in")
    }

    /// A fund to which the story was told up to this scene.
    pub fn after(scene: &str) -> Self {
        Self::over(people::after(scene), None, |_| {})
    }

    /// One whose settings are changed before it starts.
    pub fn tuned(scene: &str, tune: impl FnOnce(&mut Config)) -> Self {
        Self::over(people::after(scene), None, tune)
    }

    /// One with what each partner has pledged, and what of it has arrived.
    pub fn with_money(pledged: [&str; 2], received: [&str; 2]) -> Self {
        let fund = Self::after("settled_in");
        for (index, partner) in ["av", "bm"].into_iter().enumerate() {
            let (pledged, received) = (pledged[index], received[index]);
            let (n, m) = (index.to_string(), (1 - index).to_string());
            let words =
                json!({ "n": n, "m": m, "partner": partner, "pledges": pledged, "pays": received });
            fund.tell("pays_in", words);
        }
        fund
    }

    /// A fund whose people can turn the demonstration's clock.
    pub fn with_clock(demo_clock: ShiftedClock) -> Self {
        Self::over(people::after("settled_in"), Some(demo_clock), |_| {})
    }

    fn over(
        (database, memory, now, sent): people::Told,
        demo_clock: Option<ShiftedClock>,
        tune: impl FnOnce(&mut Config),
    ) -> Self {
        let files = tempfile::tempdir().unwrap();
        people::lay(files.path(), &sent);
        let (mut app, clock) = application(&database, files.path(), now, tune);
        app.demo_clock = demo_clock;
        Self::serving((app, clock), files, database, memory)
    }

    /// The fund of a backup, at the same moment in a place of its own; and what is not as it was
    /// written.
    pub fn restored(
        &self,
        file: &Path,
        said: Option<&str>,
    ) -> Result<(Self, Vec<String>), BackupError> {
        let (files, database) = (tempfile::tempdir().unwrap(), TestDatabase::bare());
        let mut config = (*self.app.config).clone();
        config.database.url = database.url();
        config.storage.attachments = files.path().join("attachments");
        let clock = self.clock.clone();
        let at = Arc::new(clock.clone());
        let restored = backup::restore(config, at, file, said, &mut |_| {})?;
        let app = (restored.app, clock);
        let fund = Self::serving(app, files, database, Memory::default());
        Ok((fund, restored.faults))
    }

    fn serving(
        (app, clock): (App, TurnedClock),
        files: tempfile::TempDir,
        database: TestDatabase,
        memory: Memory,
    ) -> Self {
        let (server, address) = jointfund::web::serve(app.clone()).unwrap();
        actix_web::rt::spawn(server);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let (of, at) = (app.clone(), clock.clone());
        let player = Player::after(of, at, people::story(), PASSWORD, memory);
        Self {
            app,
            clock,
            base: format!("http://{address}"),
            counted: Mutex::default(),
            http,
            player: Mutex::new(player),
            _files: files,
            _database: database,
        }
    }

    /// Another server of the same fund, with settings of its own; the address it listens on.
    pub fn served(&self, change: impl Fn(&mut Config)) -> String {
        let (mut app, mut config) = (self.app.clone(), (*self.app.config).clone());
        change(&mut config);
        app.config = Arc::new(config);
        let (server, address) = jointfund::web::serve(app).unwrap();
        actix_web::rt::spawn(server);
        format!("http://{address}")
    }

    /// Another instance of the program on the same database, which knows nothing of this one; the
    /// address it listens on.
    pub fn beside(&self) -> String {
        let config = (*self.app.config).clone();
        let app = App::new(config, Arc::new(self.clock.clone())).unwrap();
        let (server, address) = jointfund::web::serve(app).unwrap();
        actix_web::rt::spawn(server);
        format!("http://{address}")
    }

    /// Its database, which it uses no more.
    pub fn into_database(self) -> TestDatabase {
        self._database
    }

    /// Who tells scenes of the tests' story.
    pub fn player(&self) -> MutexGuard<'_, Player> {
        self.player.lock().unwrap()
    }

    /// Tells a scene, in process.
    pub fn tell(&self, scene: &str, words: Value) {
        let words = toml::Table::try_from(words).unwrap();
        let mut player = self.player();
        player.begin_scene(scene, &words).unwrap();
        player.play().unwrap();
    }

    /// What was made under a name.
    pub fn made(&self, name: &str) -> String {
        let made = self.player().made(name).map(str::to_owned);
        made.unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    pub fn advance_days(&self, days: i64) {
        self.clock.advance_seconds(days * 24 * 60 * 60);
        jointfund::worker::follow_the_clock(&self.app).unwrap();
    }

    /// A token of the API for a person.
    pub async fn token(&self, who: &str) -> String {
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

    /// The same body, saying what was seen: whoever acts has the thing's page before them, and in
    /// its form what they saw of it.
    pub fn having_read(&self, who: &str, path: &str, mut body: Value) -> Value {
        let actor = match who {
            "" => Actor::Visitor,
            who => people::actor(self, who),
        };
        let stands = player::standing(&self.app, actor, path).unwrap_or_default();
        for (name, text) in stands.pairs() {
            if let (Some(body), "version" | "digest") = (body.as_object_mut(), name) {
                body.entry(name).or_insert(json!(text));
            }
        }
        body
    }

    /// Acts by the API, having read what is acted on, and expects it to be done.
    pub async fn done(&self, who: &str, path: &str, body: Value) -> Value {
        let body = self.having_read(who, path, body);
        let (status, answer) = self.post(who, path, body).await;
        assert_eq!(status, 200, "{who} {path}: {answer}");
        answer
    }

    /// Acts by the API, having read what is acted on, and expects a refusal with this status and code.
    pub async fn refused(&self, who: &str, path: &str, body: Value, status: u16, code: &str) {
        let body = self.having_read(who, path, body);
        let (found, answer) = self.post(who, path, body).await;
        assert_eq!(
            (found, answer["code"].as_str()),
            (status, Some(code)),
            "{who} {path}: {answer}"
        );
    }

    /// What must always be true is true.
    pub fn holds(&self) {
        assert_eq!(faults(&self.app), Vec::<String>::new());
    }
}

/// What is not true of a fund that must be.
pub fn faults(app: &App) -> Vec<String> {
    let config = &app.config;
    app.read_now(Actor::Operator, |view| integrity::faults(view, config))
        .unwrap()
}

/// The product over a database, with a clock to turn.
pub fn application(
    database: &TestDatabase,
    files: &Path,
    now: Instant,
    tune: impl FnOnce(&mut Config),
) -> (App, TurnedClock) {
    counting::begin();
    let mut config = Config::load(None, std::iter::empty()).unwrap();
    config.database.url = database.url();
    config.server.bind = "127.0.0.1:0".parse().unwrap();
    // Passkeys belong to a name.
    config.server.public_url = device::SITE.to_owned();
    config.storage.attachments = files.join("attachments");
    config.anchors.key_file = files.join("anchor-key");
    config.mail.transport = Transport::Memory;
    config.security.token_key = Secret::new("a key of more than thirty-two characters".to_owned());
    config.security.argon2_memory_kib = 64;
    config.security.argon2_rounds = 1;
    config.security.second_factor_for = Vec::new();
    // Everybody comes from this machine, or from where a test says they do.
    config.server.trusted_proxies = vec![Network("127.0.0.0/8".parse().unwrap())];
    config.limits.sign_ins_at_once = 1_000_000;
    config.limits.letters_an_hour_of_a_network = 1_000_000;
    config.limits.letters_an_hour_of_a_person = 1_000_000;
    // Nobody measures here how long an answer takes, but for the test that does.
    config.limits.even_answer_ms = 0;
    // More than stand on a page of a list.
    config.fund.max_drafts = 100;
    // Letters keep their words, so that a test can read the links its people get.
    config.fund.demo = true;
    tune(&mut config);
    let clock = TurnedClock::at(now);
    let app = App::new(config, Arc::new(clock.clone())).unwrap();
    (app, clock)
}

/// An answer of the API, which keeps what the document promises.
async fn given(method: &str, path: &str, request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.json().await.unwrap_or(Value::Null);
    contract::keeps(method, path, status, &body);
    (status, body)
}
