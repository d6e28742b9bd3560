//! The one map of addresses: pages, deeds, answers of the API.

use super::pages::{
    applications as application_pages, awards as award_pages, books, calls as call_pages,
    decisions as decision_pages, fund as fund_pages, history, organisations as organisation_pages,
    payouts as payout_pages, people, reviews as review_pages, signin, work,
};
use super::table::{Deed, Done, Ids, Nothing, Read, Show, deed, special};
use crate::applications::{self, eligibility, input as application_input, submission};
use crate::audit::queries::HistoryItem;
use crate::awards::{self, bank as award_bank, input as award_input, milestones};
use crate::calls::{self, input as call_input};
use crate::case::{Reasoned, Saw};
use crate::decisions::{self, input as decision_input};
use crate::disbursements::{self, bank, input as payout_input, order};
use crate::fund::{self, input as fund_input};
use crate::identity::{self, input as identity_input};
use crate::kernel::id::{ApplicationId, AttachmentId, AwardId, CallId, OrganisationId, PayoutId};
use crate::kernel::paging::Page;
use crate::ledger;
use crate::notifications;
use crate::organisations::{self, input as organisation_input};
use crate::read;
use crate::reviews::{self, assignment, consensus, input as review_input};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Everything the server answers to, but for what is more than a row.
pub struct Table {
    /// Pages.
    pub shows: Vec<Show>,
    /// What can be done, by form and by API.
    pub deeds: Vec<Deed>,
    /// What the API answers.
    pub reads: Vec<Read>,
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    /// The table.
    pub fn new() -> Self {
        let mut deeds = people_deeds();
        deeds.extend(fund_deeds());
        deeds.extend(call_deeds());
        deeds.extend(application_deeds());
        deeds.extend(evaluation_deeds());
        deeds.extend(award_deeds());
        deeds.extend(payout_deeds());
        Self {
            shows: shows(),
            deeds,
            reads: reads(),
        }
    }
}

#[rustfmt::skip]
fn shows() -> Vec<Show> {
    let show = |path, screen| Show { path, screen };
    vec![
        show("/sign-in", signin::sign_in),
        show("/register", signin::register),
        show("/letter-sent", signin::letter_sent),
        show("/forgotten-password", signin::forgotten),
        show("/verify-email", signin::verify),
        show("/reset-password", signin::reset),
        show("/accept-invitation", signin::accept),
        show("/profile", signin::profile),
        show("/work", work::page),
        show("/people", people::list),
        show("/people/{id}", people::person),
        show("/organisations", organisation_pages::list),
        show("/organisations/{id}", organisation_pages::page),
        show("/fund", fund_pages::page),
        show("/calls", call_pages::list),
        show("/calls/new", call_pages::new),
        show("/calls/{id}", call_pages::page),
        show("/calls/{id}/edit", call_pages::edit),
        show("/calls/{id}/ranking", decision_pages::ranking),
        show("/applications", application_pages::list),
        show("/applications/{id}", application_pages::page),
        show("/applications/{id}/edit", application_pages::edit),
        show("/applications/{id}/evaluation", review_pages::evaluation),
        show("/reviews", review_pages::list),
        show("/reviews/{id}", review_pages::desk),
        show("/awards", award_pages::list),
        show("/awards/{id}", award_pages::page),
        show("/payouts", payout_pages::list),
        show("/payouts/{id}", payout_pages::page),
        show("/payment-orders", payout_pages::orders),
        show("/payment-orders/{id}", payout_pages::order),
        show("/books", books::trial_balance),
        show("/books/{account}", books::statement),
        show("/letters", books::letters),
        show("/mailbox", books::mailbox),
        show("/history/{kind}/{id}", history::page),
    ]
}

fn to<O>(pattern: &'static str) -> impl Fn(&Ids, &O) -> String {
    move |ids, _| ids.fill(pattern)
}

/// A deed that leads back to a page of the same address.
macro_rules! at {
    ($path:literal, $origin:literal, $name:literal, $input:ty, $work:expr) => {
        deed::<$input, _>($path, $origin, $name, $work, |ids, done| {
            to($origin)(ids, done)
        })
    };
    ($path:literal, $origin:literal, $name:literal, $input:ty, $work:expr, $go:expr) => {
        deed::<$input, _>($path, $origin, $name, $work, $go)
    };
}

