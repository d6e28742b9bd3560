//! The main job, from a call to money confirmed by the bank: the same steps once through the pages
//! and once through the API. They stand in `support/scenes.toml`.

use crate::support::TestFund;
use crate::support::browser::Browser;
use jointfund::cli::story::player::Sending;
use jointfund::kernel::time::Clock;
use serde_json::{Value, json};

/// Through which face the steps are taken.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    Pages,
    Api,
}

/// A fund and the way its people act.
pub struct Journey {
    pub fund: TestFund,
    way: Way,
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

impl Journey {
    pub async fn new(way: Way) -> Self {
        Self {
            fund: TestFund::new().await,
            way,
        }
    }

    /// A fund to which the story was told up to this scene.
    fn after<const N: usize>(scene: &str, made: [&str; N]) -> (Self, [String; N]) {
        let (fund, way) = (TestFund::after(scene), Way::Api);
        let made = made.map(|name| fund.made(name));
        (Self { fund, way }, made)
    }

    /// With what each partner has pledged, and what of it has arrived.
    pub fn with_money(way: Way, pledged: [&str; 2], received: [&str; 2]) -> Self {
        Self {
            fund: TestFund::with_money(pledged, received),
            way,
        }
    }

    /// The day it is, as a form takes it.
    pub fn today(&self) -> String {
        self.fund.clock.now().date().plain_text()
    }

    /// A scene with these words: each deed by the form on its page, or the endpoint of the same
    /// address.
    pub async fn tell(&self, scene: &str, words: Value) {
        let words = toml::Table::try_from(words).unwrap();
        self.fund.player().begin_scene(scene, &words).unwrap();
        loop {
            let next = self.fund.player().next_deed().unwrap();
            let Some(deed) = next else { break };
            let made = match self.way {
                Way::Api => self.by_api(&deed).await,
                Way::Pages => self.by_page(&deed).await,
            };
            let done = self.fund.player().carried_out(&deed, made.as_deref());
            done.unwrap();
        }
    }

    async fn by_api(&self, deed: &Sending) -> Option<String> {
        let (who, path) = (&deed.who, &deed.address);
        let (status, answer) = self.fund.post(who, path, deed.fields.tree()).await;
        assert_eq!(status, 200, "{who} {path}: {answer}");
        answer.as_str().map(str::to_owned)
    }

    async fn by_page(&self, deed: &Sending) -> Option<String> {
        let (who, path) = (&deed.who, &deed.address);
        let browser = Browser::signed_in(&self.fund, who).await;
        let sent = browser.send(&deed.page, path, &deed.fields.pairs()).await;
        assert_eq!(sent.status, 303, "{who} {path}: {}", sent.body);
        let (status, body) = browser.page(&sent.location).await;
        assert_eq!(status, 200, "{who} {path} led to {}: {body}", sent.location);
        self.newest(deed).await
    }

    /// What was made by a page, as its maker finds it: an identifier grows with time.
    async fn newest(&self, deed: &Sending) -> Option<String> {
        let (list, name) = match deed.address.split('/').collect::<Vec<&str>>()[..] {
            ["", "calls"] => ("/calls".to_owned(), "items"),
            ["", "calls", _, "applications"] => ("/applications".to_owned(), "items"),
            ["", "applications", id, "reviewers"] => {
                (format!("/applications/{id}/evaluation"), "assigned")
            }
            ["", "applications", _, "award"] => ("/awards".to_owned(), "items"),
            ["", "awards", id, "bank-accounts"] => (format!("/awards/{id}"), "bank_accounts"),
            ["", "payouts", id, "claims"] => (format!("/payouts/{id}"), "bank_claims"),
            ["", "awards", id, "payouts"] => (format!("/payouts?award={id}"), "items"),
            _ => return None,
        };
        let read = self.read(&deed.who, &list).await;
        let all = read[name].as_array()?.iter();
        all.map(|one| text(&one["id"])).max()
    }

    pub async fn read(&self, who: &str, path: &str) -> Value {
        let (status, value) = self.fund.get(who, path).await;
        assert_eq!(status, 200, "{who} {path}: {value}");
        value
    }

    /// A call, approved by both boards, published and open.
    pub async fn open_call(&self) -> String {
        self.tell("opened", json!({})).await;
        self.fund.made("call")
    }

