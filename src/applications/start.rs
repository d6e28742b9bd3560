//! Beginning an application: what an organisation may do before a call.

use super::input::Start;
use super::model::Window;
use super::store::{self, Row};
use crate::case::{Asking, Case, Offers, Saw, Subject};
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Tx, View};
use crate::error::{Error, Result};
use crate::kernel::entry::Reading;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{ApplicationId, CallId, OrganisationId};
use crate::kernel::text::Line;
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, CallState, NoState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;
use serde_json::json;

/// An organisation before a call.
#[derive(Debug, Clone)]
pub struct Entrant {
    organisation: OrganisationId,
    call: CallId,
    call_state: CallState,
    deadline_at: Instant,
}

/// Begins an application for an organisation of the actor's.
///
/// # Errors
/// Every fault of the input, also that of too many drafts; the call is not open; the refusal of the
/// tables.
pub fn start(
    tx: &mut Tx<'_>,
    config: &Config,
    call: CallId,
    input: &Start,
) -> Result<ApplicationId> {
    let mut reading = Reading::new();
    let organisation = reading.required::<OrganisationId>("organisation", &input.organisation);
    let title = reading.optional::<Line>("title", &input.title);
    let (organisation, title) = reading.finish(organisation.zip(title))?;
    tx.about(Matter::Call(call));
    let entrant: Case<Entrant> = tx.case((call, organisation))?;
    let id = ApplicationId::new();
    let new = Matter::Application(id);
    tx.begin(&entrant, Action::StartApplication, new, &Saw::default())?;
    let (by, now) = (tx.person()?, tx.now());
    let most = config.fund.max_drafts;
    if store::drafts_of(tx.conn, by, call)? >= i64::from(most) {
        let fault = Fault::limited(FaultCode::TooManyDrafts, most);
        return Err(Faults::one("organisation", fault).into());
    }
    let row = Row {
        id,
        call_id: call,
        organisation_id: organisation,
        number: None,
        title: title.map(Line::into_string).unwrap_or_default(),
        summary: String::new(),
        state: ApplicationState::FIRST,
        started_by: by,
        started_at: now,
        saved_at: now,
        submitted_by: None,
        submitted_at: None,
        submission: None,
        digest: None,
        eligibility_released_at: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        version: 1,
    };
    store::insert(tx.conn, row)?;
    tx.note_last(json!({ "call": call }));
    Ok(id)
}

/// What each organisation of the reader's may do before a call.
///
/// # Errors
/// `NotFound` where there is no such call.
pub fn offers(view: &mut View<'_>, call: CallId) -> Result<Vec<(OrganisationId, Offers)>> {
    let memberships = view.ground()?.memberships;
    let Some(first) = memberships.first() else {
        return Ok(Vec::new());
    };
    let entrant = Entrant::load(view.conn, (call, first.organisation))?;
    let mut all = Vec::new();
    for own in &memberships {
        let case = view.case_of(Entrant {
            organisation: own.organisation,
            ..entrant.clone()
        })?;
        all.push((own.organisation, case.offers()));
    }
    Ok(all)
}

impl Subject for Entrant {
    type Id = (CallId, OrganisationId);
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::StartApplication];

    fn lock(conn: &mut Conn, id: Self::Id) -> Result<Self> {
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, (call, organisation): Self::Id) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::Call);
        let (call_state, deadline_at) = store::window(conn, call)?.ok_or_else(missing)?;
        Ok(Self {
            organisation,
            call,
            call_state,
            deadline_at,
        })
    }

    fn matter(&self) -> Matter {
        Matter::Organisation(self.organisation)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        1
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call),
            organisation: Some(self.organisation),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _asking: &Asking) -> Option<Holds> {
        (condition == Condition::CallIsOpen)
            .then(|| Window::is_open(self.call_state, self.deadline_at))
    }

    fn title(&self) -> String {
        String::new()
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.organisation.to_string()),
            ("call", self.call.to_string()),
        ]
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