/// A theme is renamed or retired.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeepTheme {
    /// Its name.
    pub name: crate::kernel::entry::Entry,
    /// Whether it is offered no more.
    pub retired: crate::kernel::entry::Entry,
}

#[rustfmt::skip]
fn people_deeds() -> Vec<Deed> {
    use identity::{actions, roles};
    vec![
        at!("/register", "/register", "register_account", identity_input::Register,
            |tx, config, _, input| actions::register(tx, config, input), |_, _| "/letter-sent".into()),
        at!("/verify-email", "/verify-email", "verify_email", identity_input::UseToken,
            |tx, _, _, input| actions::verify_email(tx, input), |_, _| "/sign-in".into()),
        at!("/forgotten-password", "/forgotten-password", "ask_for_reset", identity_input::AskForReset,
            |tx, config, _, input| actions::ask_for_reset(tx, config, input), |_, _| "/letter-sent".into()),
        at!("/reset-password", "/reset-password", "reset_password", identity_input::SetPassword,
            |tx, config, _, input| actions::reset_password(tx, config, input), |_, _| "/sign-in".into()),
        at!("/accept-invitation", "/accept-invitation", "accept_invitation", identity_input::SetPassword,
            |tx, config, _, input| actions::accept_invitation(tx, config, input), |_, _| "/sign-in".into()),
        at!("/profile/password", "/profile", "change_password", identity_input::ChangePassword,
            |tx, config, _, input| actions::change_password(tx, config, input)),
        at!("/session/end", "/sign-in", "sign_out", Nothing, |tx, _, _, _| actions::sign_out(tx)),
        at!("/people", "/people", "invite_account", identity_input::Invite,
            |tx, config, _, input| actions::invite(tx, config, input), |_, id| format!("/people/{id}")),
        at!("/people/{id}/roles", "/people/{id}", "grant_role", identity_input::GrantRole,
            |tx, _, ids, input| roles::grant(tx, ids.get("id")?, input)),
        at!("/people/{id}/roles/{grant}/confirm", "/people/{id}", "confirm_role", Nothing,
            |tx, _, ids, _| roles::confirm(tx, ids.get("grant")?)),
        at!("/people/{id}/roles/{grant}/refuse", "/people/{id}", "refuse_role", Nothing,
            |tx, _, ids, _| roles::refuse(tx, ids.get("grant")?)),
        at!("/people/{id}/roles/{grant}/revoke", "/people/{id}", "revoke_role", Nothing,
            |tx, _, ids, _| roles::revoke(tx, ids.get("grant")?)),
        at!("/people/{id}/suspend", "/people/{id}", "suspend_account", Nothing,
            |tx, _, ids, _| actions::suspend(tx, ids.get("id")?)),
        at!("/people/{id}/restore", "/people/{id}", "restore_account", Nothing,
            |tx, _, ids, _| actions::restore(tx, ids.get("id")?)),
        at!("/organisations", "/organisations", "register_organisation", organisation_input::Details,
            |tx, _, _, input| organisations::actions::register(tx, input), |_, id| format!("/organisations/{id}")),
        at!("/organisations/{id}", "/organisations/{id}", "update_organisation", organisation_input::Details,
            |tx, _, ids, input| organisations::actions::update(tx, ids.get("id")?, input)),
        at!("/organisations/{id}/members", "/organisations/{id}", "add_member", organisation_input::AddMember,
            |tx, _, ids, input| organisations::actions::add_member(tx, ids.get("id")?, input)),
        at!("/organisations/{id}/members/{account}/remove", "/organisations/{id}", "remove_member", Nothing,
            |tx, _, ids, _| organisations::actions::remove_member(tx, ids.get("id")?, ids.get("account")?)),
        at!("/letters/{id}/retry", "/letters", "retry_letter", Nothing,
            |tx, _, ids, _| notifications::actions::retry(tx, ids.get("id")?)),
    ]
}

