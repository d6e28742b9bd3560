//! What the offices in an application await: somebody to step in where everybody stands aside, and
//! a decision where typed data hints at a conflict of interest; and partners, where nobody of
//! theirs is left to find a substitute.

mod store;

use super::project::Projection;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::identity::subject::Grant;
use crate::recusals::administration::Administration;
use crate::recusals::subject::{Aside, Offices};
use crate::rules::Matter;

/// These matters, and the applications in which who acts may have changed with them, each with the
/// list on which it is voted.
pub(super) fn widened(conn: &mut Conn, matters: &[Matter]) -> Result<Vec<Matter>> {
    let mut all = matters.to_vec();
    for matter in matters {
        let applications = match matter {
            Matter::Offices(id) => vec![*id],
            Matter::Recusal(id) => store::application_of_recusal(conn, *id)?,
            Matter::RoleGrant(id) => store::applications_of_grant(conn, *id)?,
            Matter::Joining(id) => store::applications_of_joining(conn, *id)?,
            // What the offices await is called by its name.
            Matter::Organisation(id) => {
                let (applications, aside) = store::led_by(conn, *id)?;
                all.extend(aside.into_iter().map(Matter::Recusal));
                applications
            }
            _ => continue,
        };
        let lists = store::lists_with(conn, &applications)?;
        let lists = lists.into_iter().map(Matter::Ranking);
        let applications = applications.into_iter().map(Matter::Application);
        let others = applications.chain(lists);
        all.extend(others.filter(|one| !matters.contains(one)));
    }
    Ok(all)
}

/// Adds what the applications of a projection await of whoever finds substitutes, and what each
/// recusal awaits.
pub(super) fn add(conn: &mut Conn, projection: &mut Projection, matters: &[Matter]) -> Result<()> {
    for matter in matters {
        if let Matter::Recusal(id) = matter {
            let aside = Aside::load(conn, *id)?;
            projection.add(conn, aside)?;
        }
    }
    let applications = projection.applications();
    let aside = store::with_somebody_aside(conn, &applications)?;
    let changes_it = |one: &Matter| {
        matches!(
            one,
            Matter::Offices(_) | Matter::Recusal(_) | Matter::RoleGrant(_)
        )
    };
    if !aside.is_empty() || matters.iter().any(changes_it) {
        for administration in Administration::all(conn)? {
            projection.add(conn, administration)?;
        }
    }
    for id in aside {
        let offices = Offices::load(conn, id)?;
        for grant in offices.proposed() {
            if !projection.knows(Matter::RoleGrant(grant)) {
                let grant = Grant::load(conn, grant)?;
                projection.add(conn, grant)?;
            }
        }
        projection.add(conn, offices)?;
    }
    Ok(())
}
