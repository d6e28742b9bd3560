//! The list of applications. A reader comes to see an application in one of three ways: as their
//! own, as one of whose findings their office is told, as one of which it is told what applicants
//! are. Each way, and each state that is told as the one asked for, is read by itself in the order
//! of an index, as far as a page goes: a page takes as long among a hundred thousand as among a
//! hundred.

use super::super::store::Row;
use crate::db::MultiBackend;
use crate::db::schema::{applications, calls as call_table, organisations, participants};
use crate::db::together::Together;
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, PartnerId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Ground, Scope};
use crate::rules::lifecycle::ApplicationState;
use crate::rules::visibility::{self, Sight};
use diesel::dsl::{AsExprOf, InnerJoin, InnerJoinQuerySource, IntoBoxed, Select, exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::Serialize;
use utoipa::ToSchema;

/// An application in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationItem {
    pub id: ApplicationId,
    pub call: CallId,
    pub call_title: String,
    pub number: Option<String>,
    pub title: String,
    /// Who leads.
    pub organisation: String,
    /// Where it stands, as this reader may know it.
    pub state: ApplicationState,
    pub submitted_at: Option<Instant>,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Narrowed {
    pub call: Option<CallId>,
    /// A state as it is told to the reader: a filter by what is not shown would tell it.
    pub state: Option<ApplicationState>,
}

/// An application with its call's title and who leads, and whether its state is known as it is.
type ItemColumns = (Row, String, String, bool);

/// A way in which a reader comes to see applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As one of those who apply, drafts too.
    Own,
    /// By an office that knows where each stands.
    Known,
    /// By an office that knows what applicants are told.
    Told,
}

/// The applications an actor may open, newest first: one's own with drafts; submitted ones for
/// officers, as far as they concern their partner. Narrowed to a call and a state where asked.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn list(
    view: &mut View<'_>,
    narrowed: &Narrowed,
    after: Option<&str>,
) -> Result<Page<ApplicationItem>> {
    view.actor().person()?;
    let reader = Reader::of(&view.ground()?);
    let below = after.and_then(key_of).and_then(|key| key.parse().ok());
    let below = below.map(ApplicationId::from_uuid);
    let readings = reader.readings(narrowed.state).into_iter();
    let readings = readings.map(|(way, state)| reader.reading(way, (narrowed.call, state), below));
    let mut all: Vec<ItemColumns> = Together::new(readings.collect()).rows(view.conn)?;
    all.sort_by_key(|row| std::cmp::Reverse(row.0.id));
    Ok(Page::cut(all, |row| row.0.id.to_string()).map(item))
}

fn item((row, call_title, organisation, is_known): ItemColumns) -> ApplicationItem {
    ApplicationItem {
        id: row.id,
        call: row.call_id,
        call_title,
        number: row.number,
        title: row.title,
        organisation,
        state: if is_known {
            row.state
        } else {
            visibility::told_as(row.state)
        },
        submitted_at: row.submitted_at,
    }
}

/// The states of which applicants are told that it is this one.
fn told_so(state: ApplicationState) -> Vec<ApplicationState> {
    let all = ApplicationState::ALL.iter().copied();
    all.filter(|one| visibility::told_as(*one) == state)
        .collect()
}

/// How far a reader sees applications.
struct Reader {
    /// The organisations for which they act.
    own: Vec<OrganisationId>,
    /// The applications from which they stand aside.
    recused: Vec<ApplicationId>,
    /// As far as their offices open what is submitted.
    seen: Reach,
    /// As far as their offices know where it stands.
    known: Reach,
}

impl Reader {
    fn of(ground: &Ground) -> Self {
        let own = ground.memberships.iter().map(|one| one.organisation);
        Self {
            own: own.collect(),
            recused: ground.recused.clone(),
            seen: Reach::of(ground, Sight::SubmittedApplication),
            known: Reach::of(ground, Sight::EligibilityFindings),
        }
    }

    /// What is read for a page: each way that leads anywhere, with a state where one is asked for.
    fn readings(&self, state: Option<ApplicationState>) -> Vec<(Way, Option<ApplicationState>)> {
        let told = || match state {
            None => vec![None],
            Some(state) => told_so(state).into_iter().map(Some).collect(),
        };
        let mut all = Vec::new();
        if !self.own.is_empty() {
            all.extend(told().into_iter().map(|one| (Way::Own, one)));
        }
        if !self.known.is_nowhere() {
            all.push((Way::Known, state));
        }
        if self.seen != self.known {
            all.extend(told().into_iter().map(|one| (Way::Told, one)));
        }
        all
    }

