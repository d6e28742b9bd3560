//! What was typed while a session ended: carried along by the sign-in page, and put back into its
//! form afterwards. It is never sent on by itself: whoever signs in sees it and sends it, or not.

use super::body::is_secret;
use super::form::{Field, Form, Part};
use super::screen::Block;
use crate::app::App;
use crate::kernel::digest::{keyed_hex, same};
use crate::words::Say;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The field of the sign-in form that carries it.
pub(super) const FIELD: &str = "_carried";
/// The field with its seal: only what this server wrote for this browser is taken back.
pub(super) const SEAL: &str = "_seal";

/// A form that waits for its sender to sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Carried {
    /// Where it was sent.
    pub(super) to: String,
    /// What was typed.
    pub(super) typed: Value,
}

impl Carried {
    /// Lays it into the sign-in form.
    pub(super) fn lay_into(&self, form: &mut Form, app: &App, secret: &str) {
        let text = serde_json::to_string(&self.without_secrets()).unwrap_or_default();
        let seal = seal(app, secret, &text);
        form.parts.push(Part::Field(Field::hidden(FIELD, text)));
        form.parts.push(Part::Field(Field::hidden(SEAL, seal)));
    }

    /// Takes it out of what the sign-in form sent.
    pub(super) fn taken_from(typed: &mut Value, app: &App, secret: &str) -> Option<Self> {
        let text = super::body::take(typed, FIELD)?;
        let given = super::body::take(typed, SEAL)?;
        if !same(&given, &seal(app, secret, &text)) {
            return None;
        }
        serde_json::from_str(&text).ok()
    }

    /// A password is not carried along.
    fn without_secrets(&self) -> Self {
        let mut open = self.clone();
        if let Some(fields) = open.typed.as_object_mut() {
            fields.retain(|name, _| !is_secret(name));
        }
        open
    }
}

fn seal(app: &App, secret: &str, text: &str) -> String {
    let key = app.config.security.token_key.expose();
    keyed_hex(
        key.as_bytes(),
        format!("carried:{secret}:{text}").as_bytes(),
    )
}

/// What was typed, to be read and copied, where its form cannot be shown.
pub(super) fn kept(say: &Say, typed: &Value) -> Vec<Block> {
    let mut texts = Vec::new();
    gather(say, "", typed, &mut texts);
    if texts.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::Heading(say.t("heading-kept")),
        Block::Prose(say.t("kept-explained")),
    ];
    for (label, text) in texts {
        blocks.push(Block::Prose(label));
        blocks.push(Block::Verbatim(text));
    }
    blocks
}

/// Fields that are sent along unseen are nobody's words.
const UNSEEN: &[&str] = &["id", "version", "digest", "next", "seen", "credential"];

fn gather(say: &Say, name: &str, typed: &Value, texts: &mut Vec<(String, String)>) {
    match typed {
        Value::Object(fields) => {
            for (name, value) in fields {
                if !is_secret(name) && !name.starts_with('_') && !UNSEEN.contains(&name.as_str()) {
                    gather(say, name, value, texts);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(say, name, item, texts)),
        Value::String(text) if !text.trim().is_empty() => {
            texts.push((say.field(name), text.clone()));
        }
        _ => {}
    }
}
