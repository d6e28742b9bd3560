//! Addresses: the only file that writes one. A page has its pattern here, a deed in its row of
//! `routes`; the functions fill them in.

use super::ids::Ids;
use crate::kernel::id::{
    AccountId, AnchorId, ApplicationId, AssignmentId, AttachmentId, AwardId, BankFileId, CallId,
    OrganisationId, PaymentOrderId, PayoutId, RestoreId,
};
use crate::rules::{Action, Matter};
use std::fmt::Display;
use std::sync::OnceLock;

macro_rules! pages {
    ($( $name:ident = $pattern:literal ),+ $(,)?) => {
        /// A page, by what it shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the addresses say what they are")]
        pub enum Page { $( $name ),+ }

        impl Page {
            /// Every page.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// The pattern of its address.
            pub fn pattern(self) -> &'static str {
                match self { $( Self::$name => $pattern ),+ }
            }
        }
    };
}

pages! {
    Front = "/",
    SignIn = "/sign-in",
    LostFactor = "/lost-second-factor",
    Register = "/register",
    LetterSent = "/letter-sent",
    ForgottenPassword = "/forgotten-password",
    VerifyEmail = "/verify-email",
    ResetPassword = "/reset-password",
    AcceptInvitation = "/accept-invitation",
    ConfirmAddress = "/confirm-address",
    TakeBackAddress = "/take-back-address",
    Profile = "/profile",
    SecondFactor = "/profile/second-factor",
    Work = "/work",
    Overdue = "/overdue",
    FailedSignIns = "/failed-sign-ins",
    People = "/people",
    Person = "/people/{id}",
    Organisations = "/organisations",
    Organisation = "/organisations/{id}",
    Fund = "/fund",
    Calls = "/calls",
    NewCall = "/calls/new",
    Call = "/calls/{id}",
    CallForm = "/calls/{id}/edit",
    Ranking = "/calls/{id}/ranking",
    RankingPreview = "/calls/{id}/ranking/preview",
    Applications = "/applications",
    Application = "/applications/{id}",
    ApplicationForm = "/applications/{id}/edit",
    Evaluation = "/applications/{id}/evaluation",
    Offices = "/applications/{id}/offices",
    Reviews = "/reviews",
    ReviewDesk = "/reviews/{id}",
    Awards = "/awards",
    Award = "/awards/{id}",
    Payouts = "/payouts",
    Payout = "/payouts/{id}",
    PaymentOrders = "/payment-orders",
    PaymentOrder = "/payment-orders/{id}",
    Books = "/books",
    Statement = "/books/{account}",
    Restore = "/restores/{id}",
    Letters = "/letters",
    Anchors = "/anchors",
    Mailbox = "/mailbox",
    History = "/history/{kind}/{id}",
}

impl Page {
    /// The address of a page that stands alone.
    pub fn address(self) -> String {
        self.pattern().to_owned()
    }

    /// Its address with the named parts in their places.
    pub fn of(self, ids: &Ids) -> String {
        ids.fill(self.pattern())
    }
}

macro_rules! of_one {
    ($( $function:ident($id:ty) = $page:ident ),+ $(,)?) => {
        $(
            #[doc = concat!("The page `", stringify!($page), "` of this one.")]
            pub fn $function(id: $id) -> String {
                placed(Page::$page.pattern(), &[&id])
            }
        )+
    };
}

of_one! {
    person(AccountId) = Person,
    organisation(OrganisationId) = Organisation,
    call(CallId) = Call,
    call_form(CallId) = CallForm,
    ranking(CallId) = Ranking,
    application(ApplicationId) = Application,
    application_form(ApplicationId) = ApplicationForm,
    evaluation(ApplicationId) = Evaluation,
    offices(ApplicationId) = Offices,
    review(AssignmentId) = ReviewDesk,
    award(AwardId) = Award,
    payout(PayoutId) = Payout,
    payment_order(PaymentOrderId) = PaymentOrder,
    restore(RestoreId) = Restore,
    statement(&str) = Statement,
}

/// Where the API describes itself.
pub(super) const DOCUMENT: &str = "/openapi.json";
/// Where the description is read by people.
pub(super) const DOCUMENTATION: &str = "/api/docs/";

/// Where a file of an application is fetched.
pub const FILE: &str = "/files/{file}";
/// Where a file of the bank is fetched.
pub const BANK_FILE: &str = "/bank-files/{file}";
/// Where one’s own data are fetched.
pub const OWN_DATA: &str = "/profile/data/file";
/// Where what the bank is sent is fetched.
pub const ORDER_FILE: &str = "/payment-orders/{id}/file";

/// Where the text of an anchor is fetched.
pub const ANCHOR_FILE: &str = "/anchors/{id}/file";

/// Where something is done, and on which page.
pub(super) struct Place {
    pub(super) actions: Vec<Action>,
    pub(super) path: &'static str,
    pub(super) page: Option<Page>,
}

impl Place {
    fn does(&self, action: Action) -> bool {
        self.actions.contains(&action)
    }
}

static PLACES: OnceLock<Vec<Place>> = OnceLock::new();

/// Tells where everything is done, once, when the map of addresses is made.
pub(super) fn know(places: Vec<Place>) {
    PLACES.get_or_init(|| places);
}

fn known() -> &'static [Place] {
    PLACES.get().map_or(&[], Vec::as_slice)
}

