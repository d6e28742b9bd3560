//! What may be asked for: a share of an award, and the cause of a payout of it.

use super::model::PayoutKind;
use super::store;
use crate::awards::{
    self,
    model::{Award, Milestone, Share},
};
use crate::case::{Asking, Case, Offers, Subject};
use crate::db::Conn;
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{
    AccountId, ApplicationId, AwardId, AwardShareId, BankAccountId, MilestoneId, OrganisationId,
    PayoutId,
};
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{
    AwardState, BankAccountState, MilestoneState, NoState, PayoutState, State,
};
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// What a payout is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    pub share: AwardShareId,
    pub kind: PayoutKind,
    /// For a payout of that kind.
    pub milestone: Option<MilestoneId>,
}

/// A share with a cause, and everything the law asks before a payout of it is requested.
#[derive(Debug, Clone)]
pub struct Claim {
    pub cause: Cause,
    pub share: Share,
    pub amount: Money,
    /// The account it would be paid to.
    pub account: Option<BankAccountId>,
    pub award: AwardId,
    /// The milestone's title.
    pub milestone_title: Option<String>,
    /// The title of what is funded.
    project: String,
    version: i32,
    application: ApplicationId,
    organisation: OrganisationId,
    award_is_active: bool,
    is_reached: bool,
    is_live: bool,
    is_within_grant: bool,
}

impl Claim {
    /// The payout it becomes.
    pub(super) fn row(
        &self,
        id: PayoutId,
        account: BankAccountId,
        (by, now): (AccountId, Instant),
    ) -> store::Row {
        store::Row {
            id,
            award_id: self.award,
            award_share_id: self.share.id,
            kind: self.cause.kind,
            milestone_id: self.cause.milestone,
            payer_id: self.share.payer,
            bank_account_id: account,
            amount_minor: self.amount.minor(),
            currency: self.amount.currency(),
            state: PayoutState::FIRST,
            approval_round: 1,
            digest: String::new(),
            requested_by: by,
            requested_at: now,
            verified_by: None,
            verified_at: None,
            released_by: None,
            released_at: None,
            reason: None,
            version: 1,
        }
    }

    fn new(award: &Award, live: &[store::Live], cause: Cause) -> Result<Self> {
        let share = award
            .shares
            .iter()
            .find(|one| one.id == cause.share)
            .ok_or_else(|| Error::at("share", FaultCode::NotFound))?;
        let milestone = award
            .milestones
            .iter()
            .find(|one| Some(one.id) == cause.milestone);
        let amount = amount(share, cause.kind, milestone)
            .ok_or_else(|| Error::at("milestone", FaultCode::NotFound))?;
        let own: Vec<_> = live.iter().filter(|one| one.0 == share.id).collect();
        let is_live = own
            .iter()
            .any(|one| (one.1, one.2) == (cause.kind, cause.milestone));
        let live_minor = own
            .iter()
            .try_fold(amount.minor(), |sum, one| sum.checked_add(one.3))
            .ok_or(crate::kernel::money::MoneyError::OutOfRange)?;
        Ok(Self {
            cause,
            amount,
            account: award
                .bank_accounts
                .iter()
                .find(|one| {
                    one.participant == share.participant && one.state == BankAccountState::Verified
                })
                .map(|one| one.id),
            award: award.id,
            milestone_title: milestone.map(|one| one.title.clone()),
            project: award.title.clone(),
            version: award.version,
            application: award.application,
            organisation: award.organisation_id,
            award_is_active: award.state == AwardState::Active,
            is_reached: is_reached(award, cause.kind, milestone),
            is_live,
            is_within_grant: amount.is_positive() && live_minor <= share.granted.minor(),
            share: share.clone(),
        })
    }

    /// One claim, with its award locked: two requests at once take turns.
    ///
    /// # Errors
    /// `NotFound`; a fault at `share` or `milestone` of another award.
    pub(super) fn lock_cause(conn: &mut Conn, award: AwardId, cause: Cause) -> Result<Self> {
        let award = awards::queries::lock(conn, award)?;
        let live = store::live(conn, award.id)?;
        Self::new(&award, &live, cause)
    }
}

/// What a share gets for a cause; none where it is no cause of its award.
fn amount(share: &Share, kind: PayoutKind, milestone: Option<&Milestone>) -> Option<Money> {
    match kind {
        PayoutKind::Advance => Some(share.advance),
        PayoutKind::Retention => Some(share.retention),
        PayoutKind::Milestone => {
            let mut nets = milestone?.nets.iter();
            nets.find(|net| net.0 == share.id).map(|net| net.1)
        }
    }
}

