//! The ways in which a reader comes to see awards and what is paid for them. Each is read by itself
//! in the order of an index: asked for together, the database would go through all of them.

use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{ApplicationId, OrganisationId, PartnerId};
use crate::rules::Matter;
use crate::rules::decide::{self, Reach};
use crate::rules::visibility::Sight;

/// A way in which a reader comes to see awards.
pub enum Way {
    /// As one of these organisations, which lead the application.
    Own(Vec<OrganisationId>),
    /// By office.
    Office(Office),
}

/// How far offices reach into awards.
pub struct Office {
    /// The reader's organisations, in whose awards they hold no office.
    pub own: Vec<OrganisationId>,
    /// The applications from which they stand aside.
    pub recused: Vec<ApplicationId>,
    /// Only those of calls in which one of these partners takes part, or all.
    pub partners: Option<Vec<PartnerId>>,
    /// The applications in which they stand in for another.
    pub substituted: Vec<ApplicationId>,
}

impl Way {
    /// The ways of this reader.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn of(view: &mut View<'_>) -> Result<Vec<Self>> {
        let standing = view.standing_to(Matter::Fund)?;
        let ground = view.ground()?;
        let own = ground.memberships.iter().map(|one| one.organisation);
        let own: Vec<OrganisationId> = own.collect();
        let mut ways = Vec::new();
        if !own.is_empty() {
            ways.push(Self::Own(own.clone()));
        }
        let partners = match decide::reach(&standing, Sight::Award) {
            Reach::Everywhere => None,
            Reach::WhereTheyTakePart(partners) => Some(partners),
        };
        let substituted = ground.substituted();
        let is_nowhere = substituted.is_empty() && partners.as_ref().is_some_and(Vec::is_empty);
        if !is_nowhere {
            ways.push(Self::Office(Office {
                own,
                recused: ground.recused,
                partners,
                substituted,
            }));
        }
        Ok(ways)
    }
}

/// Narrows a boxed query of awards and their applications, with whatever else is joined, to what is
/// seen in one way.
macro_rules! seen_in {
    ($query:expr, $way:expr) => {{
        use crate::db::schema::{applications, awards, call_partners};
        let mut query = $query;
        match $way {
            Way::Own(own) => query = query.filter(applications::organisation_id.eq_any(own)),
            Way::Office(office) => {
                if !office.own.is_empty() {
                    query = query.filter(applications::organisation_id.ne_all(office.own));
                }
                if !office.recused.is_empty() {
                    query = query.filter(awards::application_id.ne_all(office.recused));
                }
                if let Some(partners) = office.partners {
                    let theirs = call_partners::table
                        .filter(call_partners::partner_id.eq_any(partners))
                        .select(call_partners::call_id);
                    let stepping_in = awards::application_id.eq_any(office.substituted);
                    query = query.filter(awards::call_id.eq_any(theirs).or(stepping_in));
                }
            }
        }
        query
    }};
}
pub(crate) use seen_in;