#[rustfmt::skip]
fn fund_deeds() -> Vec<Deed> {
    use fund::actions;
    vec![
        at!("/fund", "/fund", "set_up_fund", fund_input::SetUpFund, |tx, _, _, input| actions::set_up(tx, input)),
        at!("/countries", "/fund", "add_country", fund_input::AddCountry, |tx, _, _, input| actions::add_country(tx, input)),
        at!("/partners", "/fund", "add_partner", fund_input::AddPartner, |tx, _, _, input| actions::add_partner(tx, input)),
        at!("/partners/{id}/retire", "/fund", "retire_partner", fund_input::WithReason, |tx, _, ids, input| actions::retire_partner(tx, ids.get("id")?, input)),
        at!("/partners/{id}/reinstate", "/fund", "reinstate_partner", fund_input::WithReason, |tx, _, ids, input| actions::reinstate_partner(tx, ids.get("id")?, input)),
        at!("/themes", "/fund", "keep_themes", fund_input::AddTheme, |tx, _, _, input| actions::add_theme(tx, input)),
        at!("/themes/{id}", "/fund", "keep_themes", KeepTheme, |tx, _, ids, input: &KeepTheme| {
            let name = fund_input::AddTheme { name: input.name.clone() };
            actions::keep_theme(tx, ids.get("id")?, &name, input.retired.is_checked())
        }),
        at!("/partners/{id}/contributions", "/fund", "pledge_contribution", fund_input::Pledge,
            |tx, _, ids, input| actions::pledge(tx, ids.get("id")?, input)),
        at!("/contributions/{id}/receipts", "/fund", "receive_contribution", fund_input::Receive,
            |tx, _, ids, input| actions::receive(tx, ids.get("id")?, input)),
    ]
}

#[rustfmt::skip]
fn call_deeds() -> Vec<Deed> {
    use calls::actions;
    vec![
        at!("/calls", "/calls/new", "draft_call", call_input::CallDraft,
            |tx, _, _, input| actions::draft(tx, input), |_, id: &CallId| format!("/calls/{id}")),
        at!("/calls/{id}/edit", "/calls/{id}/edit", "edit_call", call_input::CallDraft,
            |tx, _, ids, input| actions::edit(tx, ids.get("id")?, input), to_call),
        at!("/calls/{id}/send", "/calls/{id}", "send_call_for_approval", Nothing, |tx, _, ids, _| actions::send_for_approval(tx, ids.get("id")?)),
        at!("/calls/{id}/return", "/calls/{id}", "return_call", call_input::WithReason, |tx, _, ids, input| actions::return_to_draft(tx, ids.get("id")?, input)),
        at!("/calls/{id}/approve", "/calls/{id}", "approve_call", call_input::AsRead, |tx, _, ids, input| actions::approve(tx, ids.get("id")?, input)),
        at!("/calls/{id}/publish", "/calls/{id}", "publish_call", Nothing, |tx, _, ids, _| actions::publish(tx, ids.get("id")?)),
        at!("/calls/{id}/cancel", "/calls/{id}", "cancel_call", call_input::WithReason, |tx, _, ids, input| actions::cancel(tx, ids.get("id")?, input)),
        at!("/calls/{id}/evaluate", "/calls/{id}", "begin_evaluation", Nothing, |tx, _, ids, _| eligibility::begin_evaluation(tx, ids.get("id")?)),
        at!("/calls/{id}/freeze", "/calls/{id}", "freeze_ranking", Nothing, |tx, _, ids, _| decisions::actions::freeze(tx, ids.get("id")?),
            |ids, _| ids.fill("/calls/{id}/ranking")),
        at!("/calls/{id}/reopen", "/calls/{id}/ranking", "reopen_ranking", Nothing, |tx, _, ids, _| decisions::actions::reopen(tx, ids.get("id")?), to_call),
        at!("/calls/{id}/vote", "/calls/{id}/ranking", "vote_decision", decision_input::CastVote, |tx, _, ids, input| decisions::actions::vote(tx, ids.get("id")?, input)),
        at!("/calls/{id}/release", "/calls/{id}/ranking", "release_decisions", Nothing, |tx, _, ids, _| decisions::actions::release(tx, ids.get("id")?)),
    ]
}

fn to_call<O>(ids: &Ids, _: &O) -> String {
    ids.fill("/calls/{id}")
}

