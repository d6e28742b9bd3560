//! From the law to tasks: what each matter awaits now.

use super::store::{self, Task};
use crate::awards::model::Award;
use crate::case::{Asking, Case, Subject};
use crate::db::Conn;
use crate::db::tx::Actor;
use crate::disbursements::{claim, model::Payout};
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, AwardId, PartnerId};
use crate::kernel::time::Instant;
use crate::rules::awaited::{Awaited, Awaits, Due};
use crate::rules::capacity::{Capacity, Held, Role};
use crate::rules::{Matter, Standing};

/// Brings the tasks of these matters, and of those that depend on them, up to what they await now.
///
/// # Errors
/// No answer from the database.
pub fn refresh(conn: &mut Conn, now: Instant, matters: Vec<Matter>) -> Result<()> {
    for matter in with_related(conn, matters)? {
        match matter {
            Matter::Payout(id) => {
                let payout = Payout::load(conn, id);
                let tasks = tasks_of(conn, payout, now)?;
                store::replace(conn, &[matter], tasks)?;
            }
            Matter::Award(id) => award(conn, id, now)?,
            // Of a part the award is at hand too, which brings its parts up to date with it.
            _ => {}
        }
    }
    Ok(())
}

/// An award awaits signatures, its milestones reports and decisions, its accounts a verification,
/// its shares a request: each depends on the others.
fn award(conn: &mut Conn, id: AwardId, now: Instant) -> Result<()> {
    let award = Award::load(conn, id)?;
    let (stages, payees) = (award.stages(), award.payees());
    let claims = claim::of(conn, &award)?;
    let mut matters = vec![Matter::Award(id)];
    let mut tasks = tasks_of(conn, Ok(award), now)?;
    for claim in claims {
        tasks.extend(tasks_of(conn, Ok(claim), now)?);
    }
    for stage in stages {
        matters.push(stage.matter());
        tasks.extend(tasks_of(conn, Ok(stage), now)?);
    }
    for payee in payees {
        matters.push(payee.matter());
        tasks.extend(tasks_of(conn, Ok(payee), now)?);
    }
    Ok(store::replace(conn, &matters, tasks)?)
}

/// The matters that were acted on, and those whose conditions speak of them: of a part the award,
/// of an award its payouts.
fn with_related(conn: &mut Conn, matters: Vec<Matter>) -> Result<Vec<Matter>> {
    let mut all = matters;
    let mut awards = Vec::new();
    for matter in &all {
        awards.extend(store::award_of(conn, *matter)?);
    }
    awards.sort_by_key(|award| award.uuid());
    awards.dedup();
    for award in awards {
        all.push(Matter::Award(award));
        all.extend(
            store::open_payouts(conn, award)?
                .into_iter()
                .map(Matter::Payout),
        );
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|matter| seen.insert(*matter));
    Ok(all)
}

/// What a thing awaits, and of whom. A thing that is gone awaits nothing.
fn tasks_of<S>(conn: &mut Conn, thing: Result<S>, now: Instant) -> Result<Vec<Task>>
where
    S: Subject,
    S::State: Awaits,
{
    let thing = match thing {
        Err(Error::NotFound(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let partners = match thing.place().partners {
        Some(partners) => partners,
        None => store::partners(conn)?,
    };
    let case = Case::new(thing, Standing::default(), Actor::Calendar, now);
    let mut tasks = Vec::new();
    let awaited = <S::State as Awaits>::AWAITED;
    for row in awaited.iter().filter(|row| row.state == case.state()) {
        for capacity in row.by {
            for partner in parties(*capacity, &partners) {
                tasks.extend(task(&case, row, *capacity, partner, now));
            }
        }
    }
    Ok(tasks)
}

/// The partners a capacity is asked of one by one; one entry without a partner for all others.
fn parties(capacity: Capacity, partners: &[PartnerId]) -> Vec<Option<PartnerId>> {
    let of_a_partner = Role::ALL
        .iter()
        .any(|role| role.capacity() == capacity && role.is_of_a_partner());
    if of_a_partner {
        partners.iter().copied().map(Some).collect()
    } else {
        vec![None]
    }
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
        Due::Days(days) => Some(
            open_from
                .unwrap_or(now)
                .max(now)
                .plus_seconds(days * 86_400),
        ),
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
        organisation: place.organisation,
        account: matches!(
            capacity,
            Capacity::AssignedReviewer | Capacity::AccountOwner
        )
        .then_some(place.owner)
        .flatten(),
        title: case.title(),
        since: now,
        due,
        open_from,
        open_until,
        out,
    })
}
