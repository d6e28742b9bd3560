//! Which rows a matter is made of: each table that people's deeds change, and whose it is.
//!
//! What is left out, and why, stands in `tests/suite/database/no_content.txt`: a test changes every
//! column of every table and asks who notices.

use crate::rules::matter::MatterKind;

/// By what a row belongs to a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// There is one fund.
    Fund,
    /// This column holds the matter's identifier.
    Column(&'static str),
    /// The row of another table does, which this column names by its `id`.
    Through {
        key: &'static str,
        table: &'static str,
        column: &'static str,
    },
    /// The columns `matter_kind` and `matter_id` name a matter of any kind.
    Named,
}

/// A table of which matters are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Of which kind of matter; of any where the rows name it.
    pub(super) kind: Option<MatterKind>,
    pub(super) table: &'static str,
    pub(super) of: Of,
    /// Which of its columns are content, parted by blanks.
    pub(super) columns: &'static str,
}

const fn part(kind: MatterKind, table: &'static str, of: Of, columns: &'static str) -> Part {
    Part {
        kind: Some(kind),
        table,
        of,
        columns,
    }
}

const ID: Of = Of::Column("id");

/// Every table of which matters are made.
#[rustfmt::skip]
pub(super) const PARTS: &[Part] = &[
    part(MatterKind::Fund, "funds", Of::Fund,
        "id name prefix base_currency version founded_on"),
    part(MatterKind::Fund, "countries", Of::Fund,
        "code name"),
    part(MatterKind::Fund, "themes", Of::Fund,
        "id code name position retired version"),
    part(MatterKind::Partner, "partners", ID,
        "id code name country zone state created_at version"),
    part(MatterKind::Contribution, "contributions", ID,
        "id partner_id amount_minor amount_currency pledged_on reference recorded_by recorded_at \
         version state settled_by settled_at reversal_by reversal_at reversed_by reversed_at \
         refusal_reason reversal_reason"),
    part(MatterKind::Receipt, "receipts", ID,
        "id contribution_id amount_minor amount_currency received_on bank_reference \
         bank_reference_key recorded_by recorded_at version state settled_by settled_at \
         reversal_by reversal_at reversed_by reversed_at refusal_reason reversal_reason"),
    part(MatterKind::Account, "accounts", ID,
        "id email name name_key password_hash state language created_at verified_at version"),
    part(MatterKind::Account, "passkeys", Of::Column("account_id"),
        "id account_id credential_id transports static_state name added_at removed_at"),
    part(MatterKind::Account, "second_factors", Of::Column("account_id"),
        "account_id seed on_since codes_kept_at passkeys"),
    part(MatterKind::Account, "recovery_codes", Of::Column("account_id"),
        "code_hash account_id made_at used_at"),
    part(MatterKind::Account, "factor_resets", Of::Column("account_id"),
        "id account_id proposed_by proposed_for proposed_at reason takes_force_at settled_by \
         settled_at outcome"),
    part(MatterKind::Account, "factor_losses", Of::Column("account_id"),
        "id account_id told_at network settled_by settled_at outcome"),
    part(MatterKind::Account, "address_changes", Of::Column("account_id"),
        "id account_id old_email new_email old_token_hash new_token_hash asked_at expires_at \
         old_confirmed_at new_confirmed_at return_token_hash returns_until ended_at"),
    Part { kind: None, table: "factor_proofs", of: Of::Named,
        columns: "id account_id action matter_kind matter_id digest factor proved_at" },
    part(MatterKind::RoleGrant, "role_grants", ID,
        "id account_id role scope partner_id call_id state granted_by granted_at confirmed_by \
         confirmed_at revoked_by revoked_at version proposed_for takes_force_at application_id"),
    part(MatterKind::Organisation, "organisations", ID,
        "id name country registration_number address_line postcode town website size_class \
         registered_by registered_at version"),
    part(MatterKind::Organisation, "memberships", Of::Column("organisation_id"),
        "organisation_id account_id role added_by added_at"),
    part(MatterKind::Joining, "joinings", ID,
        "id organisation_id account_id state asked_at decided_by decided_at reason version role \
         invited_by"),
    part(MatterKind::Call, "calls", ID,
        "id code title summary terms opens_local opens_zone opens_at deadline_local deadline_zone \
         deadline_at currency funding_rate max_grant_minor min_reviews total_threshold \
         advance_rate retention_rate gap_mode state approval_round drafted_by drafted_at \
         published_at version text_digest"),
    part(MatterKind::Call, "call_themes", Of::Column("call_id"),
        "call_id theme_id"),
    part(MatterKind::Call, "call_pots", Of::Column("call_id"),
        "id call_id partner_id amount_minor version"),
    part(MatterKind::Call, "call_partners", Of::Column("call_id"),
        "call_id partner_id common_minor"),
    part(MatterKind::Call, "call_criteria", Of::Column("call_id"),
        "id call_id position name guidance weight threshold"),
    part(MatterKind::Call, "call_questions", Of::Column("call_id"),
        "id call_id position prompt hint kind choices required max_chars"),
    part(MatterKind::Call, "call_milestones", Of::Column("call_id"),
        "id call_id position title share due_months"),
    part(MatterKind::Call, "call_approvals", Of::Column("call_id"),
        "id call_id round partner_id account_id digest approved_at"),
    part(MatterKind::Application, "applications", ID,
        "id call_id organisation_id number title summary state started_by started_at saved_at \
         submitted_by submitted_at submission digest eligibility_released_at withdrawn_at \
         withdrawal_reason version"),
    part(MatterKind::Application, "application_answers", Of::Column("application_id"),
        "application_id question_id answer"),
    part(MatterKind::Application, "participants", Of::Column("application_id"),
        "id application_id position organisation_id organisation_name country registration_number \
         contact_name contact_email partner_id requested_minor"),
    part(MatterKind::Application, "budget_lines",
        Of::Through { key: "participant_id", table: "participants", column: "application_id" },
        "participant_id category amount_minor"),
    part(MatterKind::Application, "attachments", Of::Column("application_id"),
        "id application_id name media_type size_bytes digest stored_as uploaded_by uploaded_at \
         removed_at"),
    part(MatterKind::Application, "eligibility_checks", Of::Column("application_id"),
        "id application_id partner_id account_id verdict reason checked_at"),
    part(MatterKind::Application, "consensus_rounds", Of::Column("application_id"),
        "application_id round reason settled_by settled_at reopened_by reopened_at reopened_why"),
    part(MatterKind::Application, "consensus_scores", Of::Column("application_id"),
        "application_id round criterion_id median agreed"),
    part(MatterKind::Recusal, "recusals", ID,
        "id application_id account_id state origin reason raised_by raised_at decided_by \
         decided_at decision_reason version"),
    part(MatterKind::Assignment, "assignments", ID,
        "id application_id account_id state assigned_by assigned_at due_on declared_at \
         declared_by declaration version arose_from arose_how"),
    part(MatterKind::Assignment, "reviews", Of::Column("assignment_id"),
        "id assignment_id for_applicant for_panel saved_at submitted_at version"),
    part(MatterKind::Assignment, "review_scores",
        Of::Through { key: "review_id", table: "reviews", column: "assignment_id" },
        "review_id criterion_id half_points justification"),
    part(MatterKind::Ranking, "rankings", ID,
        "id call_id edition state digest frozen_by frozen_at decided_at released_at set_aside_at \
         set_aside_why order_why version"),
    part(MatterKind::Ranking, "ranking_entries", Of::Column("ranking_id"),
        "ranking_id application_id position line rank_score total passes outcome reason \
         tie_trace"),
    part(MatterKind::Ranking, "ranking_takes", Of::Column("ranking_id"),
        "ranking_id application_id participant_id pot_id amount_minor"),
    part(MatterKind::Ranking, "decision_votes", Of::Column("ranking_id"),
        "id ranking_id partner_id account_id verdict reason digest voted_at"),
    part(MatterKind::Ranking, "vote_exceptions",
        Of::Through { key: "vote_id", table: "decision_votes", column: "ranking_id" },
        "vote_id application_id"),
    part(MatterKind::Award, "awards", ID,
        "id application_id call_id currency granted_minor state agreement agreement_digest \
         offered_by offered_at in_force_at version"),
    part(MatterKind::Award, "award_shares", Of::Column("award_id"),
        "id award_id participant_id pot_id payer_id granted_minor advance_minor retention_minor"),
    part(MatterKind::Award, "agreement_signatures", Of::Column("award_id"),
        "id award_id partner_id account_id digest signed_at"),
    part(MatterKind::Milestone, "milestones", ID,
        "id award_id position title share due_months due_on state report reported_by reported_at \
         decided_by decided_at reason version"),
    part(MatterKind::Milestone, "milestone_amounts", Of::Column("milestone_id"),
        "milestone_id award_share_id earned_minor recovered_minor retained_minor net_minor"),
    part(MatterKind::BankAccount, "bank_accounts", ID,
        "id award_id participant_id holder holder_plain iban bic bank_name country state \
         recorded_by recorded_at decided_by decided_at usable_from reason version"),
    part(MatterKind::Payout, "payouts", ID,
        "id award_id award_share_id kind milestone_id payer_id bank_account_id amount_minor \
         currency state approval_round digest requested_by requested_at verified_by verified_at \
         released_by released_at reason version"),
    part(MatterKind::Payout, "payout_approvals", Of::Column("payout_id"),
        "id payout_id round seat partner_id account_id digest approved_at voided_at"),
    part(MatterKind::Payout, "bank_files", Of::Column("payout_id"),
        "id payout_id name media_type size_bytes digest stored_as sent_by sent_at end_to_end_id"),
    part(MatterKind::Payout, "bank_answers", Of::Column("payout_id"),
        "id payout_id end_to_end_id kind bank_reference bank_reference_key booked_on amount_minor \
         reason_code note recorded_by recorded_at"),
    part(MatterKind::BankClaim, "bank_claims", ID,
        "id payout_id end_to_end_id kind state bank_reference booked_on amount_minor reason_code \
         note message message_digest file_id proposed_by proposed_at decided_by decided_at reason \
         version"),
    part(MatterKind::Payout, "departures", Of::Column("payout_id"),
        "end_to_end_id payout_id left_on note noted_by noted_at"),
    part(MatterKind::Restore, "restores", ID,
        "id state restored_at taken_at sha256 program trail_sequence trail_hash mark opened_at \
         version"),
    part(MatterKind::Restore, "bank_states", Of::Column("restore_id"),
        "id restore_id partner_id account_id statement seen_until missing digest confirmed_at"),
    part(MatterKind::PaymentOrder, "payment_orders", ID,
        "id number payer_id currency total_minor file_name content digest exported_by exported_at"),
    part(MatterKind::Anchor, "anchors", ID,
        "id anchored_at daily_on account_id content"),
    part(MatterKind::PaymentOrder, "payment_order_lines", Of::Column("payment_order_id"),
        "payment_order_id payout_id end_to_end_id replaces amount_minor"),
];

/// The tables whose rows are matters: all but the fund, which is one.
pub(super) fn roots() -> impl Iterator<Item = &'static Part> {
    PARTS.iter().filter(|part| part.of == ID)
}

/// Whether the rows of a table are the fund's own.
pub(super) fn is_of_the_fund(table: &str) -> bool {
    PARTS
        .iter()
        .any(|part| part.of == Of::Fund && part.table == table)
}
