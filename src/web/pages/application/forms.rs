//! What may be done with an application: exactly what the law offers.

use super::{File, Told};
use crate::applications::model::{Attachment, Verdict};
use crate::applications::submission;
use crate::case::{Offer, Offers};
use crate::error::Result;
use crate::rules::Action;
use crate::web::form::{Field, Form, Kind};
use crate::web::pages::{applications, offered};
use crate::web::url;

/// What is still missing, and the form that submits.
#[derive(Debug)]
pub(super) struct Submission {
    /// How much is missing; empty where nothing is.
    pub(super) note: String,
    /// What is missing, each with the way to its field.
    pub(super) missing: Vec<(String, String)>,
    pub(super) form: Form,
}

/// What carries an application on, and what ends it.
#[derive(Debug)]
pub(super) struct Acts {
    /// The form of the draft.
    pub(super) edit: Option<(String, String)>,
    pub(super) main: Vec<Form>,
    pub(super) graver: Vec<Form>,
}

impl Told<'_> {
    fn form(&self, action: Action, fields: Vec<Field>) -> Option<Form> {
        let to = url::act(action, &[&self.application.id]);
        let (offers, partners) = (&self.application.offers, self.colours.names());
        offered::form(self.say, offers, &partners, action, to, fields)
    }

    pub(super) fn acts(&self) -> Acts {
        let (say, offers) = (self.say, &self.application.offers);
        let reason = || Field::new(say, "reason", Kind::Prose(4_000), "");
        let edit = offers.free(Action::SaveApplication).then(|| {
            let form = url::application_form(self.application.id);
            (say.t("action-edit_application"), form)
        });
        let verdict = Field::new(say, "verdict", Kind::Radios(say.choices::<Verdict>()), "");
        // One of the two releases, as the findings have it.
        let release = if offers.free(Action::ReleaseIneligible) {
            Action::ReleaseIneligible
        } else {
            Action::ReleaseEligible
        };
        let offer = offers.free(Action::OfferAward);
        let main = [
            self.form(Action::CheckEligibility, vec![verdict, reason()]),
            self.form(release, vec![]),
            self.form(Action::OfferAward, vec![]).filter(|_| offer),
        ];
        let withdraws = offers.free(Action::WithdrawApplication);
        let withdraw = self.form(Action::WithdrawApplication, vec![reason()]);
        Acts {
            edit,
            main: main.into_iter().flatten().collect(),
            graver: withdraw
                .filter(|_| withdraws)
                .map(Form::danger)
                .into_iter()
                .collect(),
        }
    }

    /// What is still missing, and the button that submits.
    pub(super) fn submission(&self) -> Result<Option<Submission>> {
        let (say, application) = (self.say, self.application);
        let action = Action::SubmitApplication;
        let declaration = Field::new(say, "declaration", Kind::Tick, "");
        let fields = vec![declaration.labelled(say.t("declaration-submit"))];
        let Some(form) = self.form(action, fields) else {
            return Ok(None);
        };
        let edit = url::application_form(application.id);
        let mut draft = applications::draft(say, application, &[]);
        let (mut note, mut missing) = (String::new(), Vec::new());
        if application.offers.free(action) {
            draft.note_faults(say, &submission::all_faults(application)?);
            missing = draft
                .wrong()
                .into_iter()
                .map(|one| (one.text, format!("{edit}{}", one.href)))
                .collect();
        }
        if !missing.is_empty() {
            let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
            note = say.with("problems-left", &[("count", count.into())]);
        }
        Ok(Some(Submission {
            note,
            missing,
            form: form
                .titled(say.t("title-submit"))
                .filled_in_on(edit, applications::draft(say, application, &[])),
        }))
    }

    pub(super) fn attach(&self) -> Option<Form> {
        let (action, offers) = (Action::AttachFile, &self.application.offers);
        let file = vec![Field::new(self.say, "file", Kind::File, "")];
        self.form(action, file)
            .filter(|_| offers.free(action))
            .map(Form::plain)
    }

    /// The files, each with its removal where that is offered.
    pub(super) fn files(&self) -> Vec<File> {
        let application = self.application;
        let removes = application.offers.free(Action::AttachFile);
        let offers = application.offers.0.iter();
        let mut removals = offers.filter(|offer| offer.action == Action::RemoveFile && removes);
        let files = application.attachments.iter();
        files.map(|file| self.file(file, removals.next())).collect()
    }

    fn file(&self, file: &Attachment, removal: Option<&Offer>) -> File {
        let size = (file.size_bytes + 1023) / 1024;
        File {
            name: file.name.clone(),
            href: url::file(file.id),
            more: format!("{} · {} KiB", file.media_type, self.say.number(size)),
            removal: removal.and_then(|offer| self.removal(offer, &file.name)),
        }
    }

    fn removal(&self, offer: &Offer, name: &str) -> Option<Form> {
        let to = url::of_offer(offer.action, &offer.address)?;
        let offers = Offers(vec![offer.clone()]);
        let mut form = offered::form(self.say, &offers, &[], offer.action, to, vec![])?.danger();
        form.button = format!("{}: {name}", form.button);
        Some(form)
    }
}
