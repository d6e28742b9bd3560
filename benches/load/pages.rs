//! What is measured: who opens what. Whatever has an identifier is found by the lists themselves.

use super::measure::{Client, Told};
use serde_json::Value;

/// Somebody opens a page.
pub(crate) struct Visit {
    /// By the name before the `@`; nobody for a visitor.
    pub(crate) who: &'static str,
    /// What the table calls it.
    pub(crate) name: String,
    pub(crate) address: String,
}

/// One person of each kind.
pub(crate) const PEOPLE: [&str; 15] = [
    "secretary",
    "lead1",
    "reviewer1",
    "panel_chair",
    "programme_officer0",
    "eligibility_officer0",
    "approver0",
    "payment_officer0",
    "finance_officer0",
    "board_member0",
    "compliance_officer0",
    "admin0",
    "auditor",
    "root",
    "",
];

const APPLICATION_STATES: [&str; 13] = [
    "draft",
    "submitted",
    "eligible",
    "ineligible",
    "under_review",
    "assessed",
    "ranked",
    "awarded",
    "reserve",
    "rejected",
    "lapsed",
    "withdrawn",
    "missed",
];
const PAYOUT_STATES: [&str; 8] = [
    "requested",
    "verified",
    "approved_once",
    "approved",
    "released",
    "ordered",
    "confirmed",
    "refused",
];
/// Lists whose addresses are the same for all, with who reads each.
const LISTS: [(&str, &[&str]); 13] = [
    ("/work", &PEOPLE),
    (
        "/applications",
        &[
            "secretary",
            "lead1",
            "eligibility_officer0",
            "programme_officer0",
            "board_member0",
            "auditor",
        ],
    ),
    ("/calls", &["secretary", "lead1", ""]),
    ("/reviews", &["reviewer1"]),
    (
        "/awards",
        &["secretary", "lead1", "programme_officer0", "approver0"],
    ),
    (
        "/payouts",
        &[
            "approver0",
            "payment_officer0",
            "programme_officer0",
            "lead1",
            "auditor",
        ],
    ),
    ("/payment-orders", &["payment_officer0", "auditor"]),
    ("/books", &["finance_officer0", "auditor"]),
    ("/books/1000", &["finance_officer0", "auditor"]),
    ("/organisations", &["lead1"]),
    ("/people", &["secretary", "admin0", "root"]),
    ("/overdue", &["secretary", "auditor"]),
    ("/letters", &["root"]),
];

struct Plan<'c> {
    clients: &'c [(&'static str, Client)],
    visits: Vec<Visit>,
}