#[rustfmt::skip]
fn application_deeds() -> Vec<Deed> {
    use applications::actions;
    vec![
        at!("/calls/{id}/applications", "/calls/{id}", "start_application", application_input::Start,
            |tx, _, ids, input| actions::start(tx, ids.get("id")?, input), |_, id: &ApplicationId| format!("/applications/{id}/edit")),
        at!("/applications/{id}/edit", "/applications/{id}/edit", "save_application", application_input::Draft,
            |tx, _, ids, input| actions::save(tx, ids.get("id")?, input), |ids, _| ids.fill("/applications/{id}/edit")),
        at!("/applications/{id}/submit", "/applications/{id}", "submit_application", submission::Submit,
            |tx, _, ids, input| submission::submit(tx, ids.get("id")?, input)),
        at!("/applications/{id}/withdraw", "/applications/{id}", "withdraw_application", call_input::WithReason,
            |tx, _, ids, input| actions::withdraw(tx, ids.get("id")?, input)),
        at!("/applications/{id}/check", "/applications/{id}", "check_eligibility", application_input::Check,
            |tx, _, ids, input| eligibility::check(tx, ids.get("id")?, input)),
        at!("/applications/{id}/release", "/applications/{id}", "release_eligibility", Nothing,
            |tx, _, ids, _| eligibility::release(tx, ids.get("id")?)),
        special::<Nothing>("/files/{file}/remove", "/applications", "remove_file", |app, actor, ids, _| {
            let file: AttachmentId = ids.get("file")?;
            let application = applications::attachment::remove(app, actor, file)?;
            Ok(Done { body: json!(null), go: format!("/applications/{application}") })
        }),
    ]
}

#[rustfmt::skip]
fn evaluation_deeds() -> Vec<Deed> {
    use reviews::actions;
    vec![
        at!("/applications/{id}/reviewers", "/applications/{id}/evaluation", "assign_reviewer", review_input::Assign,
            |tx, _, ids, input| assignment::assign(tx, ids.get("id")?, input)),
        at!("/applications/{id}/consensus", "/applications/{id}/evaluation", "settle_consensus", review_input::Settle,
            |tx, _, ids, input| consensus::settle(tx, ids.get("id")?, input)),
        at!("/assignments/{id}/remove", "/applications", "remove_assignment", Nothing, |tx, _, ids, _| assignment::remove(tx, ids.get("id")?)),
        at!("/assignments/{id}/reopen", "/applications", "reopen_review", call_input::WithReason, |tx, _, ids, input| assignment::reopen(tx, ids.get("id")?, input)),
        at!("/reviews/{id}/clear", "/reviews/{id}", "declare_no_conflict", review_input::DeclareClear, |tx, _, ids, input| assignment::declare_clear(tx, ids.get("id")?, input)),
        at!("/reviews/{id}/conflict", "/reviews/{id}", "declare_conflict", call_input::WithReason,
            |tx, _, ids, input| assignment::declare_conflict(tx, ids.get("id")?, input), |_, _| "/reviews".into()),
        at!("/reviews/{id}/decline", "/reviews/{id}", "decline_assignment", call_input::WithReason,
            |tx, _, ids, input| assignment::decline(tx, ids.get("id")?, input), |_, _| "/reviews".into()),
        at!("/reviews/{id}/save", "/reviews/{id}", "save_review", review_input::ReviewDraft, |tx, _, ids, input| actions::save(tx, ids.get("id")?, input)),
        at!("/reviews/{id}/submit", "/reviews/{id}", "submit_review", review_input::ReviewDraft, |tx, _, ids, input| actions::submit(tx, ids.get("id")?, input)),
    ]
}

