//! Somebody with a browser, and how fast they are answered.

use super::counting::{self, Asked};
use futures_util::future::join_all;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::error::Error;
use std::time::{Duration, Instant};

pub(crate) type Told<T> = Result<T, Box<dyn Error>>;

/// How long one page is asked for at the most, by one client and then by several; and how often.
const LONGEST: Duration = Duration::from_millis(1500);
const MOST: usize = 200;
/// Clients at once.
pub(crate) const CLIENTS: usize = 4;

/// Somebody who is signed in, as a browser and as a program.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// How an address answers.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) asked: Vec<Asked>,
    /// By one client, in order.
    pub(crate) alone: Vec<Duration>,
    /// By several at once, in order; and how many were answered in a second.
    pub(crate) together: Vec<Duration>,
    pub(crate) per_second: f64,
}

/// The time within which so many of a hundred were answered.
pub(crate) fn percentile(sorted: &[Duration], share: usize) -> Duration {
    let place = (sorted.len() * share).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

impl Client {
    /// Signs somebody in; nobody of no name.
    pub(crate) async fn signed_in(base: &str, who: &str, password: &str) -> Told<Self> {
        let redirect = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(redirect)
            .build()?;
        let mut client = Self {
            http,
            base: base.to_owned(),
            token: None,
        };
        if who.is_empty() {
            return Ok(client);
        }
        let email = format!("{who}@people.example");
        let page = client
            .http
            .get(format!("{base}/sign-in"))
            .send()
            .await?
            .text()
            .await?;
        let mut fields = vec![
            ("email".to_owned(), email.clone()),
            ("password".to_owned(), password.to_owned()),
        ];
        fields.extend(hidden(&page)?);
        let sent = client
            .http
            .post(format!("{base}/sign-in"))
            .form(&fields)
            .send()
            .await?;
        if !sent.status().is_redirection() {
            return Err(format!("{email} cannot sign in: {}", sent.status()).into());
        }
        let body = json!({ "email": email, "password": password });
        let tokens = client
            .http
            .post(format!("{base}/api/v1/tokens"))
            .json(&body)
            .send()
            .await?;
        let tokens: Value = tokens.json().await?;
        client.token = tokens
            .get("access_token")
            .and_then(Value::as_str)
            .map(str::to_owned);
        Ok(client)
    }

    fn ask(&self, address: &str) -> reqwest::RequestBuilder {
        let request = self.http.get(format!("{}{address}", self.base));
        match &self.token {
            Some(token) if address.starts_with("/api/") => request.bearer_auth(token),
            _ => request,
        }
    }

    pub(crate) async fn json(&self, address: &str) -> Told<Value> {
        Ok(self
            .ask(address)
            .send()
            .await?
            .json()
            .await
            .unwrap_or(Value::Null))
    }

    /// How long one answer takes, and its status.
    async fn once(&self, address: &str) -> Told<(Duration, u16)> {
        let begun = Instant::now();
        let answer = self.ask(address).send().await?;
        let status = answer.status().as_u16();
        answer.bytes().await?;
        Ok((begun.elapsed(), status))
    }

    async fn again_and_again(&self, address: &str) -> Told<Vec<Duration>> {
        let (begun, mut took) = (Instant::now(), Vec::new());
        while took.len() < MOST && (took.len() < 3 || begun.elapsed() < LONGEST) {
            took.push(self.once(address).await?.0);
        }
        Ok(took)
    }

    /// Measures an address; the status where there is nothing to measure.
    pub(crate) async fn measure(&self, address: &str) -> Told<Result<Measured, u16>> {
        let (_, status) = self.once(address).await?;
        if status != 200 {
            return Ok(Err(status));
        }
        counting::listen();
        self.once(address).await?;
        let asked = counting::heard();
        let mut alone = self.again_and_again(address).await?;
        let begun = Instant::now();
        let all = join_all((0..CLIENTS).map(|_| self.again_and_again(address))).await;
        let whole = begun.elapsed();
        let mut together = all.into_iter().collect::<Told<Vec<_>>>()?.concat();
        alone.sort_unstable();
        together.sort_unstable();
        let answers = u32::try_from(together.len())?;
        Ok(Ok(Measured {
            asked,
            alone,
            per_second: f64::from(answers) / whole.as_secs_f64(),
            together,
        }))
    }
}

/// What stands in the unseen fields of a page's forms.
fn hidden(page: &str) -> Told<Vec<(String, String)>> {
    let unseen = Selector::parse("form[action='/sign-in'] input[type=hidden]")
        .map_err(|error| error.to_string())?;
    let page = Html::parse_document(page);
    let fields = page.select(&unseen).filter_map(|field| {
        let name = field.value().attr("name")?;
        Some((name.to_owned(), field.value().attr("value")?.to_owned()))
    });
    Ok(fields.collect())
}
