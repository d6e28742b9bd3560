//! Joining an organisation that is registered already: asked for by a person and answered by a
//! lead, or offered by a lead and answered by the person. Nobody acts for an organisation who has
//! not agreed to it.

use super::input::{Details, InviteMember, Keys, MemberRole};
use super::model::{Asked, Door, Joining, Organisation};
use super::store::{self, joinings};
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::config::Config;
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::identity::registration;
use crate::kernel::address;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::rules::lifecycle::{JoiningState, State};
use crate::rules::{Action, Matter};
use serde_json::json;

/// Asks to act for the organisation that is meant: of this country and number, or else of this
/// name.
///
/// # Errors
/// Faults of the input, also where no such organisation is registered; the refusal of the tables.
pub fn ask(tx: &mut Tx<'_>, input: &Details) -> Result<JoiningId> {
    let action = Action::AskToJoin;
    let meant = meant(tx, &input.meant()?)?
        .ok_or_else(|| Error::at("registration_number", FaultCode::NotRegistered))?;
    let door: Case<Door> = tx.case(meant)?;
    let id = JoiningId::new();
    tx.begin(&door, action, Matter::Joining(id), &Saw::default())?;
    let (by, now) = (tx.person()?, tx.now());
    let as_asked = (JoiningState::FIRST, MemberRole::Member, None);
    joinings::insert(tx.conn, id, (meant, by), as_asked, now)
        .map_err(|error| unless_duplicate(error, action, "joining"))?;
    tx.note_last(json!({ "organisation": meant }));
    if !door.was_told_of(by, now) {
        let joining = Joining::load(tx.conn, id)?;
        tell(tx, &joining, action, "");
    }
    Ok(id)
}

fn meant(tx: &mut Tx<'_>, keys: &Keys) -> Result<Option<OrganisationId>> {
    let alike = store::alike(tx.conn, keys)?;
    let of_number = alike.iter().find(|one| one.number == keys.number);
    Ok(of_number.or(alike.first()).map(|one| one.id))
}

/// Lets in whoever asked, as a member. Gives the joining.
///
/// # Errors
/// The refusal of the tables.
pub fn accept(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<Case<Joining>> {
    let joining = agree(tx, id, Action::AcceptJoining, saw)?;
    tell(tx, &joining, Action::AcceptJoining, "");
    Ok(joining)
}

/// Declines a request.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn decline(tx: &mut Tx<'_>, id: JoiningId, input: &Reasoned) -> Result<()> {
    let action = Action::DeclineJoining;
    let reason = input.reason()?;
    let mut joining: Case<Joining> = tx.case(id)?;
    let taken = tx.take(&mut joining, action, &input.saw())?;
    let (by, now) = (tx.person()?, tx.now());
    joinings::note_decision(tx.conn, id, Some(reason.as_str()), (by, now))?;
    tx.because(&taken, reason.as_str());
    tell(tx, &joining, action, reason.as_str());
    Ok(())
}

/// Takes one's own request, or an organisation's invitation, back.
///
/// # Errors
/// The refusal of the tables.
pub fn withdraw(tx: &mut Tx<'_>, id: JoiningId, action: Action, saw: &Saw) -> Result<()> {
    let mut joining: Case<Joining> = tx.case(id)?;
    tx.take(&mut joining, action, saw)?;
    Ok(())
}

/// Invites whoever has an address to act for an organisation. The answer is the same whether it is
/// known here or not, and tells nothing of whose it is.
///
/// # Errors
/// Faults of the input, also where an invitation waits or was declined not long ago; the refusal
/// of the tables.
pub fn invite(
    tx: &mut Tx<'_>,
    config: &Config,
    id: OrganisationId,
    input: &InviteMember,
) -> Result<JoiningId> {
    let action = Action::InviteMember;
    let (email, role) = input.parse()?;
    let organisation: Case<Organisation> = tx.case(id)?;
    organisation.allows(action, &Saw::default())?;
    let refused = |code| Err(Error::at("email", code));
    let mut members = organisation.members.iter();
    if members.any(|one| one.email == email.as_str()) {
        return refused(FaultCode::MemberAlready);
    }
    let (account, is_proved) = registration::owner_of(tx, config, &email)?;
    let (by, now) = (tx.person()?, tx.now());
    let mut asked = joinings::asked_at(tx.conn, id)?;
    asked.retain(|one| one.account == account);
    if asked.iter().any(|one| one.state == JoiningState::Asked) {
        return refused(FaultCode::AskedAlready);
    }
    let rests = |one: &Asked| one.is_invitation && one.rests_until().is_some_and(|end| end > now);
    if asked
        .iter()
        .any(|one| one.state == JoiningState::Invited || rests(one))
    {
        return refused(FaultCode::InvitedAlready);
    }
    if told_enough(tx, config, id, account)? {
        return refused(FaultCode::EnoughLetters);
    }
    let new = JoiningId::new();
    tx.begin(&organisation, action, Matter::Joining(new), &Saw::default())?;
    let as_invited = (JoiningState::Invited, role, Some(by));
    joinings::insert(tx.conn, new, (id, account), as_invited, now)
        .map_err(|error| unless_duplicate(error, action, "joining"))?;
    // The address stands with its account: the trail, which forgets nothing, keeps none.
    tx.note_last(json!({ "organisation": id, "account": account, "role": role }));
    let was_told = |one: &Asked| one.is_invitation && one.is_of_the_day(now);
    if !asked.iter().any(was_told) {
        offer(tx, &organisation, (new, account), is_proved);
    }
    Ok(new)
}

