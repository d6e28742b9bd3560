//! What stands around every page: navigation, who is signed in, what was done.

use crate::app::App;
use crate::db::tx::View;
use crate::error::Result;
use crate::fund;
use crate::kernel::digest::sha256_hex;
use crate::rules::visibility::Sight;
use crate::rules::{Capacity, Matter, decide};
use crate::words::Say;

/// The style sheet, embedded: one file, so that a first visit asks once.
pub(super) const STYLE: &str = concat!(
    include_str!("static/tokens.css"),
    include_str!("static/base.css"),
    include_str!("static/components.css"),
);

/// The script of passkeys, embedded: nothing else asks a browser for anything.
pub(super) const SCRIPT: &str = include_str!("static/passkeys.js");

/// The address of the style sheet, with its digest, so that it can be kept for ever.
pub(super) fn style_address() -> String {
    let digest = sha256_hex(STYLE);
    format!("/static/style-{}.css", digest.get(..12).unwrap_or(&digest))
}

/// The address of the script, likewise.
pub(super) fn script_address() -> String {
    let digest = sha256_hex(SCRIPT);
    format!(
        "/static/passkeys-{}.js",
        digest.get(..12).unwrap_or(&digest)
    )
}

/// How many sections stand in the line of the navigation; more than that and one are folded.
const IN_LINE: usize = 5;

/// What the frame shows.
pub struct Frame {
    pub(super) say: Say,
    pub(super) language: &'static str,
    pub(super) direction: &'static str,
    pub(super) fund: String,
    pub(super) style: String,
    pub(super) demo: bool,
    pub(super) person: Option<String>,
    pub(super) nav: Vec<(String, String)>,
    /// What of the navigation finds no place in its line.
    pub(super) rest: Vec<(String, String)>,
    pub(super) path: String,
    pub(super) csrf: String,
    /// What tells one press of this page's buttons from another page's.
    pub(super) once: String,
    pub(super) flash: Option<String>,
    /// What its reader is warned of.
    pub(super) warning: Option<String>,
    /// That an office of theirs waits for their second factor.
    pub(super) is_to_enrol: bool,
    /// Whether its reader has a passkey, to be used in place of a code.
    pub(super) takes_passkey: bool,
    /// The address of its script, where it has one.
    pub(super) script: Option<String>,
}

impl Frame {
    /// The first letters of the reader's first and last name.
    pub(super) fn initials(&self) -> String {
        initials(self.person.as_deref().unwrap_or_default())
    }

    /// Tells of wrong passwords before this session, where there were any.
    pub(super) fn tell_of_failures(&mut self, count: i32) {
        let words = [("count", i64::from(count).into())];
        self.warning = (count > 0).then(|| self.say.with("failed_before", &words));
    }

    /// Whether this page lies under a section of the navigation.
    pub(super) fn is_under(&self, section: &str) -> bool {
        self.path
            .strip_prefix(section)
            .is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether this page is in a section that is folded.
    pub(super) fn is_in_rest(&self) -> bool {
        let mut rest = self.rest.iter();
        rest.any(|(_, section)| self.path == *section || self.is_under(section))
    }

    /// The frame for the actor of a view.
    pub(super) fn new(app: &App, view: &mut View<'_>, say: Say, path: &str) -> Result<Self> {
        let (person, fund) = fund::queries::names_of_frame(view)?;
        let fund = fund.unwrap_or_else(|| "jointfund".to_owned());
        let ground = view.ground()?;
        let is_to_enrol = !ground.withheld.is_empty();
        let takes_passkey = ground.factor.has_passkey;
        let mut nav = nav(view, &say)?;
        let rest = if nav.len() > IN_LINE + 1 {
            nav.split_off(IN_LINE)
        } else {
            Vec::new()
        };
        Ok(Self {
            language: say.language().code,
            direction: say.language().direction,
            fund,
            style: style_address(),
            demo: app.config.fund.demo,
            nav,
            rest,
            person,
            path: path.to_owned(),
            csrf: String::new(),
            once: String::new(),
            flash: None,
            warning: None,
            is_to_enrol,
            takes_passkey,
            script: None,
            say,
        })
    }
}

/// The first letters of the first and the last word of a name.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

fn nav(view: &mut View<'_>, say: &Say) -> Result<Vec<(String, String)>> {
    let mut nav = vec![(say.t("nav-calls"), "/calls".to_owned())];
    if view.actor().account().is_none() {
        return Ok(nav);
    }
    let standing = view.standing_to(Matter::Fund)?;
    let sees = |sight| decide::sees(&standing, sight);
    let mut add = |key: &'static str, href: &str, when: bool| {
        if when {
            nav.push((say.t(key), href.to_owned()));
        }
    };
    let staff = sees(Sight::SubmittedApplication);
    let reviews = standing.has(Capacity::Reviewer);
    let ground = view.ground()?;
    let applies = ground.applies();
    let steps_in = !ground.substituted().is_empty();
    add("nav-work", "/work", true);
    add("nav-organisations", "/organisations", applies);
    add(
        "nav-applications",
        "/applications",
        applies || staff || steps_in,
    );
    add("nav-reviews", "/reviews", reviews);
    let awards = applies || steps_in || sees(Sight::Award);
    add("nav-awards", "/awards", awards);
    add("nav-payouts", "/payouts", awards);
    add("nav-orders", "/payment-orders", sees(Sight::PaymentOrders));
    add("nav-books", "/books", sees(Sight::Books));
    add("nav-fund", "/fund", sees(Sight::Contributions));
    add("nav-people", "/people", sees(Sight::People));
    add("nav-overdue", "/overdue", sees(Sight::Overdue));
    add(
        "nav-failed_sign_ins",
        "/failed-sign-ins",
        sees(Sight::FailedSignIns),
    );
    add("nav-letters", "/letters", sees(Sight::Letters));
    add("nav-anchors", "/anchors", sees(Sight::Anchors));
    Ok(nav)
}
