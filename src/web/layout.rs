//! A whole page: its frame with what is in it.

use super::guard;
use super::parts::drawn;
use super::screen::{Kind, Screen};
use crate::error::Result;
use actix_web::HttpResponseBuilder;
use askama::Template;

pub(super) use super::frame::{Frame, initials};
pub(super) use super::frame::{SCRIPT, STYLE, script_address, style_address};

/// A whole page.
pub(super) struct Whole {
    pub(super) page: Frame,
    pub(super) screen: Screen,
}

/// The frame with what is in it.
#[derive(Template)]
#[template(path = "screen.html")]
struct Framed<'a> {
    page: &'a Frame,
    screen: &'a Screen,
    own: String,
}

impl Whole {
    /// Gives it the script of passkeys, and the policy by which it runs, where something on it can
    /// be proved with one or one is made.
    pub(super) fn add_script(&mut self, answer: &mut HttpResponseBuilder) {
        self.page.takes_passkey |= self.screen.takes_passkey;
        let takes = self.page.takes_passkey;
        let is_used = self.screen.forms().any(|form| {
            form.fields().any(|field| match field.kind {
                Kind::Proof => takes,
                Kind::NewPasskey(_) => true,
                _ => false,
            })
        });
        if is_used {
            self.page.script = Some(script_address());
            answer.insert_header(guard::WITH_SCRIPT);
        }
    }

    /// The page as HTML.
    pub(super) fn html(&self) -> Result<String> {
        let own = self.screen.own.as_ref().map(|own| own.html(&self.page));
        drawn(&Framed {
            page: &self.page,
            screen: &self.screen,
            own: own.transpose()?.unwrap_or_default(),
        })
    }
}
