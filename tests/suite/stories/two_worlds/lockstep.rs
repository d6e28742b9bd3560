//! One person in two worlds, who asks the same of both and compares what is answered.

use super::asking::{Asking, Body, Request};
use super::renaming::Renaming;
use crate::support::TestFund;
use crate::support::browser::{Browser, standing_in};
use crate::support::crawl;
use crate::support::lot::Lot;
use futures_util::future;
use std::collections::BTreeSet;

/// Somebody, as one world knows them.
struct Face {
    browser: reqwest::Client,
    program: reqwest::Client,
    token: String,
    base: String,
    /// What binds a form to their browser.
    csrf: String,
}

struct Answer {
    status: u16,
    /// Status, headers and content.
    whole: String,
}

impl Face {
    async fn of(fund: &TestFund, who: &str) -> Self {
        let (browser, token) = match who {
            "" => (Browser::new(fund), String::new()),
            who => (Browser::signed_in(fund, who).await, fund.token(who).await),
        };
        let page = if who.is_empty() {
            "/forgotten-password"
        } else {
            "/profile"
        };
        let (_, body) = browser.page(page).await;
        let form = if who.is_empty() {
            page
        } else {
            "/profile/name"
        };
        Self {
            csrf: standing_in(&body, form, "_csrf").unwrap(),
            browser: browser.into_http(),
            program: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            token,
            base: fund.base.clone(),
        }
    }

    async fn asked(&self, request: &Request, path: &str) -> Answer {
        let method = request.method.parse().unwrap();
        let is_for_the_api = path.starts_with("/api/");
        let http = if is_for_the_api {
            &self.program
        } else {
            &self.browser
        };
        let mut asked = http.request(method, format!("{}{path}", self.base));
        if is_for_the_api && !self.token.is_empty() {
            asked = asked.bearer_auth(&self.token);
        }
        if let Some((name, value)) = request.header {
            asked = asked.header(name, value);
        }
        asked = match &request.body {
            Body::Nothing => asked,
            Body::Json(typed) => asked.json(typed),
            Body::Form(typed) => {
                let mut typed = typed.clone();
                typed.push(("_csrf".to_owned(), self.csrf.clone()));
                asked.form(&typed)
            }
        };
        let answer = asked.send().await.unwrap();
        let status = answer.status().as_u16();
        // When the machine answered is by its own clock, and headers have no order.
        let headers = answer.headers().iter().filter(|header| header.0 != "date");
        let headers = headers
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        let headers: BTreeSet<String> = headers.collect();
        let headers: Vec<String> = headers.into_iter().collect();
        let mut whole = format!("{status}\n{}\n\n", headers.join("\n"));
        whole += &String::from_utf8_lossy(&answer.bytes().await.unwrap());
        Answer {
            status,
            whole: whole.replace(&self.base, ""),
        }
    }
}

/// Somebody in two worlds.
pub(super) struct Walk<'w> {
    worlds: &'w [TestFund; 2],
    who: &'w str,
    faces: [Face; 2],
    renaming: &'w mut Renaming,
    links: Vec<String>,
    known: BTreeSet<String>,
    pub(super) asked: usize,
}

impl<'w> Walk<'w> {
    pub(super) async fn of(
        worlds: &'w [TestFund; 2],
        who: &'w str,
        renaming: &'w mut Renaming,
    ) -> Self {
        Self {
            worlds,
            who,
            faces: [
                Face::of(&worlds[0], who).await,
                Face::of(&worlds[1], who).await,
            ],
            renaming,
            links: Vec::new(),
            known: BTreeSet::new(),
            asked: 0,
        }
    }

    /// Asks both worlds; what tells them apart, if anything does.
    async fn asks(&mut self, request: &Request) -> Result<(), String> {
        self.asked += 1;
        let there = self.renaming.there(&request.path);
        let mut elsewhere = request.clone();
        if let Body::Form(typed) = &mut elsewhere.body {
            typed
                .iter_mut()
                .for_each(|field| field.1 = self.renaming.there(&field.1));
        }
        if let Body::Json(typed) = &mut elsewhere.body {
            *typed = serde_json::from_str(&self.renaming.there(&typed.to_string())).unwrap();
        }
        let [here, other] = &self.faces;
        let (one, other) = future::join(
            here.asked(request, &request.path),
            other.asked(&elsewhere, &there),
        )
        .await;
        let what = || format!("{} {} {:?}", request.method, request.path, request.body);
        let alike = self.renaming.finds_alike(&one.whole, &other.whole);
        alike.map_err(|[one, other]| format!("{}\n  {one:?}\n  {other:?}", what()))?;
        let did = request.method == "POST"
            && matches!(one.status, 200 | 303)
            && !one.whole.contains("sign-in");
        assert!(!did, "{} did {}: {}", self.who, what(), one.whole);
        if request.method == "GET" && !request.path.starts_with("/api/") {
            let new = crawl::links(&one.whole).into_iter();
            self.links
                .extend(new.filter(|link| self.known.insert(link.clone())));
        }
        Ok(())
    }

    /// Asks for everything there is, and for all that pages lead to.
    pub(super) async fn sees_everything(&mut self, asking: &Asking) -> Result<(), String> {
        let everything = asking.everything();
        self.known
            .extend(everything.iter().map(|request| request.path.clone()));
        for request in &everything {
            self.asks(request).await?;
        }
        let mut next = 0;
        while let Some(link) = self.links.get(next).cloned() {
            self.asks(&Request::get(link)).await?;
            next += 1;
        }
        self.reads_letters()
    }

    /// Asks so much more, as it is drawn.
    pub(super) async fn asks_for_more(
        &mut self,
        more: usize,
        asking: &Asking,
        lot: &mut Lot,
    ) -> Result<(), String> {
        for _ in 0..more {
            let request = asking.drawn(lot, &self.links);
            self.asks(&request).await?;
        }
        self.reads_letters()
    }

    fn reads_letters(&mut self) -> Result<(), String> {
        let [one, other] =
            [0, 1].map(|world| crawl::letters(&self.worlds[world], self.who).join("\n"));
        let alike = self.renaming.finds_alike(&one, &other);
        alike.map_err(|[one, other]| format!("a letter\n  {one:?}\n  {other:?}"))
    }
}
