//! My work: one list of what waits for me, over all roles.

use super::{heads, standing_to};
use crate::applications;
use crate::awards;
use crate::error::Result;
use crate::kernel::paging::every;
use crate::kernel::time::Instant;
use crate::rules::Matter;
use crate::rules::capacity::Capacity;
use crate::rules::lifecycle::{ApplicationState, AwardState};
use crate::tasks::{self, queries::Task};
use crate::web::screen::{Block, Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// One thing that waits.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Waiting {
    /// What it is.
    pub title: String,
    /// What is to be done, as a key of the messages.
    pub task: String,
    /// Its page.
    pub href: String,
    /// In what capacity it is awaited.
    pub capacity: Option<Capacity>,
    /// The code of the partner it waits for.
    pub partner: Option<String>,
    /// By when.
    pub due: Option<Instant>,
    #[serde(skip)]
    state: Option<(String, &'static str)>,
}

/// All that waits for the actor.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Work {
    /// What waits for the reader, most urgent first.
    pub waiting: Vec<Waiting>,
    /// What the reader waits for, and on whom.
    pub others: Vec<Waiting>,
}

fn awaited(task: Task) -> Waiting {
    Waiting {
        href: url::page_of(task.action, task.page).unwrap_or_else(|| Page::Work.address()),
        title: task.title,
        task: task.action.code().to_owned(),
        capacity: Some(task.capacity),
        partner: task.partner,
        due: task.due,
        state: None,
    }
}

fn waiting(say: &Say, title: String, task: &str, href: String, tag: Tag) -> Waiting {
    Waiting {
        title: if title.is_empty() {
            say.t("untitled")
        } else {
            title
        },
        task: task.to_owned(),
        href,
        capacity: None,
        partner: None,
        due: None,
        state: Some((tag.text, tag.class)),
    }
}

/// What waits for the actor.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn gather(ask: &mut Ask<'_, '_>) -> Result<Work> {
    ask.view.actor().person()?;
    let standing = standing_to(ask, Matter::Fund)?;
    let has = |capacity| standing.has(capacity);
    let say = ask.say;
    let mut all = Vec::new();
    let mut applications_in = |ask: &mut Ask<'_, '_>,
                               state: ApplicationState,
                               task: &str|
     -> Result<()> {
        for one in every(|after| applications::queries::list(ask.view, None, Some(state), after))? {
            let href = format!("/applications/{}", one.id);
            all.push(waiting(say, one.title, task, href, Tag::of(say, state)));
        }
        Ok(())
    };
    if has(Capacity::EligibilityOfficer) {
        applications_in(ask, ApplicationState::Submitted, "check_eligibility")?;
    }
    if has(Capacity::Secretariat) {
        applications_in(ask, ApplicationState::Submitted, "release_eligibility")?;
        applications_in(ask, ApplicationState::Awarded, "offer_award")?;
    }
    applications_in(ask, ApplicationState::Draft, "finish_application")?;
    let is_applicant = ask.view.ground()?.applies();
    if has(Capacity::Approver) || is_applicant {
        for one in every(|after| awards::queries::list(ask.view, after))? {
            if one.state == AwardState::Signing {
                let href = format!("/awards/{}", one.id);
                all.push(waiting(
                    say,
                    one.title,
                    "sign",
                    href,
                    Tag::of(say, one.state),
                ));
            }
        }
    }
    for task in tasks::queries::mine(ask.view)? {
        all.push(awaited(task));
    }
    let others = tasks::queries::of_others(ask.view)?;
    Ok(Work {
        waiting: all,
        others: others.into_iter().map(awaited).collect(),
    })
}

/// My work.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let work = gather(ask)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-work"));
    let rows = work.waiting.into_iter().map(|one| {
        let last = match (&one.state, one.due) {
            (_, Some(due)) => Cell::moment(say, due),
            (Some((text, class)), None) => Cell::Tag(Tag {
                text: text.clone(),
                class,
            }),
            (None, None) => Cell::text(""),
        };
        vec![
            Cell::text(say.task(&one.task)),
            Cell::link(one.title, one.href),
            last,
        ]
    });
    screen.add(Block::Table {
        caption: say.t("nav-work"),
        head: heads(say, &["task", "title", "due"]),
        rows: rows.collect(),
        empty: say.t("empty-work"),
    });
    if !work.others.is_empty() {
        let others = work.others.into_iter().map(|one| waits_for(say, one));
        screen.section(
            say.t("heading-waiting_for_others"),
            Block::Table {
                caption: say.t("heading-waiting_for_others"),
                head: heads(say, &["waits_for", "task", "title", "due"]),
                rows: others.collect(),
                empty: String::new(),
            },
        );
    }
    Ok(screen)
}

/// On whom somebody waits, for what, until when.
fn waits_for(say: &Say, one: Waiting) -> Vec<Cell> {
    let mut whom: Vec<String> = one
        .capacity
        .map(|who| say.capacity(who))
        .into_iter()
        .collect();
    whom.extend(one.partner);
    vec![
        Cell::text(whom.join(" · ")),
        Cell::text(say.task(&one.task)),
        Cell::link(one.title, one.href),
        one.due.map_or(Cell::text(""), |due| Cell::moment(say, due)),
    ]
}