fn is_reached(award: &Award, kind: PayoutKind, milestone: Option<&Milestone>) -> bool {
    use MilestoneState as S;
    match kind {
        PayoutKind::Advance => award.state == AwardState::Active,
        PayoutKind::Retention => awards::queries::all_accepted(award),
        PayoutKind::Milestone => {
            milestone.is_some_and(|one| matches!(one.state, S::Reported | S::Accepted))
        }
    }
}

/// Something asked for of an award.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: PayoutId,
    pub share: AwardShareId,
    pub kind: PayoutKind,
    pub milestone: Option<MilestoneId>,
    pub amount: Money,
    pub state: PayoutState,
}

/// Everything asked for of an award, newest first.
///
/// # Errors
/// No answer from the database.
pub fn asked(conn: &mut Conn, award: &Award) -> QueryResult<Vec<Asked>> {
    let rows = store::asked(conn, award.id)?;
    let shape = |(id, share, kind, milestone, minor, state)| Asked {
        id,
        share,
        kind,
        milestone,
        amount: Money::from_minor(minor, award.granted.currency()),
        state,
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// Everything that could be asked for of an award.
///
/// # Errors
/// No answer from the database.
pub fn of(conn: &mut Conn, award: &Award) -> Result<Vec<Claim>> {
    let live = store::live(conn, award.id)?;
    every(award, &live)
}

fn every(award: &Award, live: &[store::Live]) -> Result<Vec<Claim>> {
    let mut claims = Vec::new();
    for share in &award.shares {
        let milestones = award.milestones.iter().map(|one| Some(one.id));
        let causes = [(PayoutKind::Advance, None)]
            .into_iter()
            .chain(milestones.map(|milestone| (PayoutKind::Milestone, milestone)))
            .chain([(PayoutKind::Retention, None)]);
        for (kind, milestone) in causes {
            let share = share.id;
            let cause = Cause {
                share,
                kind,
                milestone,
            };
            claims.push(Claim::new(award, live, cause)?);
        }
    }
    claims.retain(|claim| !claim.amount.is_zero());
    Ok(claims)
}

/// Everything that can be asked for of an award of which so much was asked, with what this reader
/// may do about it.
///
/// # Errors
/// No answer from the database.
pub fn claims(view: &mut View<'_>, award: &Award, asked: &[Asked]) -> Result<Vec<(Claim, Offers)>> {
    let is_live =
        |one: &&Asked| !matches!(one.state, PayoutState::Refused | PayoutState::Cancelled);
    let live: Vec<store::Live> = asked
        .iter()
        .filter(is_live)
        .map(|one| (one.share, one.kind, one.milestone, one.amount.minor()))
        .collect();
    offered(view, every(award, &live)?)
}

/// What this reader may do about everything that can be asked for of an award.
///
/// # Errors
/// No answer from the database.
pub fn offers(view: &mut View<'_>, award: &Award) -> Result<Offers> {
    let claims = of(view.conn, award)?;
    let offered = offered(view, claims)?;
    Ok(Offers(
        offered.into_iter().flat_map(|one| one.1.0).collect(),
    ))
}

fn offered(view: &mut View<'_>, claims: Vec<Claim>) -> Result<Vec<(Claim, Offers)>> {
    let mut offered = Vec::new();
    for claim in claims {
        let case: Case<Claim> = view.case_of(claim)?;
        offered.push((Claim::clone(&case), case.offers()));
    }
    Ok(offered)
}

impl Subject for Claim {
    type Id = (AwardId, Cause);
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::RequestPayout];

    fn lock(conn: &mut Conn, (award, cause): (AwardId, Cause)) -> Result<Self> {
        Self::lock_cause(conn, award, cause)
    }

    fn load(conn: &mut Conn, (award, cause): (AwardId, Cause)) -> Result<Self> {
        let award = awards::queries::load(conn, award)?;
        let live = store::live(conn, award.id)?;
        Self::new(&award, &live, cause)
    }

    fn matter(&self) -> Matter {
        Matter::Award(self.award)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            application: Some(self.application),
            organisation: Some(self.organisation),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::AgreementInForce => self.award_is_active.into(),
            C::CauseIsReached => self.is_reached.into(),
            C::BankAccountIsUsable => self.account.is_some().into(),
            C::NoOtherLivePayout => (!self.is_live).into(),
            C::WithinGrant => self.is_within_grant.into(),
            _ => return None,
        })
    }

    fn title(&self) -> String {
        let of_project = format!("{} · {}", self.share.participant_name, self.project);
        match &self.milestone_title {
            Some(milestone) => format!("{of_project} · {milestone}"),
            None => of_project,
        }
    }

    fn amount(&self) -> Option<Money> {
        Some(self.amount)
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
