//! A browser that knows nothing but pages: it finds the form, keeps what stands in it, changes some
//! fields and sends it, token and all.

use super::{PASSWORD, TestFund, people};
use scraper::{ElementRef, Html, Selector};

pub struct Browser {
    http: reqwest::Client,
    base: String,
}

/// What came of a form.
pub struct Sent {
    pub status: u16,
    pub location: String,
    /// What the browser is told to forget.
    pub clears: String,
    pub body: String,
}

impl Browser {
    pub fn new(fund: &TestFund) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            base: fund.base.clone(),
        }
    }

    pub async fn signed_in(fund: &TestFund, who: &str) -> Self {
        let browser = Self::new(fund);
        let fields = [
            ("email", people::email(who)),
            ("password", PASSWORD.to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|one| (one.0, one.1.as_str())).collect();
        let sent = browser.send("/sign-in", "/sign-in", &fields).await;
        assert_eq!(sent.status, 303, "{who}: {}", sent.body);
        browser
    }

    /// Its connections, and its cookies.
    pub fn into_http(self) -> reqwest::Client {
        self.http
    }

    pub async fn page(&self, path: &str) -> (u16, String) {
        let answer = self
            .http
            .get(format!("{}{path}", self.base))
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Opens a page and sends the form with this action, with some fields changed.
    pub async fn send(&self, page: &str, action: &str, changed: &[(&str, &str)]) -> Sent {
        let filled = self.fill(page, action, changed).await;
        self.post(action, &filled).await
    }

    /// Opens a page and fills its form with this action in.
    pub async fn fill(&self, page: &str, action: &str, changed: &[(&str, &str)]) -> Filled {
        let (status, body) = self.page(page).await;
        assert_eq!(status, 200, "{page}: {body}");
        fill_in(&body, action, changed)
    }

    /// Sends the form with this action of a page that is open already, with some fields changed.
    pub async fn send_again(&self, body: &str, action: &str, changed: &[(&str, &str)]) -> Sent {
        self.post(action, &fill_in(body, action, changed)).await
    }

    /// Sends a form that was filled in.
    pub async fn post(&self, action: &str, filled: &Filled) -> Sent {
        let request = self
            .http
            .post(format!("{}{action}", self.base))
            .form(filled);
        sent(request).await
    }

    /// Sends a file with the form of this action.
    pub async fn send_file(&self, page: &str, action: &str, content: &[u8]) -> Sent {
        let mut form = reqwest::multipart::Form::new();
        for (name, value) in self.fill(page, action, &[]).await {
            form = form.text(name, value);
        }
        self.send_form(action, form, content).await
    }

    /// Sends a file with a form of no page.
    pub async fn send_forged_file(&self, action: &str, content: &[u8]) -> Sent {
        let form = reqwest::multipart::Form::new().text("_csrf", "forged");
        self.send_form(action, form, content).await
    }

    async fn send_form(
        &self,
        action: &str,
        form: reqwest::multipart::Form,
        content: &[u8],
    ) -> Sent {
        let part = reqwest::multipart::Part::bytes(content.to_vec()).file_name("plan.pdf");
        let form = form.part("file", part);
        let request = self.http.post(format!("{}{action}", self.base));
        sent(request.multipart(form)).await
    }
}

/// Names and values of a form, in its order.
pub type Filled = Vec<(String, String)>;

async fn sent(request: reqwest::RequestBuilder) -> Sent {
    let answer = request.send().await.unwrap();
    let header = |name: &str| {
        let header = answer.headers().get(name);
        header.map(|value| value.to_str().unwrap().to_owned())
    };
    Sent {
        status: answer.status().as_u16(),
        location: header("location").unwrap_or_default(),
        clears: header("clear-site-data").unwrap_or_default(),
        body: answer.text().await.unwrap(),
    }
}

/// Fills in the form with this action on a page that is open already.
pub fn fill_in(body: &str, action: &str, changed: &[(&str, &str)]) -> Filled {
    let mut fields = fields_of(body, action, changed)
        .unwrap_or_else(|| panic!("no form {action} with {changed:?} on {body}"));
    for (name, _) in changed {
        let known = fields.names.iter().any(|one| one == name);
        assert!(
            known,
            "the form {action} has no field {name}: {:?}",
            fields.names
        );
        fields.values.retain(|one| one.0 != *name);
    }
    let changed = changed.iter();
    let changed = changed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    fields.values.extend(changed);
    fields.values
}

/// What stands in a field of the form with this action.
pub fn standing_in(body: &str, action: &str, name: &str) -> Option<String> {
    let fields = fields_of(body, action, &[])?;
    let found = fields.values.into_iter().find(|one| one.0 == name);
    found.map(|one| one.1)
}

struct Fields {
    names: Vec<String>,
    values: Vec<(String, String)>,
}

/// The form with this action; of several the one in which this stands unseen.
fn fields_of(body: &str, action: &str, chosen: &[(&str, &str)]) -> Option<Fields> {
    let html = Html::parse_document(body);
    let select = |text: &str| Selector::parse(text).unwrap();
    let of_form = select("form");
    let other = select(&format!("button[formaction=\"{action}\"]"));
    let mut forms = html.select(&of_form).filter(|form| {
        form.value().attr("action") == Some(action) || form.select(&other).next().is_some()
    });
    let first = forms.next()?;
    let hidden = select("input[type=hidden]");
    let is_chosen = |form: &ElementRef<'_>| {
        form.select(&hidden).all(|one| {
            let (name, value) = (one.value().attr("name"), one.value().attr("value"));
            let said = chosen.iter().find(|said| Some(said.0) == name);
            said.is_none_or(|said| Some(said.1) == value)
        })
    };
    let form = std::iter::once(first).chain(forms).find(is_chosen);
    let form = form.unwrap_or(first);
    let mut fields = Fields {
        names: Vec::new(),
        values: Vec::new(),
    };
    for one in form.select(&select("input, textarea, select")) {
        let Some(name) = one.value().attr("name") else {
            continue;
        };
        fields.names.push(name.to_owned());
        if let Some(value) = value_of(one) {
            fields.values.push((name.to_owned(), value));
        }
    }
    Some(fields)
}

fn value_of(one: ElementRef<'_>) -> Option<String> {
    let value = one.value().attr("value").unwrap_or_default().to_owned();
    match (one.value().name(), one.value().attr("type")) {
        ("input", Some("checkbox" | "radio")) => one.value().attr("checked").map(|_| value),
        ("input", Some("file")) => None,
        ("input", _) => Some(value),
        ("textarea", _) => Some(one.text().collect()),
        _ => {
            let chosen = Selector::parse("option[selected]").unwrap();
            let chosen = one.select(&chosen).next();
            Some(
                chosen
                    .and_then(|one| one.value().attr("value"))
                    .unwrap_or_default()
                    .to_owned(),
            )
        }
    }
}