/// Every visit, in the fund these clients are signed in to.
pub(crate) async fn visits(clients: &[(&'static str, Client)]) -> Told<Vec<Visit>> {
    let mut plan = Plan {
        clients,
        visits: Vec::new(),
    };
    for (path, readers) in LISTS {
        for who in readers {
            if !(who.is_empty() && path == "/work") {
                plan.add(who, path, path);
            }
        }
    }
    plan.applications().await?;
    plan.calls().await?;
    plan.money().await?;
    plan.rest().await?;
    Ok(plan.visits)
}

impl Plan<'_> {
    fn add(&mut self, who: &'static str, name: &str, address: &str) {
        self.visits.push(Visit {
            who,
            name: name.to_owned(),
            address: address.to_owned(),
        });
    }

    /// The page and the answer of the API of the same address.
    fn both(&mut self, who: &'static str, name: &str, address: &str) {
        self.add(who, name, address);
        self.add(who, &format!("/api/v1{name}"), &format!("/api/v1{address}"));
    }

    async fn get(&self, who: &str, path: &str) -> Told<Value> {
        let found = self.clients.iter().find(|one| one.0 == who);
        match found {
            Some((_, client)) => client.json(&format!("/api/v1{path}")).await,
            None => Ok(Value::Null),
        }
    }

    /// The identifier of the first of a list.
    async fn first(&self, who: &str, path: &str) -> Told<Option<String>> {
        let list = self.get(who, path).await?;
        let items = list.get("items").unwrap_or(&list);
        let id = items.get(0).and_then(|one| one.get("id"));
        Ok(id.and_then(Value::as_str).map(str::to_owned))
    }

    async fn applications(&mut self) -> Told<()> {
        for state in APPLICATION_STATES {
            let path = format!("/applications?state={state}");
            self.add("secretary", &path, &path);
        }
        self.add(
            "eligibility_officer0",
            "/applications?state=submitted",
            "/applications?state=submitted",
        );
        self.add(
            "lead1",
            "/applications?state=submitted",
            "/applications?state=submitted",
        );
        let list = self.get("secretary", "/applications").await?;
        if let Some(next) = list.get("next").and_then(Value::as_str) {
            let next = format!("/applications?after={next}");
            self.both("secretary", "/applications?after={key}", &next);
        }
        self.add("secretary", "/api/v1/applications", "/api/v1/applications");
        self.add("lead1", "/api/v1/applications", "/api/v1/applications");
        let calls = [("call", "submitted"), ("call with a list", "awarded")];
        for (what, state) in calls {
            let path = format!("/applications?state={state}");
            let list = self.get("secretary", &path).await?;
            let items = list.get("items").unwrap_or(&list);
            let call = items
                .get(0)
                .and_then(|one| one.get("call"))
                .and_then(Value::as_str);
            if let Some(call) = call {
                let path = format!("/applications?call={call}");
                self.add(
                    "secretary",
                    &format!("/applications?call={{{what}}}"),
                    &path,
                );
                let name = format!("/applications?call={{{what}}}&state={state}");
                self.add("secretary", &name, &format!("{path}&state={state}"));
            }
        }
        for state in [
            "submitted",
            "eligible",
            "under_review",
            "assessed",
            "awarded",
        ] {
            let Some(id) = self
                .first("secretary", &format!("/applications?state={state}"))
                .await?
            else {
                continue;
            };
            let page = format!("/applications/{id}");
            let name = format!("/applications/{{{state}}}");
            self.both("secretary", &name, &page);
            if state == "submitted" {
                self.add("eligibility_officer0", &name, &page);
                self.add(
                    "auditor",
                    "/history/application/{id}",
                    &format!("/history/application/{id}"),
                );
            } else {
                self.add(
                    "secretary",
                    &format!("{name}/evaluation"),
                    &format!("{page}/evaluation"),
                );
            }
        }
        if let Some(id) = self.first("lead1", "/applications").await? {
            self.both(
                "lead1",
                "/applications/{own}",
                &format!("/applications/{id}"),
            );
        }
        if let Some(id) = self.first("lead1", "/applications?state=draft").await? {
            self.add(
                "lead1",
                "/applications/{draft}/edit",
                &format!("/applications/{id}/edit"),
            );
        }
        Ok(())
    }

    async fn calls(&mut self) -> Told<()> {
        self.add("", "/", "/");
        self.add("", "/fund", "/fund");
        self.add("secretary", "/fund", "/fund");
        self.add("", "/api/v1/calls", "/api/v1/calls");
        let list = self.get("secretary", "/calls").await?;
        let mut after = list.get("next").and_then(Value::as_str).map(str::to_owned);
        let mut calls: Vec<Value> = list
            .get("items")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        while let Some(next) = after {
            let page = self
                .get("secretary", &format!("/calls?after={next}"))
                .await?;
            calls.extend(
                page.get("items")
                    .and_then(Value::as_array)
                    .cloned()
                    .unwrap_or_default(),
            );
            after = page.get("next").and_then(Value::as_str).map(str::to_owned);
        }
        let mut seen = Vec::new();
        for call in &calls {
            let said = |name: &str| call.get(name).and_then(Value::as_str).unwrap_or_default();
            let (state, id) = (said("state").to_owned(), said("id").to_owned());
            if seen.contains(&state) {
                continue;
            }
            let page = format!("/calls/{id}");
            self.both("secretary", &format!("/calls/{{{state}}}"), &page);
            if state == "open" {
                self.add("", "/calls/{open}", &page);
                self.add("lead1", "/calls/{open}", &page);
            }
            if ["in_evaluation", "assessed"].contains(&state.as_str()) {
                self.add(
                    "secretary",
                    &format!("/calls/{{{state}}}/ranking/preview"),
                    &format!("{page}/ranking/preview"),
                );
            }
            self.both(
                "secretary",
                &format!("/calls/{{{state}}}/ranking"),
                &format!("{page}/ranking"),
            );
            seen.push(state);
        }
        Ok(())
    }

    async fn money(&mut self) -> Told<()> {
        for state in PAYOUT_STATES {
            let path = format!("/payouts?state={state}");
            self.add("approver0", &path, &path);
        }
        if let Some(id) = self.first("secretary", "/awards").await? {
            self.both("secretary", "/awards/{id}", &format!("/awards/{id}"));
            self.add("approver0", "/awards/{id}", &format!("/awards/{id}"));
        }
        for state in ["verified", "released", "confirmed"] {
            if let Some(id) = self
                .first("approver0", &format!("/payouts?state={state}"))
                .await?
            {
                self.both(
                    "approver0",
                    &format!("/payouts/{{{state}}}"),
                    &format!("/payouts/{id}"),
                );
            }
        }
        if let Some(id) = self.first("payment_officer0", "/payment-orders").await? {
            self.both(
                "payment_officer0",
                "/payment-orders/{id}",
                &format!("/payment-orders/{id}"),
            );
        }
        Ok(())
    }

    async fn rest(&mut self) -> Told<()> {
        self.add("secretary", "/api/v1/me/work", "/api/v1/me/work");
        self.add("lead1", "/api/v1/me/work", "/api/v1/me/work");
        self.add("lead1", "/profile", "/profile");
        self.add("lead1", "/api/v1/me", "/api/v1/me");
        self.add("root", "/failed-sign-ins", "/failed-sign-ins");
        for list in [
            "/awards",
            "/payouts",
            "/payment-orders",
            "/books",
            "/people",
            "/letters",
            "/overdue",
        ] {
            let who = match list {
                "/letters" | "/people" => "root",
                _ => "auditor",
            };
            self.add(who, &format!("/api/v1{list}"), &format!("/api/v1{list}"));
        }
        if let Some(id) = self.first("lead1", "/organisations").await? {
            self.both(
                "lead1",
                "/organisations/{own}",
                &format!("/organisations/{id}"),
            );
        }
        if let Some(id) = self.first("root", "/people").await? {
            self.both("root", "/people/{id}", &format!("/people/{id}"));
        }
        if let Some(id) = self.first("reviewer1", "/reviews").await? {
            self.both("reviewer1", "/reviews/{id}", &format!("/reviews/{id}"));
        }
        Ok(())
    }
}
