//! Two instances of the program on one database: what moves money and is sent to both at once, as
//! one press, happens once.

use super::journey::{self, Journey};
use crate::support::{TestFund, people};
use jointfund::web::table::Table;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const DAY: &str = "2027-01-04";
const OWN: &str = "finance_officer0";
const OTHER: &str = "finance_officer1";
const OFFICER: &str = "payment_officer0";

/// Where deeds with money are sent.
const MONEY: [&str; 5] = [
    "/partners/{partner}/contributions",
    "/contributions/",
    "/awards/{id}/payouts",
    "/payouts/",
    "/payment-orders",
];

/// What is done in a fund that was restored, and nowhere else: `restoring` tells of it.
const OF_A_RESTORED: [&str; 2] = ["/departure", "/lost-order"];

/// The deeds with money, by their addresses; of files, which have no press, not.
fn of_money() -> BTreeSet<&'static str> {
    let deeds = Table::shared().deeds.iter();
    let of_money = deeds.filter(|deed| MONEY.iter().any(|path| deed.path.starts_with(path)));
    let typed = of_money.filter(|deed| !deed.path.ends_with("/bank-files"));
    typed
        .map(|deed| {
            assert!(deed.is_done_once, "{} is done for every echo", deed.path);
            deed.path
        })
        .filter(|path| !OF_A_RESTORED.iter().any(|end| path.ends_with(end)))
        .collect()
}

/// Both servers, and what was pressed.
struct Pair<'a> {
    fund: &'a TestFund,
    bases: [String; 2],
    http: reqwest::Client,
    tokens: BTreeMap<String, String>,
    pressed: BTreeSet<&'static str>,
    keys: u32,
}

impl<'a> Pair<'a> {
    fn new(fund: &'a TestFund) -> Self {
        Self {
            fund,
            bases: [fund.base.clone(), fund.beside()],
            http: reqwest::Client::new(),
            tokens: BTreeMap::new(),
            pressed: BTreeSet::new(),
            keys: 0,
        }
    }

    /// Sends the same to both at once, and again to each afterwards: all are answered alike, and it
    /// was done in one unit of work.
    async fn press(&mut self, who: &str, path: &str, body: Value) -> Value {
        let (deed, _) = Table::shared().deed_at(path).unwrap();
        self.pressed.insert(deed.path);
        if !self.tokens.contains_key(who) {
            let token = self.fund.token(who).await;
            self.tokens.insert(who.to_owned(), token);
        }
        self.keys += 1;
        let (key, token) = (format!("press {}", self.keys), &self.tokens[who]);
        let body = self.fund.having_read(who, path, body);
        let send = async |base: &str| -> (u16, Value) {
            let request = self.http.post(format!("{base}/api/v1{path}"));
            let request = request.bearer_auth(token).header("Idempotency-Key", &key);
            let answer = request.json(&body).send().await.unwrap();
            let status = answer.status().as_u16();
            (status, answer.json().await.unwrap_or(Value::Null))
        };
        let before = units(self.fund);
        let [one, other] = [&self.bases[0], &self.bases[1]];
        let (first, second) = futures_util::future::join(send(one), send(other)).await;
        assert_eq!(first.0, 200, "{who} {path}: {}", first.1);
        assert_eq!(first, second, "{who} {path}");
        for base in [one, other] {
            assert_eq!(send(base).await, first, "{who} {path}, an echo");
        }
        assert_eq!(units(self.fund) - before, 1, "{who} {path}");
        first.1
    }

    /// What was made below a path.
    async fn made(&mut self, who: &str, path: &str, body: Value) -> String {
        let id = self.press(who, path, body).await;
        format!("{path}/{}", id.as_str().unwrap())
    }

    async fn deed(&mut self, who: &str, thing: &str, deed: &str, body: Value) {
        self.press(who, &format!("{thing}/{deed}"), body).await;
    }
}

/// How many units of work have done something with money.
fn units(fund: &TestFund) -> i64 {
    super::doors::many(
        fund,
        "(SELECT DISTINCT request_id FROM audit_records WHERE outcome = 'done' AND matter_kind IN \
         ('contribution', 'receipt', 'payout', 'bank_claim', 'payment_order')) AS units",
    )
}

fn why() -> Value {
    json!({ "reason": "As agreed." })
}

fn none() -> Value {
    json!({})
}