#[rustfmt::skip]
fn award_deeds() -> Vec<Deed> {
    use awards::actions;
    vec![
        at!("/applications/{id}/award", "/applications/{id}", "offer_award", Nothing,
            |tx, _, ids, _| actions::offer(tx, ids.get("id")?), |_, id: &AwardId| format!("/awards/{id}")),
        at!("/calls/{id}/give-back-rest", "/calls/{id}", "give_back_rest", Nothing, |tx, _, ids, _| actions::give_back_rest(tx, ids.get("id")?)),
        at!("/awards/{id}/sign", "/awards/{id}", "sign_for_partner", call_input::AsRead, |tx, _, ids, input| actions::sign_for_partner(tx, ids.get("id")?, input)),
        at!("/awards/{id}/sign-as-lead", "/awards/{id}", "sign_as_lead", call_input::AsRead, |tx, _, ids, input| actions::sign_as_lead(tx, ids.get("id")?, input)),
        at!("/awards/{id}/lapse", "/awards/{id}", "lapse_award", call_input::WithReason, |tx, _, ids, input| actions::lapse(tx, ids.get("id")?, input)),
        at!("/awards/{id}/complete", "/awards/{id}", "complete_award", Nothing, |tx, _, ids, _| actions::complete(tx, ids.get("id")?)),
        at!("/awards/{id}/bank-accounts", "/awards/{id}", "record_bank_account", award_input::NewAccount, |tx, _, ids, input| award_bank::record(tx, ids.get("id")?, input)),
        at!("/bank-accounts/{id}/verify", "/awards", "verify_bank_account", Nothing, |tx, config, ids, _| award_bank::verify(tx, config, ids.get("id")?)),
        at!("/bank-accounts/{id}/refuse", "/awards", "refuse_bank_account", call_input::WithReason, |tx, _, ids, input| award_bank::refuse(tx, ids.get("id")?, input)),
        at!("/milestones/{id}/report", "/awards", "report_milestone", award_input::Report, |tx, _, ids, input| milestones::report(tx, ids.get("id")?, input)),
        at!("/milestones/{id}/accept", "/awards", "accept_milestone", Nothing, |tx, _, ids, _| milestones::accept(tx, ids.get("id")?)),
        at!("/milestones/{id}/return", "/awards", "return_milestone", call_input::WithReason, |tx, _, ids, input| milestones::give_back(tx, ids.get("id")?, input)),
    ]
}

