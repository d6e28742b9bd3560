//! A whole page: its frame with what is in it.

use super::parts::drawn;
use super::screen::Screen;
use crate::error::Result;
use askama::Template;

pub(super) use super::frame::{Frame, initials};
pub(super) use super::frame::{STYLE, style_address};

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