    /// The same with these pots: of the two partners, and common.
    pub async fn open_call_with(&self, pots: [&str; 3]) -> String {
        self.tell("call_drafted", json!({ "pots": pots })).await;
        self.tell("call_published", json!({})).await;
        self.fund.made("call")
    }

    /// A draft of ada's, filled in.
    pub async fn draft(&self, call: &str) -> String {
        self.tell("drafted", json!({ "call": call })).await;
        self.fund.made("application")
    }

    /// A submitted application of ada's.
    pub async fn submitted(&self, call: &str) -> String {
        let id = self.draft(call).await;
        self.tell("submitted", json!({ "application": id })).await;
        id
    }

    /// The same, asking for so much for ada and for ben.
    pub async fn submitted_asking(&self, call: &str, asked: [&str; 2]) -> String {
        let words = json!({ "call": call, "asked": asked });
        self.tell("draft_asking", words).await;
        let id = self.fund.made("application");
        self.tell("submitted", json!({ "application": id })).await;
        id
    }

    /// The application judged eligible by both partners, and the call in evaluation.
    pub async fn in_evaluation(&self, call: &str, application: &str) {
        let words = json!({ "call": call, "application": application });
        self.tell("evaluated", words).await;
    }

    pub async fn assign(&self, application: &str, reviewer: &str) -> String {
        let words = json!({ "application": application, "reviewer": reviewer });
        self.tell("assigned", words).await;
        self.fund.made("review")
    }

    pub async fn review(&self, application: &str, reviewer: &str, marks: [&str; 3]) {
        let words = json!({ "application": application, "reviewer": reviewer, "marks": marks });
        self.tell("asked_and_reviewed", words).await;
    }

    /// Reviews, consensus, list, votes, release: the application is awarded.
    pub async fn decided(&self, call: &str, application: &str) {
        let words = json!({ "call": call, "application": application });
        self.tell("assessed", words.clone()).await;
        let room = format!("/calls/{call}/ranking");
        let list = self.read("secretary", &room).await;
        assert_eq!(list["entries"][0]["score"], "16.50");
        let page = format!("/applications/{application}");
        let before = self.read("ada", &page).await;
        assert_eq!(list["entries"][0]["takes"], before["requested"]);
        assert_eq!(
            before["state"], "under_review",
            "nothing is known before the release"
        );
        self.tell("voted", words).await;
    }

    /// The award in force, with verified accounts of both payees.
    pub async fn awarded(&self, application: &str) -> String {
        self.tell("awarded", json!({ "application": application }))
            .await;
        let id = self.fund.made("award");
        let award = self.read("ada", &format!("/awards/{id}")).await;
        assert_eq!(award["state"], "active");
        id
    }

    pub async fn request(&self, award: &str, share: &Value, kind: &str, milestone: &str) -> String {
        let words = json!({
            "award": award, "share": share["id"], "kind": kind, "milestone": milestone,
        });
        self.tell("requested", words).await;
        self.fund.made("payout")
    }

    /// From verification to the bank; gives the payer's payment officer.
    pub async fn ordered(&self, payout: &str) -> String {
        self.tell("approved", json!({ "payout": payout })).await;
        let found = self.read("ada", &format!("/payouts/{payout}")).await;
        let index = usize::from(found["payer_code"] == "BM");
        let officer = format!("payment_officer{index}");
        let words = json!({ "payout": payout, "officer": officer });
        self.tell("ordered", words).await;
        let orders = self.read(&officer, "/payment-orders").await;
        let amount = text(&found["amount"]["amount"]);
        assert!(text(&orders["items"][0]["content"]).contains(&amount));
        officer
    }