#[rustfmt::skip]
fn payout_deeds() -> Vec<Deed> {
    use disbursements::actions;
    vec![
        at!("/awards/{id}/payouts", "/awards/{id}", "request_payout", payout_input::Request,
            |tx, _, ids, input| actions::request(tx, ids.get("id")?, input), |_, id: &PayoutId| format!("/payouts/{id}")),
        at!("/payouts/{id}/verify", "/payouts/{id}", "verify_payout", Saw, |tx, _, ids, input| actions::verify(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/approve", "/payouts/{id}", "approve_payout", Saw, |tx, _, ids, input| actions::approve(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/change", "/payouts/{id}", "change_payout", Reasoned, |tx, _, ids, input| actions::change(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/refuse", "/payouts/{id}", "refuse_payout", Reasoned, |tx, _, ids, input| actions::refuse(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/cancel", "/payouts/{id}", "cancel_payout", Saw, |tx, _, ids, input| actions::cancel(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/release", "/payouts/{id}", "release_payout", Saw, |tx, _, ids, input| actions::release(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/confirm", "/payouts/{id}", "confirm_payout", payout_input::Booking, |tx, _, ids, input| bank::confirm(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/query", "/payouts/{id}", "record_discrepancy", payout_input::Booking, |tx, _, ids, input| bank::query(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/correct", "/payouts/{id}", "correct_discrepancy", payout_input::Booking, |tx, _, ids, input| bank::correct(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/return", "/payouts/{id}", "record_bank_return", payout_input::SentBack, |tx, _, ids, input| bank::send_back(tx, ids.get("id")?, input)),
        at!("/payouts/{id}/reject", "/payouts/{id}", "record_bank_rejection", payout_input::SentBack, |tx, _, ids, input| bank::reject(tx, ids.get("id")?, input)),
        at!("/payment-orders", "/payment-orders", "export_order", payout_input::Export,
            |tx, _, _, input| order::export(tx, input), |_, id| format!("/payment-orders/{id}")),
    ]
}

#[rustfmt::skip]
fn reads() -> Vec<Read> {
    vec![
        read!("/me", identity::model::Account, false, |ask| identity::queries::own(ask.view)),
        read!("/me/work", work::Work, false, work::gather),
        read!("/people", Page<identity::model::Account>, true, |ask| { let after = ask.after().map(str::to_owned); identity::queries::list(ask.view, after.as_deref()) }),
        read!("/people/{id}", identity::model::Account, false, |ask| { let id = ask.ids.get("id")?; identity::queries::person(ask.view, id) }),
        read!("/organisations/{id}", organisations::queries::Organisation, false, |ask| { let id: OrganisationId = ask.ids.get("id")?; organisations::queries::page(ask.view, id) }),
        read!("/organisations", Vec<organisations::queries::OrganisationItem>, false, |ask| organisations::queries::own(ask.view)),
        read!("/fund", fund::queries::Fund, false, |ask| fund::queries::fund(ask.view)),
        read!("/countries", Vec<fund::queries::Country>, false, |ask| Ok(fund::queries::countries(ask.view.conn)?)),
        read!("/contributions", Vec<fund::queries::Contribution>, false, |ask| fund::queries::contributions(ask.view)),
        read!("/calls", Page<calls::queries::CallItem>, true, |ask| { let after = ask.after().map(str::to_owned); calls::queries::list(ask.view, after.as_deref()) }),
        read!("/calls/{id}", calls::model::Call, false, |ask| { let id = ask.ids.get("id")?; calls::queries::page(ask.view, id) }),
        read!("/calls/{id}/ranking", decisions::queries::Ranking, false, |ask| { let id = ask.ids.get("id")?; decisions::queries::ranking(ask.view, id) }),
        read!("/applications", Page<applications::queries::ApplicationItem>, true, |ask| {
            let after = ask.after().map(str::to_owned);
            let (call, state) = (ask.wanted("call"), ask.wanted("state"));
            applications::queries::list(ask.view, call, state, after.as_deref())
        }),
        read!("/applications/{id}", applications::model::Application, false, |ask| { let id = ask.ids.get("id")?; applications::queries::page(ask.view, id) }),
        read!("/applications/{id}/problems", crate::kernel::fault::Faults, false, |ask| { let id = ask.ids.get("id")?; submission::problems(ask.view, id) }),
        read!("/applications/{id}/evaluation", reviews::queries::Evaluation, false, |ask| { let id = ask.ids.get("id")?; reviews::queries::evaluation(ask.view, id) }),
        read!("/applications/{id}/feedback", decisions::queries::Feedback, false, |ask| { let id = ask.ids.get("id")?; decisions::queries::feedback(ask.view, id) }),
        read!("/reviews", Page<reviews::queries::AssignmentItem>, true, |ask| { let after = ask.after().map(str::to_owned); reviews::queries::own(ask.view, after.as_deref()) }),
        read!("/reviews/{id}", reviews::queries::Desk, false, |ask| { let id = ask.ids.get("id")?; reviews::queries::desk(ask.view, id) }),
        read!("/awards", Page<awards::queries::AwardItem>, true, |ask| { let after = ask.after().map(str::to_owned); awards::queries::list(ask.view, after.as_deref()) }),
        read!("/awards/{id}", awards::model::Award, false, |ask| { let id = ask.ids.get("id")?; awards::queries::page(ask.view, id) }),
        read!("/payouts", Page<disbursements::model::PayoutItem>, true, |ask| {
            let after = ask.after().map(str::to_owned);
            let (award, state) = (ask.wanted("award"), ask.wanted("state"));
            disbursements::queries::list(ask.view, award, state, after.as_deref())
        }),
        read!("/payouts/{id}", disbursements::model::Payout, false, |ask| { let id = ask.ids.get("id")?; Ok(disbursements::queries::page(ask.view, id)?.thing) }),
        read!("/payment-orders", Page<disbursements::model::PaymentOrder>, true, |ask| { let after = ask.after().map(str::to_owned); disbursements::queries::orders(ask.view, after.as_deref()) }),
        read!("/payment-orders/{id}", disbursements::model::PaymentOrder, false, |ask| { let id = ask.ids.get("id")?; disbursements::queries::order(ask.view, id) }),
        read!("/books", ledger::queries::TrialBalance, false, |ask| ledger::queries::trial_balance(ask.view)),
        read!("/books/{account}", Page<ledger::queries::StatementLine>, true, |ask| {
            let account = ask.ids.get("account")?;
            let after = ask.after().map(str::to_owned);
            ledger::queries::statement(ask.view, account, after.as_deref())
        }),
        read!("/letters", Page<notifications::queries::LetterItem>, true, |ask| { let after = ask.after().map(str::to_owned); notifications::queries::list(ask.view, after.as_deref()) }),
        read!("/history/{kind}/{id}", Page<HistoryItem>, true, |ask| {
            let matter = history::matter(ask)?;
            let after = ask.after().map(str::to_owned);
            crate::audit::queries::history(ask.view, matter, after.as_deref())
        }),
    ]
}
