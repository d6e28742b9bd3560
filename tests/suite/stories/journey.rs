//! The main job, from a call to money confirmed by the bank: the same steps once through the pages
//! and once through the API. Figures: one grant of 270,000.00 as 150,000.00 and 120,000.00, thirty
//! per cent ahead, ten per cent kept back, milestones of 40, 35 and 25 per cent.

use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use jointfund::kernel::path;
use jointfund::kernel::time::Clock;
use serde_json::{Map, Value, json};

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

type Fields<'a> = &'a [(&'a str, &'a str)];

fn tree(fields: Fields<'_>) -> Value {
    let mut root = Value::Object(Map::new());
    for (name, value) in fields {
        path::put(&mut root, name, Value::String((*value).to_owned()));
    }
    root
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

    /// With what each partner has pledged, and what of it has arrived.
    pub fn with_money(way: Way, pledged: [&str; 2], received: [&str; 2]) -> Self {
        let fund = TestFund::empty();
        people::settle_with(&fund, pledged, received);
        Self { fund, way }
    }

    /// The day it is, as a form takes it.
    pub fn today(&self) -> String {
        self.fund.clock.now().date().plain_text()
    }

    /// One step: the form on a page, or the endpoint of the same address.
    pub async fn step(&self, who: &str, page: &str, path: &str, fields: Fields<'_>) {
        match self.way {
            Way::Api => {
                let mut body = tree(fields);
                self.add_what_was_seen(who, path, &mut body).await;
                self.fund.done(who, path, body).await;
            }
            Way::Pages => {
                let browser = Browser::signed_in(&self.fund, who).await;
                let sent = browser.send(page, path, fields).await;
                assert_eq!(sent.status, 303, "{who} {path}: {}", sent.body);
                let (status, body) = browser.page(&sent.location).await;
                assert_eq!(status, 200, "{who} {path} led to {}: {body}", sent.location);
            }
        }
    }

    /// What a page sends along unseen: the version or digest of what stands on it.
    async fn add_what_was_seen(&self, who: &str, path: &str, body: &mut Value) {
        let Some((thing, deed)) = path.rsplit_once('/') else {
            return;
        };
        let list = format!("{thing}/ranking");
        let (preview, evaluation) = (format!("{list}/preview"), format!("{thing}/evaluation"));
        let (read_at, field, name) = match deed {
            "vote" => (list.as_str(), "digest", "digest"),
            "release" if thing.starts_with("/calls/") => (list.as_str(), "digest", "digest"),
            "freeze" => (preview.as_str(), "digest", "digest"),
            "consensus" => (evaluation.as_str(), "digest", "digest"),
            _ => return,
        };
        let seen = self.read(who, read_at).await[field].clone();
        body[name] = seen;
    }

    pub async fn read(&self, who: &str, path: &str) -> Value {
        let (status, value) = self.fund.get(who, path).await;
        assert_eq!(status, 200, "{who} {path}: {value}");
        value
    }

    /// A call, approved by both boards, published and open.
    pub async fn open_call(&self) -> String {
        self.open_call_with(["150000", "100000", "50000"]).await
    }

    /// The same with these pots: of the two partners, and common.
    pub async fn open_call_with(&self, pots: [&str; 3]) -> String {
        let partners = people::partners(&self.fund);
        let (one, two) = (partners[0].to_string(), partners[1].to_string());
        let fund = self.read("", "/fund").await;
        let theme = text(&fund["themes"][0]["id"]);
        let pot = |key: &str, field: &str| format!("pots[{key}].{field}");
        let (own, other) = (pot(&one, "amount"), pot(&two, "amount"));
        let (own_of, other_of) = (pot(&one, "partner"), pot(&two, "partner"));
        let mut fields = vec![
            ("code", "AI-2027"),
            ("title", "Artificial intelligence"),
            ("summary", "In short."),
            ("terms", "In full."),
            ("themes", theme.as_str()),
            ("opens", "2027-01-10T09:00"),
            ("deadline", "2027-02-10T17:00"),
            ("zone", "Europe/Vienna"),
            ("currency", "EUR"),
            ("funding_rate", "75"),
            ("max_grant", "300000"),
            ("min_reviews", "3"),
            ("total_threshold", "10"),
            ("advance_rate", "30"),
            ("retention_rate", "10"),
            ("gap_mode", "skip"),
            (own_of.as_str(), one.as_str()),
            (own.as_str(), pots[0]),
            (other_of.as_str(), two.as_str()),
            (other.as_str(), pots[1]),
            ("pots[common].partner", ""),
            ("pots[common].amount", pots[2]),
        ];
        let rows = [
            ("criteria[new-1].name", "Excellence"),
            ("criteria[new-1].weight", "100"),
            ("criteria[new-1].threshold", "3"),
            ("criteria[new-2].name", "Impact"),
            ("criteria[new-2].weight", "150"),
            ("criteria[new-2].threshold", "3"),
            ("criteria[new-3].name", "Quality"),
            ("criteria[new-3].weight", "100"),
            ("criteria[new-3].threshold", "3"),
            ("questions[new-1].prompt", "How?"),
            ("questions[new-1].required", "true"),
            ("questions[new-1].max_chars", "500"),
            ("milestones[new-1].title", "Proof"),
            ("milestones[new-1].share", "40"),
            ("milestones[new-1].due_months", "6"),
            ("milestones[new-2].title", "Pilot"),
            ("milestones[new-2].share", "35"),
            ("milestones[new-2].due_months", "12"),
            ("milestones[new-3].title", "Final"),
            ("milestones[new-3].share", "25"),
            ("milestones[new-3].due_months", "18"),
        ];
        fields.extend(rows);
        self.step("secretary", "/calls/new", "/calls", &fields)
            .await;
        let calls = self.read("secretary", "/calls").await;
        let id = text(&calls["items"][0]["id"]);
        let page = format!("/calls/{id}");
        self.step("secretary", &page, &format!("{page}/send"), &[])
            .await;
        for index in 0..2 {
            let who = format!("board_member{index}");
            self.step(&who, &page, &format!("{page}/approve"), &[])
                .await;
        }
        self.step("secretary", &page, &format!("{page}/publish"), &[])
            .await;
        self.fund.advance_days(7);
        assert_eq!(self.read("", &page).await["state"], "open");
        id
    }

    /// A draft of ada's, filled in.
    pub async fn draft(&self, call: &str) -> String {
        self.draft_asking(call, ["150000", "120000"]).await
    }

    /// The same, asking for so much for ada and for ben.
    pub async fn draft_asking(&self, call: &str, asked: [&str; 2]) -> String {
        let own = self.read("ada", "/organisations").await;
        let organisation = text(&own[0]["id"]);
        let page = format!("/calls/{call}");
        let start = [
            ("organisation", organisation.as_str()),
            ("title", "Sepsis test"),
        ];
        self.step("ada", &page, &format!("{page}/applications"), &start)
            .await;
        let list = self.read("ada", "/applications").await;
        let id = text(&list["items"][0]["id"]);
        let question = text(&self.read("", &page).await["questions"][0]["id"]);
        let answer = format!("answers.{question}");
        let fields = [
            ("title", "Sepsis test"),
            ("summary", "A test at the bedside."),
            (answer.as_str(), "With care."),
            ("participants[new-1].organisation_name", "ada Ltd"),
            ("participants[new-1].country", "XA"),
            ("participants[new-1].registration_number", "A-1"),
            ("participants[new-1].contact_name", "Ada"),
            ("participants[new-1].contact_email", "ada@people.example"),
            ("participants[new-1].budget.personnel", "200000"),
            ("participants[new-1].requested", asked[0]),
            ("participants[new-2].organisation_name", "ben Ltd"),
            ("participants[new-2].country", "XB"),
            ("participants[new-2].registration_number", "B-1"),
            ("participants[new-2].contact_name", "Ben"),
            ("participants[new-2].contact_email", "ben@people.example"),
            ("participants[new-2].budget.personnel", "160000"),
            ("participants[new-2].requested", asked[1]),
        ];
        let page = format!("/applications/{id}/edit");
        self.step("ada", &page, &page, &fields).await;
        id
    }

    /// A submitted application of ada's.
    pub async fn submitted(&self, call: &str) -> String {
        self.submitted_asking(call, ["150000", "120000"]).await
    }

    /// The same, asking for so much for ada and for ben.
    pub async fn submitted_asking(&self, call: &str, asked: [&str; 2]) -> String {
        let id = self.draft_asking(call, asked).await;
        let page = format!("/applications/{id}");
        self.step(
            "ada",
            &page,
            &format!("{page}/submit"),
            &[("declaration", "true")],
        )
        .await;
        id
    }

    /// The application judged eligible by both partners, and the call in evaluation.
    pub async fn in_evaluation(&self, call: &str, application: &str) {
        self.fund.advance_days(40);
        let page = format!("/applications/{application}");
        for index in 0..2 {
            let who = format!("eligibility_officer{index}");
            let finding = [("verdict", "eligible"), ("reason", "In order.")];
            self.step(&who, &page, &format!("{page}/check"), &finding)
                .await;
        }
        self.step("secretary", &page, &format!("{page}/release"), &[])
            .await;
        let page = format!("/calls/{call}");
        self.step("secretary", &page, &format!("{page}/evaluate"), &[])
            .await;
    }

    pub async fn assign(&self, application: &str, reviewer: &str) -> String {
        let me = self.read(reviewer, "/me").await;
        let page = format!("/applications/{application}/evaluation");
        let path = format!("/applications/{application}/reviewers");
        self.step(
            "secretary",
            &page,
            &path,
            &[("reviewer", me["id"].as_str().unwrap())],
        )
        .await;
        text(&self.read(reviewer, "/reviews").await["items"][0]["id"])
    }

    pub async fn review(&self, application: &str, reviewer: &str, marks: [&str; 3]) {
        let id = self.assign(application, reviewer).await;
        let page = format!("/reviews/{id}");
        self.step(
            reviewer,
            &page,
            &format!("{page}/clear"),
            &[("declaration", "true")],
        )
        .await;
        let desk = self.read(reviewer, &page).await;
        let mut fields = vec![("for_applicant".to_owned(), "Well done.".to_owned())];
        for (criterion, mark) in desk["criteria"].as_array().unwrap().iter().zip(marks) {
            let path = format!("scores.{}", text(&criterion["id"]));
            fields.push((format!("{path}.mark"), mark.to_owned()));
            fields.push((format!("{path}.justification"), "Because.".to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|one| (one.0.as_str(), one.1.as_str()))
            .collect();
        self.step(reviewer, &page, &format!("{page}/save"), &fields)
            .await;
        self.step(reviewer, &page, &format!("{page}/submit"), &fields)
            .await;
    }

    /// Reviews, consensus, list, votes, release: the application is awarded.
    pub async fn decided(&self, call: &str, application: &str) {
        let marks = [
            ["4.5", "5.0", "4.5"],
            ["4.5", "5.0", "4.0"],
            ["5.0", "4.5", "4.5"],
        ];
        for (index, marks) in marks.into_iter().enumerate() {
            self.review(application, &format!("reviewer{index}"), marks)
                .await;
        }
        let page = format!("/applications/{application}/evaluation");
        let path = format!("/applications/{application}/consensus");
        self.step("secretary", &page, &path, &[]).await;
        let page = format!("/calls/{call}");
        let preview = format!("{page}/ranking/preview");
        self.step("secretary", &preview, &format!("{page}/freeze"), &[])
            .await;
        let list = self.read("secretary", &format!("{page}/ranking")).await;
        assert_eq!(list["entries"][0]["score"], "16.50");
        let before = self
            .read("ada", &format!("/applications/{application}"))
            .await;
        assert_eq!(list["entries"][0]["takes"], before["requested"]);
        assert_eq!(
            before["state"], "under_review",
            "nothing is known before the release"
        );
        let room = format!("{page}/ranking");
        for index in 0..2 {
            let who = format!("board_member{index}");
            self.step(&who, &room, &format!("{page}/vote"), &[("vote", "approve")])
                .await;
        }
        self.step("secretary", &room, &format!("{page}/release"), &[])
            .await;
    }

    /// The award in force, with verified accounts of both payees.
    pub async fn awarded(&self, application: &str) -> String {
        let page = format!("/applications/{application}");
        self.step("secretary", &page, &format!("{page}/award"), &[])
            .await;
        let id = text(&self.read("secretary", "/awards").await["items"][0]["id"]);
        let page = format!("/awards/{id}");
        for index in 0..2 {
            self.step(
                &format!("approver{index}"),
                &page,
                &format!("{page}/sign"),
                &[],
            )
            .await;
        }
        self.step("ada", &page, &format!("{page}/sign-as-lead"), &[])
            .await;
        let award = self.read("ada", &page).await;
        assert_eq!(award["state"], "active");
        let mut payees: Vec<String> = award["shares"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| text(&one["participant"]))
            .collect();
        payees.sort();
        payees.dedup();
        for payee in payees {
            let account = [
                ("participant", payee.as_str()),
                ("holder", "The payee"),
                ("iban", "GB82 WEST 1234 5698 7654 32"),
                ("bank_name", "A bank"),
                ("country", "XA"),
            ];
            self.step("ada", &page, &format!("{page}/bank-accounts"), &account)
                .await;
            let award = self.read("ada", &page).await;
            let all = award["bank_accounts"].as_array().unwrap();
            let account = all.iter().find(|one| one["state"] == "recorded").unwrap();
            let path = format!("{page}/bank-accounts/{}/verify", text(&account["id"]));
            self.step("programme_officer0", &page, &path, &[]).await;
        }
        id
    }

    pub async fn request(&self, award: &str, share: &Value, kind: &str, milestone: &str) -> String {
        let page = format!("/awards/{award}");
        let share = text(&share["id"]);
        let fields = [
            ("share", share.as_str()),
            ("kind", kind),
            ("milestone", milestone),
        ];
        // A page has one form a cause, whose kind and milestone stand in it already.
        self.fund
            .done("ada", &format!("{page}/payouts"), tree(&fields))
            .await;
        text(&self.read("ada", &format!("/payouts?award={award}")).await["items"][0]["id"])
    }

    /// From verification to the bank; gives the payer's payment officer.
    pub async fn ordered(&self, payout: &str) -> String {
        let page = format!("/payouts/{payout}");
        let path = |deed: &str| format!("{page}/{deed}");
        self.step("programme_officer0", &page, &path("verify"), &[])
            .await;
        self.step("approver0", &page, &path("approve"), &[]).await;
        self.step("approver1", &page, &path("approve"), &[]).await;
        let found = self.read("ada", &page).await;
        let index = usize::from(found["payer_code"] == "BM");
        let officer = format!("payment_officer{index}");
        self.step(&officer, &page, &path("release"), &[]).await;
        let partner = people::partners(&self.fund)[index].to_string();
        let export = [("partner", partner.as_str())];
        self.step(&officer, "/payment-orders", "/payment-orders", &export)
            .await;
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
        let amount = text(&found["amount"]["amount"]);
        let today = self.today();
        let booking = [
            ("bank_reference", payout),
            ("booked_on", today.as_str()),
            ("amount", amount.as_str()),
        ];
        self.step(&officer, &page, &format!("{page}/confirm"), &booking)
            .await;
        assert_eq!(self.read("ada", &page).await["state"], "confirmed");
    }
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
        let path = format!("{page}/milestones/{milestone}");
        journey
            .step(
                "ada",
                &page,
                &format!("{path}/report"),
                &[("report", "Done.")],
            )
            .await;
        journey
            .step("programme_officer1", &page, &format!("{path}/accept"), &[])
            .await;
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
    journey
        .step("secretary", &page, &format!("{page}/complete"), &[])
        .await;
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