    /// A page of what is seen in one way, newest first.
    fn reading(
        &self,
        way: Way,
        (call, state): (Option<CallId>, Option<ApplicationState>),
        below: Option<ApplicationId>,
    ) -> Reading {
        let mut query = applications::table
            .inner_join(call_table::table)
            .inner_join(organisations::table)
            .order(applications::id.desc())
            .limit(PAGE_SIZE + 1)
            .select((
                applications::all_columns,
                call_table::title,
                organisations::name,
                (way == Way::Known).into_sql::<Bool>(),
            ))
            .into_boxed();
        let is_own = applications::organisation_id.eq_any(self.own.clone());
        if way == Way::Own {
            query = query.filter(is_own);
        } else {
            query = query.filter(applications::submitted_at.is_not_null());
            // Who applies knows of their own what applicants are told, whatever their offices.
            if !self.own.is_empty() {
                query = query.filter(not(is_own));
            }
            if !self.recused.is_empty() {
                query = query.filter(applications::id.ne_all(self.recused.clone()));
            }
        }
        match way {
            Way::Own => {}
            Way::Known => query = query.filter(self.known.holds()),
            Way::Told => {
                query = query.filter(self.seen.holds());
                query = query.filter(not(self.known.holds()));
            }
        }
        if let Some(call) = call {
            query = query.filter(applications::call_id.eq(call));
        }
        if let Some(state) = state {
            query = query.filter(applications::state.eq(state));
        }
        if let Some(id) = below {
            query = query.filter(applications::id.lt(id));
        }
        query
    }
}

/// How far the offices of a person reach into applications.
#[derive(Default, PartialEq, Eq)]
struct Reach {
    everything: bool,
    partners: Vec<PartnerId>,
    /// The applications in which one is a substitute.
    substituted: Vec<ApplicationId>,
}

/// An application beside its call and who leads.
type Beside = InnerJoin<InnerJoin<applications::table, call_table::table>, organisations::table>;

/// A page of a list.
type Reading = IntoBoxed<
    'static,
    Select<
        Beside,
        (
            <applications::table as Table>::AllColumns,
            call_table::title,
            organisations::name,
            AsExprOf<bool, Bool>,
        ),
    >,
    MultiBackend,
>;

/// What holds of an application.
type Holds = Box<dyn BoxableExpression<Joined, MultiBackend, SqlType = Bool>>;

type Joined = InnerJoinQuerySource<
    InnerJoinQuerySource<applications::table, call_table::table>,
    organisations::table,
>;

impl Reach {
    /// As far as they see this.
    fn of(ground: &Ground, sight: Sight) -> Self {
        let seen_by = visibility::row(sight).map_or(&[][..], |row| row.capacities);
        let mut reach = Self::default();
        for held in &ground.roles {
            if !seen_by.contains(&held.role.capacity()) {
                continue;
            }
            match held.scope {
                Scope::Fund => reach.everything = true,
                Scope::Partner => reach.partners.extend(held.partner),
                Scope::Call => {}
                Scope::Application => reach.substituted.extend(held.application),
            }
        }
        if reach.everything {
            (reach.partners, reach.substituted) = (Vec::new(), Vec::new());
        }
        reach.partners.sort();
        reach.partners.dedup();
        reach.substituted.sort();
        reach
    }

    fn is_nowhere(&self) -> bool {
        !self.everything && self.partners.is_empty() && self.substituted.is_empty()
    }

    /// That an application lies within it.
    fn holds(&self) -> Holds {
        let concerns = || {
            let theirs = participants::table
                .filter(participants::application_id.eq(applications::id))
                .filter(
                    participants::partner_id
                        .assume_not_null()
                        .eq_any(self.partners.clone()),
                )
                .filter(participants::partner_id.is_not_null());
            exists(theirs)
        };
        let stands_in = || applications::id.eq_any(self.substituted.clone());
        match (self.everything, self.partners.is_empty()) {
            (true, _) => Box::new(true.into_sql::<Bool>()),
            (false, true) => Box::new(stands_in()),
            (false, false) if self.substituted.is_empty() => Box::new(concerns()),
            (false, false) => Box::new(concerns().or(stands_in())),
        }
    }
}
