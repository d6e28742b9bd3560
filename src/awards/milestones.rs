//! Milestones: reported by the applicants, accepted or given back by an officer.

use super::input::Report;
use super::store::{self, MilestoneRow, Row};
use crate::applications;
use crate::calls::input::WithReason;
use crate::db::tx::{Change, Tidings, Tx};
use crate::error::{Error, Result};
use crate::kernel::id::MilestoneId;
use crate::kernel::money::Money;
use crate::ledger::posting::Account;
use crate::ledger::{self, Due, Part};
use crate::rules::lifecycle::{AwardState, MilestoneState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// Reports a milestone.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn report(tx: &mut Tx<'_>, id: MilestoneId, input: &Report) -> Result<()> {
    let report = input.parse()?;
    let (award, row, permit, facts) = permitted(tx, id, Action::ReportMilestone)?;
    let step = decide::step(row.state, permit.action(), &facts)?;
    let made = (tx.actor().person()?, tx.now());
    if store::report(tx.conn, id, step, report.as_str(), made)? == 0 {
        return Err(Error::stale(permit.action()));
    }
    finish(tx, &award, &row, permit, None)
}

/// Gives a reported milestone back.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn give_back(tx: &mut Tx<'_>, id: MilestoneId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (award, row, permit, facts) = permitted(tx, id, Action::ReturnMilestone)?;
    decide_on(tx, &row, permit, &facts, Some(reason.as_str()))?;
    finish(tx, &award, &row, permit, Some(reason.as_str()))
}

/// Accepts a reported milestone: its share is earned, and posted.
///
/// # Errors
/// The refusal of the tables.
pub fn accept(tx: &mut Tx<'_>, id: MilestoneId) -> Result<()> {
    let (award, row, permit, facts) = permitted(tx, id, Action::AcceptMilestone)?;
    decide_on(tx, &row, permit, &facts, None)?;
    let shares = store::shares(tx.conn, award.id)?;
    let mut dues = Vec::new();
    let mut earned_of_pots = Vec::new();
    for amount in store::amounts_of(tx.conn, &[id])? {
        let Some(share) = shares
            .iter()
            .find(|share| share.id == amount.award_share_id)
        else {
            return Err(Error::internal("an instalment of no share"));
        };
        let earned = Money::from_minor(amount.earned_minor, award.currency);
        earned_of_pots.push((share.pot_id, earned));
        for (part, minor) in [
            (Part::Recovered, amount.recovered_minor),
            (Part::Retained, amount.retained_minor),
            (Part::Net, amount.net_minor),
        ] {
            dues.push(Due {
                part,
                money: Money::from_minor(minor, award.currency),
                partner: Some(share.payer_id),
                pot: Some(share.pot_id),
                award: Some(award.id),
            });
        }
    }
    let earned = ledger::parts::drawn(
        tx.conn,
        Account::Committed,
        Part::Earned,
        award.id,
        earned_of_pots,
    )?;
    dues.extend(earned);
    let today = tx.now().date();
    ledger::post(tx, permit, Matter::Milestone(id), today, &row.title, &dues)?;
    finish(tx, &award, &row, permit, None)
}

fn decide_on(
    tx: &mut Tx<'_>,
    row: &MilestoneRow,
    permit: Permit,
    facts: &Facts,
    reason: Option<&str>,
) -> Result<()> {
    let step = decide::step(row.state, permit.action(), facts)?;
    let made = (tx.actor().person()?, tx.now());
    if store::decide(tx.conn, row.id, step, reason, made)? == 0 {
        return Err(Error::stale(permit.action()));
    }
    Ok(())
}

fn permitted(
    tx: &mut Tx<'_>,
    id: MilestoneId,
    action: Action,
) -> Result<(Row, MilestoneRow, Permit, Facts)> {
    let missing = || Error::NotFound(MatterKind::Milestone);
    let standing = standing::in_unit(tx, Matter::Milestone(id))?;
    let row = store::milestone(tx.conn, id)?.ok_or_else(missing)?;
    let award = store::lock(tx.conn, row.award_id)?.ok_or_else(missing)?;
    let row = store::milestone(tx.conn, id)?.unwrap_or(row);
    let earlier_accepted = store::milestones_of(tx.conn, award.id)?
        .iter()
        .filter(|other| other.position < row.position)
        .all(|other| other.state == MilestoneState::Accepted);
    let facts = Facts::none()
        .with(
            Condition::AgreementInForce,
            award.state == AwardState::Active,
        )
        .with(Condition::EarlierMilestonesAccepted, earlier_accepted)
        .with(
            Condition::NotTheReporter,
            row.reported_by != tx.actor().account(),
        );
    let permit = tx.require(action, &standing, &facts)?;
    Ok((award, row, permit, facts))
}

fn finish(
    tx: &mut Tx<'_>,
    award: &Row,
    row: &MilestoneRow,
    permit: Permit,
    reason: Option<&str>,
) -> Result<()> {
    let matter = Matter::Milestone(row.id);
    let application = applications::queries::load(tx.conn, award.application_id)?;
    let outcome = store::milestone(tx.conn, row.id)?.map_or(row.state, |row| row.state);
    tx.tell(
        Tidings::of(permit.action(), matter, format!("/awards/{}", award.id))
            .for_application(award.application_id)
            .saying("title", &application.title)
            .saying("number", application.number.unwrap_or_default())
            .saying("milestone", &row.title)
            .saying("outcome", outcome.code())
            .saying("reason", reason.unwrap_or_default()),
    );
    let mut change = Change::under(permit, matter)
        .from(json!({ "state": row.state }))
        .to(json!({ "state": outcome }));
    change.ground = reason.map(str::to_owned);
    tx.record(change);
    Ok(())
}