/// Where a form that does this is sent, or an answer's `href` leads: the address of its row, the
/// identifiers put in its places in their order. An action without a row has none.
pub fn act(action: Action, parts: &[&dyn Display]) -> String {
    known()
        .iter()
        .find(|deed| deed.does(action) && places(deed.path) == parts.len())
        .map(|deed| placed(deed.path, parts))
        .unwrap_or_default()
}

/// The same by the API.
pub fn by_api(address: &str) -> String {
    format!("{API}{address}")
}

/// What stands before every address of the API.
pub const API: &str = "/api/v1";

/// The applications of a call.
pub fn applications_of(call: CallId) -> String {
    with_query(Page::Applications.pattern(), &[("call", &call.to_string())])
}

/// What happened to a matter.
pub fn history(matter: Matter) -> String {
    placed(Page::History.pattern(), &[&matter.kind(), &matter.id()])
}

/// A file of an application.
pub fn file(id: AttachmentId) -> String {
    placed(FILE, &[&id])
}

/// A file of the bank.
pub fn bank_file(id: BankFileId) -> String {
    placed(BANK_FILE, &[&id])
}

/// What the bank is sent.
pub fn order_file(id: PaymentOrderId) -> String {
    placed(ORDER_FILE, &[&id])
}

/// The text of an anchor.
pub fn anchor_file(id: AnchorId) -> String {
    placed(ANCHOR_FILE, &[&id])
}

/// Signing in, and then on to a page.
pub fn sign_in_for(page: &str) -> String {
    with_query(Page::SignIn.pattern(), &[("next", page)])
}

/// An address with what follows the question mark; empty values are left out.
pub fn with_query(address: &str, query: &[(&str, &str)]) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        written.append_pair(name, value);
    }
    let query = written.finish();
    let sign = if address.contains('?') { '&' } else { '?' };
    if query.is_empty() {
        address.to_owned()
    } else {
        format!("{address}{sign}{query}")
    }
}

fn place(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The names of the places of a pattern.
pub fn places_of(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('/').filter_map(place)
}

fn places(pattern: &str) -> usize {
    places_of(pattern).count()
}

fn placed(pattern: &str, parts: &[&dyn Display]) -> String {
    let mut parts = parts.iter();
    let filled: Vec<String> = pattern
        .split('/')
        .map(|part| match place(part) {
            Some(_) => parts.next().map(ToString::to_string).unwrap_or_default(),
            None => part.to_owned(),
        })
        .collect();
    filled.join("/")
}

/// The named parts of an address, where it is one of this pattern.
pub fn read(pattern: &str, path: &str) -> Option<Ids> {
    let mut ids = Ids::default();
    let (mut wanted, mut found) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return Some(ids),
            (Some(part), Some(word)) => match place(part) {
                Some(name) if !word.is_empty() => {
                    ids.0.insert(name.to_owned(), word.to_owned());
                }
                None if part == word => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// Whether an address is that of a page or a file of ours, character by character: browsers leave
/// out tabs and line breaks, and take a backslash for a slash (WHATWG URL, 4.4).
pub fn is_ours(address: &str) -> bool {
    let is_plain = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let pages = Page::ALL.iter().map(|page| page.pattern());
    is_plain
        && pages
            .chain([FILE, BANK_FILE, ORDER_FILE, ANCHOR_FILE])
            .any(|pattern| read(pattern, path).is_some())
}

/// The address of an action the law offers: the matter's own identifier is `id`, a parent's has the
/// name of its kind, as in `/awards/{award}/milestones/{id}`. None where no row does the action.
pub fn of_offer(action: Action, address: &[(&str, String)]) -> Option<String> {
    let named = |name: &str| {
        let found = address.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.clone())
    };
    let deeds = known().iter();
    let deeds = deeds.filter(|deed| deed.does(action));
    // Of two rows of one action the one with as many places as there are parts: a theme is added
    // at `/themes` and kept at `/themes/{theme}`.
    let deed = deeds.min_by_key(|deed| places(deed.path).abs_diff(address.len()))?;
    let mut before = "";
    let mut filled = Vec::new();
    for part in deed.path.split('/') {
        filled.push(match place(part) {
            Some(_) => named(kind_of(before)).or_else(|| named("id"))?,
            None => part.to_owned(),
        });
        before = part;
    }
    Some(filled.join("/"))
}

/// The page on which an action of a matter is taken: that of its row, for the matter the page is
/// about. None where no form does the action.
pub fn page_of(action: Action, page: Matter) -> Option<String> {
    let page_of_deed = known().iter().find(|deed| deed.does(action))?.page?;
    Some(match (page_of_deed, page) {
        // Whom the partner appoints is found in the list.
        (Page::Person, Matter::Partner(_)) => Page::People.address(),
        (its, _) => placed(its.pattern(), &[&page.id()]),
    })
}

/// The kind of matter behind a collection's name in an address.
fn kind_of(collection: &str) -> &str {
    match collection {
        "reviewers" | "reviews" => "assignment",
        "bank-accounts" => "bank_account",
        "people" => "account",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let pattern = "/awards/{id}/milestones/{milestone}/report";
        let path = placed(pattern, &[&"a", &"m"]);
        assert_eq!(path, "/awards/a/milestones/m/report");
        let ids = read(pattern, &path).unwrap();
        assert_eq!(ids.fill(Page::Award.pattern()), "/awards/a");
        assert!(read(pattern, "/awards/a").is_none());
        assert!(read("/awards/{id}", "/awards/").is_none());
    }

    #[test]
    fn a_query_is_added_to_whatever_is_there() {
        let address = with_query("/applications?call=c", &[("state", ""), ("after", "x y")]);
        assert_eq!(address, "/applications?call=c&after=x+y");
    }
}