/// Whether other organisations have invited somebody so often within an hour that no further letter
/// goes there: an address is of one person, whoever writes to it.
fn told_enough(
    tx: &mut Tx<'_>,
    config: &Config,
    id: OrganisationId,
    account: AccountId,
) -> Result<bool> {
    const HOUR: i64 = 60 * 60;
    let since = tx.now().plus_seconds(-HOUR);
    let mut told = joinings::inviting_since(tx.conn, account, since)?;
    // An organisation writes to nobody twice a day.
    told.retain(|one| *one != id);
    let most = usize::try_from(config.limits.letters_an_hour_to_an_address);
    Ok(told.len() >= most.unwrap_or(usize::MAX))
}

/// A letter to an address nobody has proved holds no word of whoever invites.
fn offer(
    tx: &mut Tx<'_>,
    organisation: &Organisation,
    (id, account): (JoiningId, AccountId),
    is_proved: bool,
) {
    let (known, link, name) = match is_proved {
        true => ("yes", "/organisations", organisation.name.as_str()),
        false => ("no", "/register", ""),
    };
    let tidings = Tidings::of(Action::InviteMember, Matter::Joining(id), link).to(account);
    tx.tell(tidings.saying("known", known).saying("organisation", name));
}

/// Begins to act for the organisation one was invited to. Gives the joining.
///
/// # Errors
/// The refusal of the tables.
pub fn accept_membership(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<Case<Joining>> {
    let joining = agree(tx, id, Action::AcceptMembership, saw)?;
    answer(tx, &joining, Action::AcceptMembership, "accepted");
    Ok(joining)
}

/// Declines an invitation.
///
/// # Errors
/// The refusal of the tables.
pub fn decline_membership(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<()> {
    let action = Action::DeclineMembership;
    let mut joining: Case<Joining> = tx.case(id)?;
    tx.take(&mut joining, action, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    joinings::note_decision(tx.conn, id, None, (by, now))?;
    answer(tx, &joining, action, "declined");
    Ok(())
}

/// Both sides have agreed: whoever joins acts for the organisation from now on.
fn agree(tx: &mut Tx<'_>, id: JoiningId, action: Action, saw: &Saw) -> Result<Case<Joining>> {
    let mut joining: Case<Joining> = tx.case(id)?;
    tx.take(&mut joining, action, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    joinings::note_decision(tx.conn, id, None, (by, now))?;
    let (organisation, account) = (joining.organisation, joining.account);
    if !store::is_member(tx.conn, organisation, account)? {
        tx.touch(Matter::Organisation(organisation));
        let added_by = joining.invited_by.unwrap_or(by);
        store::set_member(
            tx.conn,
            organisation,
            account,
            joining.role,
            (added_by, now),
        )?;
    }
    Ok(joining)
}

/// Tells the leads how whoever was invited has answered.
fn answer(tx: &mut Tx<'_>, joining: &Joining, action: Action, answer: &'static str) {
    let link = format!("/organisations/{}", joining.organisation);
    tx.tell(
        Tidings::of(action, joining.matter(), link)
            .saying("organisation", &joining.organisation_name)
            .saying("email", address::shown(&joining.email))
            .saying("answer", answer),
    );
}

fn tell(tx: &mut Tx<'_>, joining: &Joining, action: Action, reason: &str) {
    let link = match action {
        Action::DeclineJoining => "/organisations".to_owned(),
        _ => format!("/organisations/{}", joining.organisation),
    };
    tx.tell(
        Tidings::of(action, joining.matter(), link)
            .to(joining.account)
            .saying("organisation", &joining.organisation_name)
            .saying("person", &joining.name)
            .saying("email", address::shown(&joining.email))
            .saying("reason", reason),
    );
}
