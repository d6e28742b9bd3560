//! What people are told of something that was done: who, and by which letters, stands in
//! `rules::notice`.

use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::kernel::told::Told;
use crate::rules::notice::{self, LetterKind, Notice};
use crate::rules::{Action, Matter};

/// Something people are told: who and with which letter stands in `rules::notice`.
#[derive(Debug, Clone)]
pub struct Tidings {
    /// What was done.
    pub action: Action,
    /// To what.
    pub matter: Matter,
    /// The one account concerned, where the table says `TheAccount` or `TheReviewer`.
    pub account: Option<AccountId>,
    /// The partner concerned, where the table speaks of one.
    pub partner: Option<PartnerId>,
    /// The application behind it, where the matter is not the application itself.
    pub application: Option<ApplicationId>,
    /// The one letter that is meant, where the table names several of different words.
    pub only: Option<LetterKind>,
    /// What is awaited of the reader, where the letter reminds of it.
    pub awaited: Option<Action>,
    /// Values for the letter's words.
    pub words: Vec<(&'static str, Told)>,
    /// The page the letter leads to, from the root.
    pub link: String,
    /// Whether the letter holds a secret that must not stay in the outbox.
    pub holds_secret: bool,
    /// Another address than the account's for the letter to go to.
    pub address: Option<String>,
}

impl Tidings {
    /// Tidings of an action on a matter, leading to a page.
    pub fn of(action: Action, matter: Matter, link: impl Into<String>) -> Self {
        Self {
            action,
            matter,
            account: None,
            partner: None,
            application: None,
            only: None,
            awaited: None,
            words: Vec::new(),
            link: link.into(),
            holds_secret: false,
            address: None,
        }
    }

    /// To this account.
    #[must_use]
    pub fn to(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// To this address in place of the account's: whoever has it may be somebody else.
    #[must_use]
    pub fn by_way_of(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// About this partner.
    #[must_use]
    pub fn about(mut self, partner: PartnerId) -> Self {
        self.partner = Some(partner);
        self
    }

    /// With a value for the letter's words.
    #[must_use]
    pub fn saying(mut self, word: &'static str, value: impl Into<Told>) -> Self {
        self.words.push((word, value.into()));
        self
    }

    /// With a link that is a secret.
    #[must_use]
    pub fn in_confidence(mut self) -> Self {
        self.holds_secret = true;
        self
    }

    /// By this letter alone: others that follow from the same are told in words of their own.
    #[must_use]
    pub fn only(mut self, letter: LetterKind) -> Self {
        self.only = Some(letter);
        self
    }

    /// The letters that go out with them.
    pub fn letters(&self) -> impl Iterator<Item = &'static Notice> {
        let only = self.only;
        notice::after(self.action).filter(move |one| only.is_none_or(|letter| letter == one.letter))
    }

    /// The application behind the tidings, for letters to its people.
    #[must_use]
    pub fn for_application(mut self, application: ApplicationId) -> Self {
        self.application = Some(application);
        self
    }

    /// The application behind the tidings.
    pub fn application(&self) -> Option<ApplicationId> {
        match self.matter {
            Matter::Application(application) => Some(application),
            _ => self.application,
        }
    }
}