    /// From verification to the bank's confirmation.
    pub async fn pay(&self, payout: &str) {
        let page = format!("/payouts/{payout}");
        let officer = self.ordered(payout).await;
        let found = self.read("ada", &page).await;
        let amount = &found["amount"]["amount"];
        let words = json!({ "payout": payout, "officer": officer, "amount": amount });
        self.tell("confirmed", words).await;
        assert_eq!(self.read("ada", &page).await["state"], "confirmed");
    }
}

/// A fund with an open call.
pub fn opened() -> (Journey, String) {
    let (journey, [call]) = Journey::after("opened", ["call"]);
    (journey, call)
}

/// With a call, and a draft of ada's.
pub fn drafted() -> (Journey, [String; 2]) {
    Journey::after("drafted", ["call", "application"])
}

/// With a call, and an application of ada's that was submitted.
pub fn submitted() -> (Journey, [String; 2]) {
    Journey::after("submitted", ["call", "application"])
}

/// With a call in evaluation, and its application.
pub fn evaluated() -> (Journey, [String; 2]) {
    Journey::after("evaluated", ["call", "application"])
}

/// With a call in evaluation, and two applications of ada's.
pub async fn two_in_evaluation() -> (Journey, String, [String; 2]) {
    let (journey, [call, first]) = submitted();
    let second = journey.submitted(&call).await;
    let both = [first, second];
    let fund = &journey.fund;
    fund.advance_days(40);
    for application in &both {
        for index in 0..2 {
            let finding = json!({ "verdict": "eligible", "reason": "In order." });
            let check = format!("/applications/{application}/check");
            fund.done(&format!("eligibility_officer{index}"), &check, finding)
                .await;
        }
        let release = format!("/applications/{application}/release");
        fund.done("secretary", &release, json!({})).await;
    }
    fund.done("secretary", &format!("/calls/{call}/evaluate"), json!({}))
        .await;
    (journey, call, both)
}

/// With a call, and its application that is to be awarded.
pub fn decided() -> (Journey, [String; 2]) {
    Journey::after("decided", ["call", "application"])
}

/// With a call, its application, and the award in force.
pub fn awarded() -> (Journey, [String; 3]) {
    Journey::after("awarded", ["call", "application", "award"])
}

async fn whole_job(way: Way) {
    let journey = Journey::new(way).await;
    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;
    let receipt = journey
        .read("ada", &format!("/applications/{application}"))
        .await;
    assert_eq!(receipt["number"], "JF-2027-0001");
    assert_eq!(text(&receipt["digest"]).len(), 64);
    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    let award = journey.awarded(&application).await;
    let page = format!("/awards/{award}");
    let found = journey.read("ada", &page).await;
    let advances: Vec<String> = found["shares"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["advance"]["amount"]))
        .collect();
    // Bellmark's pot of 100,000.00 is 20,000.00 short: the common pot fills the gap.
    assert_eq!(advances, ["45000.00", "30000.00", "6000.00"]);
    for share in found["shares"].as_array().unwrap() {
        let payout = journey.request(&award, share, "advance", "").await;
        journey.pay(&payout).await;
    }
    for index in 0..3 {
        let milestone = text(&found["milestones"][index]["id"]);
        let words = json!({ "award": award, "milestone": milestone });
        journey.tell("milestone_accepted", words).await;
        for share in found["shares"].as_array().unwrap() {
            let payout = journey
                .request(&award, share, "milestone", &milestone)
                .await;
            journey.pay(&payout).await;
        }
    }
    for share in found["shares"].as_array().unwrap() {
        let payout = journey.request(&award, share, "retention", "").await;
        journey.pay(&payout).await;
    }
    assert_eq!(
        journey.read("ada", &page).await["paid"]["amount"],
        "270000.00"
    );
    // An office that is empty asks for a substitute as long as something is to be done in it.
    let recuse = format!("/applications/{application}/recuse");
    let why = json!({ "reason": "My brother founded the company." });
    journey.fund.done("approver0", &recuse, why).await;
    let wants = async || journey.read("admin0", "/me/work").await.to_string();
    assert!(wants().await.contains("name_substitute"));
    journey.tell("completed", json!({ "award": award })).await;
    assert!(!wants().await.contains("name_substitute"));
    let books = journey.read("auditor", "/books").await;
    assert_eq!(books["balances_out"], json!(true));
    let balance = |account: &str| -> i64 {
        books["balances"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["account"] == account)
            .map(|one| {
                text(&one["balance"]["amount"])
                    .replace('.', "")
                    .parse::<i64>()
                    .unwrap()
            })
            .sum()
    };
    assert_eq!(
        balance("1000"),
        33_000_000,
        "600,000.00 received, 270,000.00 paid"
    );
    assert_eq!(balance("5000"), 27_000_000);
    for settled in ["1200", "2000", "2100", "2200", "9100", "9200"] {
        assert_eq!(balance(settled), 0, "account {settled}");
    }
    journey.fund.holds();
}

#[actix_web::test]
async fn the_whole_job_is_done_by_the_api() {
    whole_job(Way::Api).await;
}

#[actix_web::test]
async fn the_whole_job_is_done_through_the_pages() {
    whole_job(Way::Pages).await;
}
