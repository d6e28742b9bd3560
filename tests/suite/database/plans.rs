//! How the databases answer what lists and pages ask: by an index, never by going through a table
//! that grows with the fund.

use crate::stories::journey::{Journey, Way};
use crate::support::browser::Browser;
use crate::support::counting;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::web::table::Table;
use jointfund::web::url;
use std::collections::BTreeMap;

/// Tables that stay small however many apply: what partners, calls and offices are made of.
const SMALL: &str = "funds partners partner_countries calls call_partners call_pots call_milestones \
    call_approvals criteria questions themes rankings audit_head ledger_head contributions receipts \
    role_grants restores countries";

/// What goes through a growing table all the same: the statement's beginning, and why.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "SELECT journal_lines.book,",
    "the trial balance sums every posting: nothing is kept beside the ledger that could differ",
)];

#[derive(diesel::QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    plan: String,
}

/// The steps of a statement's plan.
fn plan(conn: &mut Conn, statement: &str) -> Vec<String> {
    match conn {
        Conn::Sqlite(inner) => {
            let asked = format!("EXPLAIN QUERY PLAN {statement}");
            let steps: Vec<Step> = diesel::sql_query(asked).load(inner).unwrap();
            steps.into_iter().map(|step| step.detail).collect()
        }
        Conn::Postgres(inner) => {
            let values = (1..).take_while(|number| statement.contains(&format!("${number}")));
            let values = values.map(|_| "NULL").collect::<Vec<_>>().join(", ");
            let values = if values.is_empty() {
                values
            } else {
                format!("({values})")
            };
            inner
                .batch_execute(&format!(
                    "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; \
                     DEALLOCATE ALL; PREPARE explained AS {statement}"
                ))
                .unwrap();
            let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN EXECUTE explained{values}"))
                .load(inner)
                .unwrap();
            lines.into_iter().map(|line| line.plan).collect()
        }
    }
}

/// The table that a step goes through from end to end, in no order of an index.
fn scanned(step: &str) -> Option<&str> {
    let step = step.trim().trim_start_matches("->").trim();
    if let Some(rest) = step.strip_prefix("SCAN ") {
        let is_by_index = rest.contains("USING INDEX") || rest.contains("USING COVERING INDEX");
        return (!is_by_index).then(|| rest.split(' ').next())?;
    }
    let rest = step.split_once("Seq Scan on ")?.1;
    rest.split(' ').next()
}

/// Small, or no table: what comes of a reading within a reading.
fn is_small(table: &str) -> bool {
    let mut small = SMALL.split_whitespace();
    table == "reading" || small.any(|one| one == table.trim_matches('"'))
}

#[actix_web::test]
async fn no_list_goes_through_a_table_that_grows() {
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;
    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    let award = journey.awarded(&application).await;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let payout = journey
        .request(&award, &found["shares"][0], "advance", "")
        .await;
    journey.pay(&payout).await;

    let filtered = format!("/applications?call={call}&state=under_review");
    let mut paths: Vec<(&str, String)> = Vec::new();
    for who in [
        "ada",
        "secretary",
        "eligibility_officer0",
        "approver0",
        "board_member0",
        "auditor",
    ] {
        for path in ["/applications", "/applications?state=submitted", &filtered] {
            paths.push((who, path.to_owned()));
        }
        for path in ["/work", "/awards", "/payouts", "/payouts?state=confirmed"] {
            paths.push((who, path.to_owned()));
        }
    }
    for (who, path) in [
        ("reviewer0", "/work"),
        ("finance_officer0", "/work"),
        ("payment_officer0", "/work"),
        ("payment_officer0", "/payment-orders"),
        ("reviewer0", "/reviews"),
        ("ada", "/organisations"),
        ("secretary", "/calls"),
        ("secretary", "/overdue"),
        ("approver0", "/overdue"),
        ("auditor", "/books"),
        ("auditor", "/books/1000"),
        ("root", "/letters"),
        ("root", "/people"),
        ("auditor", "/fund"),
    ] {
        paths.push((who, path.to_owned()));
    }
    for (who, path) in [
        ("ada", format!("/applications/{application}")),
        ("secretary", format!("/applications/{application}")),
        ("ada", format!("/awards/{award}")),
        ("approver0", format!("/payouts/{payout}")),
        ("auditor", format!("/history/payout/{payout}")),
    ] {
        paths.push((who, path));
    }
    let address: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = address.connect().unwrap();
    let mut wrong = BTreeMap::new();
    for (who, path) in &paths {
        let browser = Browser::signed_in(fund, who).await;
        browser.page("/profile").await;
        counting::take_texts(fund);
        let (status, _) = browser.page(path).await;
        assert!(status == 200 || status == 404, "{who} {path}: {status}");
        if status == 200 && Table::shared().knows(&url::by_api(path.split('?').next().unwrap())) {
            journey.read(who, path).await;
        }
        for text in counting::take_texts(fund) {
            let plain = text.replace(['`', '"'], "");
            let is_excepted = EXCEPTIONS.iter().any(|one| plain.starts_with(one.0));
            if !text.starts_with("SELECT") || is_excepted {
                continue;
            }
            for step in plan(&mut conn, &text) {
                let found = scanned(&step).filter(|table| !is_small(table));
                if let Some(table) = found {
                    wrong
                        .entry((table.to_owned(), text.clone()))
                        .or_insert(path);
                }
            }
        }
    }
    let wrong: Vec<String> = wrong
        .iter()
        .map(|((table, text), path)| format!("{path} goes through {table}:\n    {text}\n"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
