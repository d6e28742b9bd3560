//! From the law to tasks: what each matter awaits now.

use super::store::{self, Task};
use crate::case::{Asking, Case, Subject};
use crate::db::Conn;
use crate::db::tx::Actor;
use crate::error::Result;
use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::kernel::time::Instant;
use crate::rules::awaited::{Awaited, Awaits, Due};
use crate::rules::capacity::{Capacity, Held, Role};
use crate::rules::{Action, Matter, Standing};
use std::any::TypeId;
use std::collections::HashSet;

/// What some matters await, gathered from every context before it is written at once: several may
/// have a say about one matter.
pub(super) struct Projection {
    now: Instant,
    matters: HashSet<Matter>,
    /// What is replaced of partners: what they hand to their bank and who administers them are two
    /// things, and each replaces its own alone.
    of_partners: Vec<(PartnerId, Action)>,
    tasks: Vec<Task>,
    /// What was added, and as what: several matters can lead to one thing.
    added: HashSet<(Matter, TypeId)>,
    /// Every partner, once something has asked for them.
    partners: Option<Vec<PartnerId>>,
}

impl Projection {
    /// Of nothing yet.
    pub(super) fn at(now: Instant) -> Self {
        Self {
            now,
            matters: HashSet::new(),
            of_partners: Vec::new(),
            tasks: Vec::new(),
            added: HashSet::new(),
            partners: None,
        }
    }

    /// Replaces the tasks of a matter, so far by none.
    pub(super) fn clear(&mut self, matter: Matter) {
        self.matters.insert(matter);
    }

    /// Whether the tasks of a matter are replaced already.
    pub(super) fn knows(&self, matter: Matter) -> bool {
        self.matters.contains(&matter)
    }

    /// The applications whose tasks are replaced.
    pub(super) fn applications(&self) -> Vec<ApplicationId> {
        let mut found = Vec::new();
        for matter in &self.matters {
            if let Matter::Application(id) = matter {
                found.push(*id);
            }
        }
        found
    }

    /// Adds a thing, whose tasks are replaced, and what it awaits.
    pub(super) fn add<S>(&mut self, conn: &mut Conn, thing: S) -> Result<()>
    where
        S: Subject + 'static,
        S::State: Awaits,
    {
        let added = (thing.matter(), TypeId::of::<S>());
        if !self.added.insert(added) {
            return Ok(());
        }
        self.clear(thing.matter());
        if let Matter::Partner(partner) = thing.matter() {
            let own = S::BEGINS.iter().map(|action| (partner, *action));
            self.of_partners.extend(own);
        }
        let case = Case::new(thing, Standing::default(), Actor::Calendar, self.now);
        for row in awaited(&case) {
            for capacity in row.by {
                for partner in self.parties(conn, &case, *capacity)? {
                    let task = task(&case, row, *capacity, partner, self.now);
                    self.tasks.extend(task);
                }
            }
        }
        Ok(())
    }

    /// The partners a capacity is asked of one by one; one entry without a partner for all others.
    fn parties<S: Subject>(
        &mut self,
        conn: &mut Conn,
        case: &Case<S>,
        capacity: Capacity,
    ) -> Result<Vec<Option<PartnerId>>> {
        let is_of_a_partner = Role::ALL
            .iter()
            .any(|role| role.capacity() == capacity && role.is_of_a_partner());
        if !is_of_a_partner {
            return Ok(vec![None]);
        }
        let partners = match (case.place().partners, &self.partners) {
            (Some(its), _) => its,
            (None, Some(all)) => all.clone(),
            (None, None) => self.partners.insert(store::partners(conn)?).clone(),
        };
        Ok(partners.into_iter().map(Some).collect())
    }

    /// Writes them.
    pub(super) fn write(self, conn: &mut Conn) -> Result<()> {
        let matters: Vec<Matter> = self.matters.into_iter().collect();
        let replaced = (&*matters, &*self.of_partners);
        Ok(store::replace(conn, replaced, self.tasks)?)
    }

    /// Of which matters other tasks lie there.
    pub(super) fn differing(self, conn: &mut Conn) -> Result<Vec<Matter>> {
        let matters: Vec<Matter> = self.matters.into_iter().collect();
        let replaced = (&*matters, &*self.of_partners);
        Ok(store::differing(conn, replaced, self.tasks, self.now)?)
    }
}

/// In seconds.
const DAY: i64 = 86_400;

/// The rows of what a thing awaits where it stands.
fn awaited<S>(case: &Case<S>) -> Vec<&'static Awaited<S::State>>
where
    S: Subject,
    S::State: Awaits,
{
    let is_its_own = |action| Case::<S>::concerns(action) && case.awaits(action);
    <S::State as Awaits>::AWAITED
        .iter()
        .filter(|row| row.state == case.state() && is_its_own(row.action))
        .collect()
}

fn task<S>(
    case: &Case<S>,
    row: &Awaited<S::State>,
    capacity: Capacity,
    partner: Option<PartnerId>,
    now: Instant,
) -> Option<Task>
where
    S: Subject,
    S::State: Awaits,
{
    let held = Held { capacity, partner };
    let (open_from, open_until) = case.span(row.action, Asking::new(None, held))?;
    if open_until.is_some_and(|until| until <= now) {
        return None;
    }
    let place = case.place();
    let due = match row.due {
        Due::Open => None,
        Due::Days(days) => Some(open_from.unwrap_or(now).max(now).plus_seconds(days * DAY)),
        Due::Own => case.due(row.action),
    };
    let out: Vec<AccountId> = case
        .people()
        .into_iter()
        .filter(|account| {
            case.span(row.action, Asking::new(Some(*account), held))
                .is_none()
        })
        .collect();
    Some(Task {
        matter: case.matter(),
        page: case.page(),
        action: row.action,
        capacity,
        partner,
        call: place.call,
        application: place.application,
        organisation: place.organisation,
        account: matches!(
            capacity,
            Capacity::AssignedReviewer | Capacity::AccountOwner
        )
        .then_some(place.owner)
        .flatten(),
        title: case.title(),
        amount: case.amount(),
        since: now,
        due,
        open_from,
        open_until,
        remind_at: reminders(row.reminders, due, now),
        out,
    })
}

/// When letters remind of what is due then: what has gone by is not caught up with.
fn reminders(days: &[i64], due: Option<Instant>, now: Instant) -> Vec<Instant> {
    due.into_iter()
        .flat_map(|due| days.iter().map(move |days| due.plus_seconds(days * DAY)))
        .filter(|moment| *moment > now)
        .collect()
}