async fn bookings(pair: &mut Pair<'_>) {
    let partner = people::partners(pair.fund)[0];
    let path = format!("/partners/{partner}/contributions");
    let mut pledges = Vec::new();
    for reference in ["P-1", "P-2", "P-3"] {
        let body = json!({ "amount": "1000", "pledged_on": DAY, "reference": reference });
        let id = pair.press(OWN, &path, body).await;
        pledges.push(format!("/contributions/{}", id.as_str().unwrap()));
    }
    pair.deed(OTHER, &pledges[0], "refuse", why()).await;
    pair.deed(OWN, &pledges[1], "withdraw", none()).await;
    let pledge = &pledges[2];
    pair.deed(OTHER, pledge, "confirm", none()).await;
    pair.deed(OWN, pledge, "reverse", why()).await;
    pair.deed(OTHER, pledge, "keep", why()).await;
    let mut receipts = Vec::new();
    for reference in ["R-1", "R-2", "R-3"] {
        let body = json!({ "amount": "10", "received_on": DAY, "bank_reference": reference });
        receipts.push(pair.made(OWN, &format!("{pledge}/receipts"), body).await);
    }
    pair.deed(OTHER, &receipts[0], "refuse", why()).await;
    pair.deed(OWN, &receipts[1], "withdraw", none()).await;
    pair.deed(OTHER, &receipts[2], "confirm", none()).await;
    pair.deed(OWN, &receipts[2], "reverse", why()).await;
    pair.deed(OWN, &receipts[2], "keep", why()).await;
    pair.deed(OWN, &receipts[2], "reverse", why()).await;
    pair.deed(OTHER, &receipts[2], "confirm-reversal", none())
        .await;
    pair.deed(OWN, pledge, "reverse", why()).await;
    pair.deed(OTHER, pledge, "confirm-reversal", none()).await;
}

/// From verification to the bank.
async fn ordered(pair: &mut Pair<'_>, payout: &str) {
    pair.deed("programme_officer0", payout, "verify", none())
        .await;
    pair.deed("approver0", payout, "approve", none()).await;
    pair.deed("approver1", payout, "approve", none()).await;
    pair.deed(OFFICER, payout, "release", none()).await;
    let of_payer = json!({ "partner": people::partners(pair.fund)[0] });
    pair.press(OFFICER, "/payment-orders", of_payer).await;
}

async fn payments(pair: &mut Pair<'_>, journey: &Journey, award: &str) {
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let mut shares = found["shares"].as_array().unwrap().iter();
    let share = shares.find(|one| one["payer_code"] == "AV").unwrap();
    let advance = json!({ "share": share["id"], "kind": "advance", "milestone": "" });
    let path = format!("/awards/{award}/payouts");
    let mut asked = Vec::new();
    for end in ["cancel", "refuse", ""] {
        let id = pair.press("ada", &path, advance.clone()).await;
        let payout = format!("/payouts/{}", id.as_str().unwrap());
        match end {
            "cancel" => pair.deed("ada", &payout, end, none()).await,
            "refuse" => pair.deed("programme_officer0", &payout, end, why()).await,
            _ => {
                pair.deed("programme_officer0", &payout, "change", why())
                    .await
            }
        }
        asked.push(payout);
    }
    let payout = &asked[2];
    ordered(pair, payout).await;
    let said = json!({
        "kind": "rejection", "reason_code": "AC04", "note": "Closed.", "message": "RJCT AC04",
    });
    let claims = format!("{payout}/claims");
    let claim = pair.made(OFFICER, &claims, said.clone()).await;
    pair.deed(OFFICER, &claim, "withdraw", none()).await;
    let claim = pair.made(OFFICER, &claims, said.clone()).await;
    pair.deed(OTHER, &claim, "dismiss", why()).await;
    let claim = pair.made(OFFICER, &claims, said).await;
    pair.deed(OTHER, &claim, "confirm", none()).await;
    ordered(pair, payout).await;
    let amount = &share["advance"]["amount"];
    let booked = json!({
        "bank_reference": "BK-1", "booked_on": journey.today(), "amount": amount, "note": "",
    });
    pair.deed(OFFICER, payout, "confirm", booked).await;
}

#[actix_web::test]
async fn what_moves_money_happens_once_however_many_servers_are_asked() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let mut pair = Pair::new(fund);
    bookings(&mut pair).await;
    payments(&mut pair, &journey, &award).await;
    assert_eq!(pair.pressed, of_money());
    fund.holds();
}
