//! Awards: the agreement, the money picture, milestones, bank accounts.

use super::offered::{self, Partners};
use super::{heads, more, standing_to};
use crate::awards::{self, model::Award};
use crate::case::{Offers, Shown, Subject};
use crate::disbursements::{self, claim::Claim};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::AwardId;
use crate::kernel::paging::every;
use crate::rules::capacity::Standing;
use crate::rules::lifecycle::MilestoneState;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::standing::Place;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// The awards this reader may open.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = awards::queries::list(ask.view, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-awards"));
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::Code(one.number.clone().unwrap_or_default()),
                Cell::link(&one.title, format!("/awards/{}", one.id)),
                Cell::text(&one.organisation),
                Cell::money(say, &one.granted),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-awards"),
        head: heads(
            say,
            &["number", "title", "organisation", "granted", "state"],
        ),
        rows,
        empty: say.t("empty-awards"),
    });
    screen.blocks.extend(more(ask, Page::Awards, page.next));
    Ok(screen)
}

/// One award.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: AwardId = ask.ids.get("id")?;
    let award = awards::queries::page(ask.view, id)?;
    let payouts = every(|after| disbursements::queries::list(ask.view, Some(id), None, after))?;
    let standing = standing_to(ask, Matter::Award(id))?;
    let countries = super::organisations::countries(ask)?;
    let partners = fund::queries::names(ask.view.conn)?;
    let claims = disbursements::claim::claims(ask.view, &award)?;
    // The application is for those it concerns; the award is for every party.
    let behind = Place {
        partners: Some(award.concerned()),
        ..award.place()
    };
    let behind = ask.view.standing_at(&behind)?;
    let opens_application = decide::sees(&behind, Sight::SubmittedApplication);
    let say = ask.say;
    let mut screen = Screen::new(&award.title)
        .under(say.t("nav-awards"), "/awards")
        .tagged(Tag::of(say, award.state))
        .next(say.next(award.state, &[]));
    signing(say, &mut screen, &award, &partners);
    money(say, &mut screen, &award);
    milestones(say, &mut screen, &award, &partners);
    accounts(say, &mut screen, &award, &partners, countries);
    screen.add(Block::Heading(say.t("nav-payouts")));
    screen.add(super::payouts::table(say, &payouts));
    requests(say, &mut screen, &award, &claims);
    let address = format!("/awards/{id}/complete");
    let complete = Action::CompleteAward;
    let form = offered::form(say, &award.offers, &partners, complete, address, vec![]);
    if let Some(form) = form {
        screen.form(form.plain());
    }
    screen.section(
        say.t("heading-agreement"),
        Block::Verbatim(award.agreement.clone()),
    );
    screen.aside = aside(say, &award, &standing, opens_application);
    Ok(screen)
}

fn signing(say: &Say, screen: &mut Screen, award: &Shown<Award>, partners: &Partners) {
    let offers = award.offers.about(Matter::Award(award.id));
    let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    for (action, path, fields) in [
        (Action::SignForPartner, "sign", vec![]),
        (Action::SignAsLead, "sign-as-lead", vec![]),
        (Action::LapseAward, "lapse", reason()),
    ] {
        // Who has signed has nothing left to do here.
        if !offers.free(action) {
            continue;
        }
        let address = format!("/awards/{}/{path}", award.id);
        let form = offered::form(say, &offers, partners, action, address, fields);
        let Some(form) = form else { continue };
        screen.form(match action {
            Action::LapseAward => form.danger(),
            _ => form,
        });
    }
}

fn money(say: &Say, screen: &mut Screen, award: &Award) {
    let rows = award
        .shares
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.participant_name),
                Cell::text(one.pot_code.clone().unwrap_or_else(|| say.t("common-pot"))),
                Cell::money(say, &one.granted),
                Cell::money(say, &one.advance),
                Cell::money(say, &one.retention),
                Cell::money(say, &one.paid),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-shares"),
        Block::Table {
            caption: say.t("heading-shares"),
            head: heads(
                say,
                &[
                    "participant",
                    "pot",
                    "granted",
                    "advance",
                    "retention",
                    "paid",
                ],
            ),
            rows,
            empty: String::new(),
        },
    );
}

fn milestones(say: &Say, screen: &mut Screen, award: &Shown<Award>, partners: &Partners) {
    let rows = award
        .milestones
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.title),
                Cell::Figure(say.percent(one.share)),
                one.due_on.map_or_else(
                    || {
                        let months = [("months", i64::from(one.due_months).into())];
                        Cell::text(say.with("due-in_months", &months))
                    },
                    |day| Cell::day(say, day),
                ),
                Cell::money(say, &one.earned),
                Cell::money(say, &one.net),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-milestones"),
        Block::Table {
            caption: say.t("heading-milestones"),
            head: heads(
                say,
                &["milestone", "share", "due_on", "earned", "net", "state"],
            ),
            rows,
            empty: String::new(),
        },
    );
    let Some(one) = award
        .milestones
        .iter()
        .find(|one| one.state != MilestoneState::Accepted)
    else {
        return;
    };
    if !one.report.is_empty() {
        screen.section(&one.title, Block::Prose(one.report.clone()));
    }
    if let Some(reason) = &one.reason {
        screen.add(Block::Note {
            class: "warn",
            text: reason.clone(),
        });
    }
    let offers = award.offers.about(Matter::Milestone(one.id));
    let mut form = |action: Action, fields: Vec<Field>| {
        let address = url::act(action, &[&award.id, &one.id]);
        if let Some(mut form) = offered::form(say, &offers, partners, action, address, fields) {
            form.button = format!("{}: {}", form.button, one.title);
            screen.form(form);
        }
    };
    let report = vec![Field::new(say, "report", Kind::Prose(4_000), "")];
    form(Action::ReportMilestone, report);
    form(Action::AcceptMilestone, vec![]);
    let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    form(Action::ReturnMilestone, reason);
}

