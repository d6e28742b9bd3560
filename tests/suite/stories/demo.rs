//! Everyone of the demo looks at everything they are led to: no link leads nowhere, and a page
//! offers exactly what the law permits its reader. Faults 8 and 18.

use crate::support::browser::Browser;
use crate::support::{PASSWORD, TestFund};
use jointfund::cli::story;
use jointfund::web::table::Table;
use jointfund::web::url;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Forms of the frame and of one's own account: they are about no matter.
const EVERYWHERE: &[&str] = &["/sign-out", "/clock", "/profile"];

/// Roles that await nothing by nature.
const WITHOUT_TASKS: &[&str] = &["compliance officer", "auditor"];

/// What one reader found.
struct Walk<'f> {
    fund: &'f TestFund,
    who: &'static str,
    browser: Browser,
    seen: BTreeMap<String, u16>,
    faults: Vec<String>,
}

fn attributes(html: &Html, selector: &str, name: &str) -> Vec<String> {
    html.select(&Selector::parse(selector).unwrap())
        .filter_map(|one| one.value().attr(name).map(str::to_owned))
        .collect()
}

/// Where the links of a page lead, within the site and without what follows the question mark.
fn links(html: &Html) -> BTreeSet<String> {
    let own = attributes(html, "main a[href]", "href").into_iter();
    own.chain(attributes(html, "nav a[href]", "href"))
        .filter(|href| href.starts_with('/'))
        .map(|href| href.split(['?', '#']).next().unwrap().to_owned())
        .collect()
}

/// Where the forms of a page are sent that could be sent now.
fn forms(html: &Html) -> BTreeSet<String> {
    let of_forms = attributes(
        html,
        "main form[method=post]:has(button:not([disabled]))",
        "action",
    );
    let of_buttons = attributes(
        html,
        "main button[formaction]:not([disabled])",
        "formaction",
    );
    let all = of_forms.into_iter().chain(of_buttons);
    all.filter(|action| !EVERYWHERE.iter().any(|one| action.starts_with(one)))
        .collect()
}

impl Walk<'_> {
    async fn from(&mut self, start: &str) {
        let mut ways = vec![(start.to_owned(), String::new())];
        while let Some((path, from)) = ways.pop() {
            if self.seen.contains_key(&path) {
                continue;
            }
            let (status, body) = self.browser.page(&path).await;
            self.seen.insert(path.clone(), status);
            if status != 200 {
                let who = self.who;
                self.faults
                    .push(format!("{who}: {path} is {status}, linked from {from}"));
                continue;
            }
            let next = {
                let html = Html::parse_document(&body);
                let next = links(&html);
                let offered = forms(&html);
                (next, offered)
            };
            self.compare(&path, &next.0, next.1).await;
            ways.extend(next.0.into_iter().map(|link| (link, path.clone())));
        }
    }

    /// The forms of the page of one matter, and the links to pages with a form of their own, are
    /// what its answer permits, and nothing else.
    async fn compare(&mut self, path: &str, links: &BTreeSet<String>, offered: BTreeSet<String>) {
        let reads = &Table::shared().reads;
        if !reads
            .iter()
            .any(|read| url::read(read.path, path).is_some())
        {
            return;
        }
        let (status, answer) = self.fund.get(self.who, path).await;
        let Some(actions) = answer["permitted_actions"].as_array() else {
            if status == 200 && !offered.is_empty() && path.len() > 36 {
                let who = self.who;
                self.faults.push(format!(
                    "{who}: {path} offers {offered:?} and its answer nothing"
                ));
            }
            return;
        };
        let free = actions.iter().filter(|one| one["refused"].is_null());
        let permitted: BTreeSet<String> = free.map(href).collect();
        for action in offered.difference(&permitted) {
            self.faults.push(format!(
                "{}: {path} offers {action}, not permitted",
                self.who
            ));
        }
        let not_there = permitted.difference(&offered);
        for action in not_there.filter(|action| !links.contains(*action)) {
            self.faults
                .push(format!("{}: {path} does not offer {action}", self.who));
        }
    }
}

fn href(action: &Value) -> String {
    let href = action["href"].as_str().unwrap();
    href.strip_prefix("/api/v1").unwrap().to_owned()
}

/// Whoever tries the demo finds the code of its second factor in the mailbox.
async fn signs_in_by_the_mailbox(fund: &TestFund) {
    let browser = Browser::new(fund);
    let who = story::WITH_SECOND_FACTOR;
    let typed = [("email", who), ("password", PASSWORD)];
    let sent = browser.send("/sign-in", "/sign-in", &typed).await;
    let (_, mailbox) = browser.page("/mailbox").await;
    let (_, rest) = mailbox.split_once(&format!("{who}</dt>")).unwrap();
    let code: String = rest.chars().filter(char::is_ascii_digit).take(6).collect();
    let typed = [("code", code.as_str())];
    let done = browser.send_again(&sent.body, "/sign-in", &typed).await;
    assert_eq!(done.status, 303, "{code}: {}", done.body);
    let (_, work) = browser.page("/work").await;
    assert!(work.contains("/payouts/"), "{work}");
}

#[actix_web::test]
async fn every_link_of_the_demo_opens_and_every_page_offers_what_the_law_permits() {
    let fund = TestFund::empty();
    story::tell(&fund.app, &fund.clock).unwrap();
    let mut faults = Vec::new();
    for (role, who) in story::SIGN_INS {
        let (_, work) = fund.get(who, "/me/work").await;
        let is_empty = work["waiting"].as_array().unwrap().is_empty();
        if is_empty && !WITHOUT_TASKS.contains(role) {
            faults.push(format!("nothing waits for the {role}"));
        }
        let browser = Browser::signed_in(&fund, who).await;
        let mut walk = Walk {
            fund: &fund,
            who,
            browser,
            seen: BTreeMap::new(),
            faults: Vec::new(),
        };
        walk.from("/work").await;
        faults.extend(walk.faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    signs_in_by_the_mailbox(&fund).await;
}
