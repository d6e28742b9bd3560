//! The text that is signed: plain, complete, the same for everyone, in the fund's own language.

use super::store::ShareRow;
use crate::applications::model::Application;
use crate::calls::model::Call;
use crate::error::{Error, Result};
use crate::kernel::money::Money;
use crate::words::Say;
use askama::Template;

#[derive(Template)]
#[template(path = "agreement.txt", escape = "none")]
struct Agreement<'a> {
    title: String,
    call: String,
    project: String,
    lead: String,
    grant: String,
    shares_head: String,
    shares: Vec<String>,
    milestones_head: String,
    milestones: Vec<String>,
    payment: String,
    submitted: String,
    digest: &'a str,
}

/// The agreement of an award.
///
/// # Errors
/// A template that cannot be filled in, which is a fault of ours.
pub(super) fn text(
    say: &Say,
    fund: &str,
    call: &Call,
    application: &Application,
    granted: Money,
    shares: &[ShareRow],
) -> Result<String> {
    let number = application.number.as_deref().unwrap_or_default();
    Agreement {
        title: say.with("agreement-title", &[("number", number.into())]),
        call: say.with(
            "agreement-call",
            &[
                ("fund", fund.into()),
                ("code", call.code.as_str().into()),
                ("call", call.title.as_str().into()),
            ],
        ),
        project: say.with(
            "agreement-project",
            &[("title", application.title.as_str().into())],
        ),
        lead: say.with(
            "agreement-lead",
            &[(
                "organisation",
                application.organisation_name.as_str().into(),
            )],
        ),
        grant: say.with("agreement-grant", &[("amount", granted.into())]),
        shares_head: say.t("agreement-shares"),
        shares: shares
            .iter()
            .map(|share| line_of_share(say, call, application, share))
            .collect(),
        milestones_head: say.t("agreement-milestones"),
        milestones: lines_of_milestones(say, call),
        payment: say.with(
            "agreement-payment",
            &[
                ("advance", say.percent(call.advance_rate).into()),
                ("retention", say.percent(call.retention_rate).into()),
            ],
        ),
        submitted: say.t("agreement-submitted"),
        digest: application.digest.as_deref().unwrap_or_default(),
    }
    .render()
    .map_err(|error| Error::Internal(Box::new(error)))
}

fn line_of_share(say: &Say, call: &Call, application: &Application, share: &ShareRow) -> String {
    let participant = application
        .participants
        .iter()
        .find(|one| one.id == share.participant_id)
        .map_or("", |one| one.organisation_name.as_str());
    let pot = call
        .pots
        .iter()
        .find(|pot| pot.id == share.pot_id)
        .and_then(|pot| pot.code.clone())
        .unwrap_or_else(|| say.t("common-pot"));
    let amount = Money::from_minor(share.granted_minor, call.currency);
    say.with(
        "agreement-share",
        &[
            ("participant", participant.into()),
            ("amount", amount.into()),
            ("pot", pot.into()),
        ],
    )
}

fn lines_of_milestones(say: &Say, call: &Call) -> Vec<String> {
    let line = |one: &crate::calls::model::CallMilestone| {
        say.with(
            "agreement-milestone",
            &[
                ("title", one.title.as_str().into()),
                ("share", say.percent(one.share).into()),
                ("months", i64::from(one.due_months).into()),
            ],
        )
    };
    call.milestones.iter().map(line).collect()
}