fn accounts(
    say: &Say,
    screen: &mut Screen,
    award: &Shown<Award>,
    partners: &Partners,
    countries: Vec<(String, String)>,
) {
    let name_of = |id| {
        let share = award.shares.iter().find(|one| one.participant == id);
        share
            .map(|one| one.participant_name.clone())
            .unwrap_or_default()
    };
    let rows = award
        .bank_accounts
        .iter()
        .map(|one| {
            vec![
                Cell::text(name_of(one.participant)),
                Cell::text(&one.holder),
                Cell::text(&one.holder_plain),
                Cell::Code(one.iban.clone()),
                Cell::text(&one.bank_name),
                one.usable_from
                    .map_or(Cell::text(""), |at| Cell::moment(say, at)),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-bank_accounts"),
        Block::Table {
            caption: say.t("heading-bank_accounts"),
            head: heads(
                say,
                &[
                    "participant",
                    "holder",
                    "holder_plain",
                    "iban",
                    "bank_name",
                    "usable_from",
                    "state",
                ],
            ),
            rows,
            empty: say.t("empty-bank_accounts"),
        },
    );
    for one in &award.bank_accounts {
        let offers = award.offers.about(Matter::BankAccount(one.id));
        let form = |action: Action, fields: Vec<Field>| {
            let address = url::act(action, &[&award.id, &one.id]);
            let form = offered::form(say, &offers, partners, action, address, fields);
            form.map(|mut form| {
                form.button = format!("{}: {}", form.button, name_of(one.participant));
                form
            })
        };
        let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
        let verify = form(Action::VerifyBankAccount, vec![]);
        let refuse = form(Action::RefuseBankAccount, reason);
        for form in verify.into_iter().chain(refuse.map(Form::danger)) {
            screen.form(form);
        }
    }
    if award.offers.free(Action::RecordBankAccount) {
        let mut choices: Vec<(String, String)> = award
            .shares
            .iter()
            .map(|one| (one.participant.to_string(), one.participant_name.clone()))
            .collect();
        choices.dedup();
        let text = |path: &str| Field::new(say, path, Kind::Text, "");
        let fields = vec![
            Field::new(say, "participant", Kind::Choice(choices), ""),
            text("holder"),
            text("holder_plain"),
            text("iban"),
            text("bic"),
            text("bank_name"),
            Field::new(say, "country", Kind::Choice(countries), ""),
        ];
        let address = format!("/awards/{}/bank-accounts", award.id);
        screen.form(Form::new(say, address, "record_bank_account", fields).folded());
    }
}

fn requests(say: &Say, screen: &mut Screen, award: &Award, claims: &[(Claim, Offers)]) {
    for (claim, offers) in claims {
        let cause = claim.cause;
        let fields = vec![
            Field::hidden("kind", cause.kind.code()),
            Field::hidden(
                "milestone",
                cause.milestone.map(|id| id.to_string()).unwrap_or_default(),
            ),
            Field::hidden("share", cause.share.to_string()),
        ];
        let address = format!("/awards/{}/payouts", award.id);
        let action = Action::RequestPayout;
        // What cannot be asked for yet is no button: the milestones say what comes first.
        if !offers.free(action) {
            continue;
        }
        let Some(mut form) = offered::form(say, offers, &[], action, address, fields) else {
            continue;
        };
        let title = claim
            .milestone_title
            .clone()
            .unwrap_or_else(|| say.name(cause.kind));
        form.button = format!(
            "{}: {title} · {} · {}",
            form.button,
            claim.share.participant_name,
            say.money(&claim.amount)
        );
        screen.form(form.plain());
    }
}

fn aside(say: &Say, award: &Award, standing: &Standing, opens_application: bool) -> Vec<Block> {
    let mut aside = vec![Block::Facts(vec![
        (say.t("field-number"), Cell::Code(award.number.clone())),
        (
            say.t("field-organisation"),
            if opens_application {
                Cell::link(&award.organisation, url::application(award.application))
            } else {
                Cell::text(&award.organisation)
            },
        ),
        (say.t("field-granted"), Cell::money(say, &award.granted)),
        (say.t("field-paid"), Cell::money(say, &award.paid)),
        (
            say.t("field-digest"),
            Cell::Code(award.agreement_digest.clone()),
        ),
    ])];
    let facts = award
        .signatures
        .iter()
        .map(|one| {
            let party = one.partner.clone().unwrap_or_else(|| say.t("the-lead"));
            (
                party,
                Cell::text(format!("{} · {}", one.by, say.instant(one.signed_at))),
            )
        })
        .collect();
    aside.push(Block::Heading(say.t("heading-signatures")));
    aside.push(Block::Facts(facts));
    if decide::sees(standing, Sight::History) {
        let links = vec![(
            say.t("heading-history"),
            format!("/history/award/{}", award.id),
        )];
        aside.push(Block::Links(links));
    }
    aside
}
