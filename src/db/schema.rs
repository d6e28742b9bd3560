//! Every table as diesel sees it, kept by hand; a test compares it with both databases.

/// The SQL types the tables use: diesel's common ones and ours.
mod types {
    pub(super) use crate::db::column::{Day, Json, Moment, Uuid};
    pub(super) use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
}

diesel::table! {
    use super::types::*;

    accounts (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        state -> Text,
        language -> Text,
        created_at -> Moment,
        verified_at -> Nullable<Moment>,
        failed_sign_ins -> Integer,
        locked_until -> Nullable<Moment>,
        version -> Integer,
        name_key -> Text,
        tries_told_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    sessions (id) {
        id -> Uuid,
        account_id -> Uuid,
        kind -> Text,
        token_hash -> Nullable<Text>,
        idle_seconds -> Integer,
        created_at -> Moment,
        seen_at -> Moment,
        ends_at -> Moment,
        revoked_at -> Nullable<Moment>,
        proved_at -> Nullable<Moment>,
        network -> Nullable<Text>,
        device -> Nullable<Text>,
        device_hash -> Nullable<Text>,
        failures_before -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    second_factors (account_id) {
        account_id -> Uuid,
        seed -> Nullable<Text>,
        on_since -> Nullable<Moment>,
        pending -> Nullable<Text>,
        pending_at -> Nullable<Moment>,
        last_step -> BigInt,
        failures -> Integer,
        paused_until -> Nullable<Moment>,
        codes_kept_at -> Nullable<Moment>,
        pending_session -> Nullable<Uuid>,
        passkeys -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    passkeys (id) {
        id -> Uuid,
        account_id -> Uuid,
        credential_id -> Text,
        transports -> Integer,
        static_state -> Text,
        dynamic_state -> Text,
        name -> Text,
        added_at -> Moment,
        last_used_at -> Nullable<Moment>,
        removed_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    passkey_challenges (challenge) {
        challenge -> Text,
        account_id -> Uuid,
        session_id -> Nullable<Uuid>,
        purpose -> Text,
        address -> Text,
        digest -> Nullable<Text>,
        state -> Text,
        options -> Text,
        ends_at -> Moment,
        used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    recovery_codes (code_hash) {
        code_hash -> Text,
        account_id -> Uuid,
        made_at -> Moment,
        used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    factor_resets (id) {
        id -> Uuid,
        account_id -> Uuid,
        proposed_by -> Uuid,
        proposed_for -> Nullable<Uuid>,
        proposed_at -> Moment,
        reason -> Text,
        takes_force_at -> Nullable<Moment>,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Moment>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    factor_losses (id) {
        id -> Uuid,
        account_id -> Uuid,
        told_at -> Moment,
        network -> Text,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Moment>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    factor_proofs (id) {
        id -> Uuid,
        account_id -> Uuid,
        action -> Text,
        matter_kind -> Text,
        matter_id -> Uuid,
        digest -> Nullable<Text>,
        factor -> Text,
        proved_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    failed_sign_ins (address, network) {
        address -> Text,
        network -> Text,
        account_id -> Nullable<Uuid>,
        in_a_row -> Integer,
        untold -> Integer,
        in_all -> Integer,
        first_at -> Moment,
        last_at -> Moment,
        paused_until -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    address_changes (id) {
        id -> Uuid,
        account_id -> Uuid,
        old_email -> Text,
        new_email -> Text,
        old_token_hash -> Text,
        new_token_hash -> Text,
        asked_at -> Moment,
        expires_at -> Moment,
        old_confirmed_at -> Nullable<Moment>,
        new_confirmed_at -> Nullable<Moment>,
        return_token_hash -> Nullable<Text>,
        returns_until -> Nullable<Moment>,
        ended_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    pulses (id) {
        id -> Uuid,
        filler -> Text,
    }
}

diesel::table! {
    use super::types::*;

    presses (account_id, key) {
        account_id -> Uuid,
        key -> Text,
        answer -> Text,
        pressed_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    refresh_tokens (id) {
        id -> Uuid,
        session_id -> Uuid,
        token_hash -> Text,
        issued_at -> Moment,
        expires_at -> Moment,
        used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    one_time_tokens (id) {
        id -> Uuid,
        account_id -> Uuid,
        purpose -> Text,
        token_hash -> Text,
        created_at -> Moment,
        expires_at -> Moment,
        used_at -> Nullable<Moment>,
        name -> Nullable<Text>,
        password_hash -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    countries (code) {
        code -> Text,
        name -> Text,
    }
}

diesel::table! {
    use super::types::*;

    funds (id) {
        id -> Uuid,
        name -> Text,
        prefix -> Text,
        base_currency -> Text,
        version -> Integer,
        founded_on -> Nullable<Day>,
    }
}

diesel::table! {
    use super::types::*;

    partners (id) {
        id -> Uuid,
        code -> Text,
        name -> Text,
        country -> Text,
        zone -> Text,
        state -> Text,
        created_at -> Moment,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    themes (id) {
        id -> Uuid,
        code -> Text,
        name -> Text,
        position -> Integer,
        retired -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    contributions (id) {
        id -> Uuid,
        partner_id -> Uuid,
        amount_minor -> BigInt,
        amount_currency -> Text,
        pledged_on -> Day,
        reference -> Text,
        recorded_by -> Uuid,
        recorded_at -> Moment,
        version -> Integer,
        state -> Text,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Moment>,
        reversal_by -> Nullable<Uuid>,
        reversal_at -> Nullable<Moment>,
        reversed_by -> Nullable<Uuid>,
        reversed_at -> Nullable<Moment>,
        refusal_reason -> Nullable<Text>,
        reversal_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    receipts (id) {
        id -> Uuid,
        contribution_id -> Uuid,
        amount_minor -> BigInt,
        amount_currency -> Text,
        received_on -> Day,
        bank_reference -> Text,
        bank_reference_key -> Text,
        recorded_by -> Uuid,
        recorded_at -> Moment,
        version -> Integer,
        state -> Text,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Moment>,
        reversal_by -> Nullable<Uuid>,
        reversal_at -> Nullable<Moment>,
        reversed_by -> Nullable<Uuid>,
        reversed_at -> Nullable<Moment>,
        refusal_reason -> Nullable<Text>,
        reversal_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    organisations (id) {
        id -> Uuid,
        name -> Text,
        country -> Text,
        registration_number -> Text,
        address_line -> Text,
        postcode -> Text,
        town -> Text,
        website -> Nullable<Text>,
        size_class -> Text,
        registered_by -> Uuid,
        registered_at -> Moment,
        version -> Integer,
        register_key -> Text,
        name_key -> Text,
    }
}

diesel::table! {
    use super::types::*;

    joinings (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        account_id -> Uuid,
        state -> Text,
        asked_at -> Moment,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Moment>,
        reason -> Nullable<Text>,
        version -> Integer,
        role -> Text,
        invited_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use super::types::*;

    memberships (organisation_id, account_id) {
        organisation_id -> Uuid,
        account_id -> Uuid,
        role -> Text,
        added_by -> Uuid,
        added_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    calls (id) {
        id -> Uuid,
        code -> Text,
        title -> Text,
        summary -> Text,
        terms -> Text,
        opens_local -> Text,
        opens_zone -> Text,
        opens_at -> Moment,
        deadline_local -> Text,
        deadline_zone -> Text,
        deadline_at -> Moment,
        currency -> Text,
        funding_rate -> Integer,
        max_grant_minor -> BigInt,
        min_reviews -> Integer,
        total_threshold -> Integer,
        advance_rate -> Integer,
        retention_rate -> Integer,
        gap_mode -> Text,
        state -> Text,
        approval_round -> Integer,
        drafted_by -> Uuid,
        drafted_at -> Moment,
        published_at -> Nullable<Moment>,
        version -> Integer,
        text_digest -> Text,
    }
}

diesel::table! {
    use super::types::*;

    call_themes (call_id, theme_id) {
        call_id -> Uuid,
        theme_id -> Uuid,
    }
}

diesel::table! {
    use super::types::*;

    call_pots (id) {
        id -> Uuid,
        call_id -> Uuid,
        partner_id -> Nullable<Uuid>,
        amount_minor -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    call_partners (call_id, partner_id) {
        call_id -> Uuid,
        partner_id -> Uuid,
        common_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    call_criteria (id) {
        id -> Uuid,
        call_id -> Uuid,
        position -> Integer,
        name -> Text,
        guidance -> Text,
        weight -> Integer,
        threshold -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    call_questions (id) {
        id -> Uuid,
        call_id -> Uuid,
        position -> Integer,
        prompt -> Text,
        hint -> Text,
        kind -> Text,
        choices -> Json,
        required -> Bool,
        max_chars -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    call_milestones (id) {
        id -> Uuid,
        call_id -> Uuid,
        position -> Integer,
        title -> Text,
        share -> Integer,
        due_months -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    call_approvals (id) {
        id -> Uuid,
        call_id -> Uuid,
        round -> Integer,
        partner_id -> Uuid,
        account_id -> Uuid,
        digest -> Text,
        approved_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    role_grants (id) {
        id -> Uuid,
        account_id -> Uuid,
        role -> Text,
        scope -> Text,
        partner_id -> Nullable<Uuid>,
        call_id -> Nullable<Uuid>,
        state -> Text,
        granted_by -> Nullable<Uuid>,
        granted_at -> Moment,
        confirmed_by -> Nullable<Uuid>,
        confirmed_at -> Nullable<Moment>,
        revoked_by -> Nullable<Uuid>,
        revoked_at -> Nullable<Moment>,
        version -> Integer,
        proposed_for -> Nullable<Uuid>,
        takes_force_at -> Nullable<Moment>,
        application_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    use super::types::*;

    number_series (prefix, year) {
        prefix -> Text,
        year -> Integer,
        latest -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    applications (id) {
        id -> Uuid,
        call_id -> Uuid,
        organisation_id -> Uuid,
        number -> Nullable<Text>,
        title -> Text,
        summary -> Text,
        state -> Text,
        started_by -> Uuid,
        started_at -> Moment,
        saved_at -> Moment,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Nullable<Moment>,
        submission -> Nullable<Text>,
        digest -> Nullable<Text>,
        eligibility_released_at -> Nullable<Moment>,
        withdrawn_at -> Nullable<Moment>,
        withdrawal_reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    application_answers (application_id, question_id) {
        application_id -> Uuid,
        question_id -> Uuid,
        answer -> Text,
    }
}

diesel::table! {
    use super::types::*;

    participants (id) {
        id -> Uuid,
        application_id -> Uuid,
        position -> Integer,
        organisation_id -> Nullable<Uuid>,
        organisation_name -> Text,
        country -> Nullable<Text>,
        registration_number -> Text,
        contact_name -> Text,
        contact_email -> Text,
        partner_id -> Nullable<Uuid>,
        requested_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    budget_lines (participant_id, category) {
        participant_id -> Uuid,
        category -> Text,
        amount_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    attachments (id) {
        id -> Uuid,
        application_id -> Uuid,
        name -> Text,
        media_type -> Text,
        size_bytes -> BigInt,
        digest -> Text,
        stored_as -> Text,
        uploaded_by -> Uuid,
        uploaded_at -> Moment,
        removed_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    eligibility_checks (id) {
        id -> Uuid,
        application_id -> Uuid,
        partner_id -> Uuid,
        account_id -> Uuid,
        verdict -> Text,
        reason -> Text,
        checked_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    assignments (id) {
        id -> Uuid,
        application_id -> Uuid,
        account_id -> Uuid,
        state -> Text,
        assigned_by -> Uuid,
        assigned_at -> Moment,
        due_on -> Nullable<Day>,
        declared_at -> Nullable<Moment>,
        declared_by -> Nullable<Uuid>,
        declaration -> Nullable<Text>,
        version -> Integer,
        arose_from -> Nullable<Uuid>,
        arose_how -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    reviews (id) {
        id -> Uuid,
        assignment_id -> Uuid,
        for_applicant -> Text,
        for_panel -> Text,
        saved_at -> Moment,
        submitted_at -> Nullable<Moment>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    review_scores (review_id, criterion_id) {
        review_id -> Uuid,
        criterion_id -> Uuid,
        half_points -> Nullable<Integer>,
        justification -> Text,
    }
}

diesel::table! {
    use super::types::*;

    consensus_rounds (application_id, round) {
        application_id -> Uuid,
        round -> Integer,
        reason -> Nullable<Text>,
        settled_by -> Uuid,
        settled_at -> Moment,
        reopened_by -> Nullable<Uuid>,
        reopened_at -> Nullable<Moment>,
        reopened_why -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    consensus_scores (application_id, round, criterion_id) {
        application_id -> Uuid,
        round -> Integer,
        criterion_id -> Uuid,
        median -> Integer,
        agreed -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    rankings (id) {
        id -> Uuid,
        call_id -> Uuid,
        edition -> Integer,
        state -> Text,
        digest -> Text,
        frozen_by -> Uuid,
        frozen_at -> Moment,
        decided_at -> Nullable<Moment>,
        released_at -> Nullable<Moment>,
        set_aside_at -> Nullable<Moment>,
        set_aside_why -> Nullable<Text>,
        order_why -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    ranking_entries (ranking_id, application_id) {
        ranking_id -> Uuid,
        application_id -> Uuid,
        position -> Integer,
        line -> Integer,
        rank_score -> Integer,
        total -> Integer,
        passes -> Bool,
        outcome -> Text,
        reason -> Text,
        tie_trace -> Text,
    }
}

diesel::table! {
    use super::types::*;

    ranking_takes (ranking_id, participant_id, pot_id) {
        ranking_id -> Uuid,
        application_id -> Uuid,
        participant_id -> Uuid,
        pot_id -> Uuid,
        amount_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    decision_votes (id) {
        id -> Uuid,
        ranking_id -> Uuid,
        partner_id -> Uuid,
        account_id -> Uuid,
        verdict -> Text,
        reason -> Text,
        digest -> Text,
        voted_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    awards (id) {
        id -> Uuid,
        application_id -> Uuid,
        call_id -> Uuid,
        currency -> Text,
        granted_minor -> BigInt,
        state -> Text,
        agreement -> Text,
        agreement_digest -> Text,
        offered_by -> Uuid,
        offered_at -> Moment,
        in_force_at -> Nullable<Moment>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    award_shares (id) {
        id -> Uuid,
        award_id -> Uuid,
        participant_id -> Uuid,
        pot_id -> Uuid,
        payer_id -> Uuid,
        granted_minor -> BigInt,
        advance_minor -> BigInt,
        retention_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    agreement_signatures (id) {
        id -> Uuid,
        award_id -> Uuid,
        partner_id -> Nullable<Uuid>,
        account_id -> Uuid,
        digest -> Text,
        signed_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    milestones (id) {
        id -> Uuid,
        award_id -> Uuid,
        position -> Integer,
        title -> Text,
        share -> Integer,
        due_months -> Integer,
        due_on -> Nullable<Day>,
        state -> Text,
        report -> Text,
        reported_by -> Nullable<Uuid>,
        reported_at -> Nullable<Moment>,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Moment>,
        reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    milestone_amounts (milestone_id, award_share_id) {
        milestone_id -> Uuid,
        award_share_id -> Uuid,
        earned_minor -> BigInt,
        recovered_minor -> BigInt,
        retained_minor -> BigInt,
        net_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    bank_accounts (id) {
        id -> Uuid,
        award_id -> Uuid,
        participant_id -> Uuid,
        holder -> Text,
        holder_plain -> Text,
        iban -> Text,
        bic -> Nullable<Text>,
        bank_name -> Text,
        country -> Text,
        state -> Text,
        recorded_by -> Uuid,
        recorded_at -> Moment,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Moment>,
        usable_from -> Nullable<Moment>,
        reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    payouts (id) {
        id -> Uuid,
        award_id -> Uuid,
        award_share_id -> Uuid,
        kind -> Text,
        milestone_id -> Nullable<Uuid>,
        payer_id -> Uuid,
        bank_account_id -> Uuid,
        amount_minor -> BigInt,
        currency -> Text,
        state -> Text,
        approval_round -> Integer,
        digest -> Text,
        requested_by -> Uuid,
        requested_at -> Moment,
        verified_by -> Nullable<Uuid>,
        verified_at -> Nullable<Moment>,
        released_by -> Nullable<Uuid>,
        released_at -> Nullable<Moment>,
        reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    payout_approvals (id) {
        id -> Uuid,
        payout_id -> Uuid,
        round -> Integer,
        seat -> Text,
        partner_id -> Uuid,
        account_id -> Uuid,
        digest -> Text,
        approved_at -> Moment,
        voided_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use super::types::*;

    payment_orders (id) {
        id -> Uuid,
        number -> Text,
        payer_id -> Uuid,
        currency -> Text,
        total_minor -> BigInt,
        file_name -> Text,
        content -> Text,
        digest -> Text,
        exported_by -> Uuid,
        exported_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    payment_order_lines (payment_order_id, payout_id) {
        payment_order_id -> Uuid,
        payout_id -> Uuid,
        end_to_end_id -> Text,
        replaces -> Nullable<Text>,
        amount_minor -> BigInt,
    }
}

diesel::table! {
    use super::types::*;

    departures (end_to_end_id) {
        end_to_end_id -> Text,
        payout_id -> Uuid,
        left_on -> Day,
        note -> Text,
        noted_by -> Uuid,
        noted_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    restores (id) {
        id -> Uuid,
        state -> Text,
        restored_at -> Moment,
        taken_at -> Moment,
        sha256 -> Text,
        program -> Text,
        trail_sequence -> BigInt,
        trail_hash -> Text,
        mark -> Text,
        opened_at -> Nullable<Moment>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    bank_states (id) {
        id -> Uuid,
        restore_id -> Uuid,
        partner_id -> Uuid,
        account_id -> Uuid,
        statement -> Text,
        seen_until -> Day,
        missing -> Text,
        digest -> Text,
        confirmed_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    bank_files (id) {
        id -> Uuid,
        payout_id -> Uuid,
        name -> Text,
        media_type -> Text,
        size_bytes -> BigInt,
        digest -> Text,
        stored_as -> Text,
        sent_by -> Uuid,
        sent_at -> Moment,
        end_to_end_id -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types::*;

    bank_claims (id) {
        id -> Uuid,
        payout_id -> Uuid,
        end_to_end_id -> Text,
        kind -> Text,
        state -> Text,
        bank_reference -> Nullable<Text>,
        booked_on -> Nullable<Day>,
        amount_minor -> Nullable<BigInt>,
        reason_code -> Nullable<Text>,
        note -> Text,
        message -> Nullable<Text>,
        message_digest -> Nullable<Text>,
        file_id -> Nullable<Uuid>,
        proposed_by -> Uuid,
        proposed_at -> Moment,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Moment>,
        reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    bank_answers (id) {
        id -> Uuid,
        payout_id -> Uuid,
        end_to_end_id -> Text,
        kind -> Text,
        bank_reference -> Nullable<Text>,
        bank_reference_key -> Nullable<Text>,
        booked_on -> Nullable<Day>,
        amount_minor -> Nullable<BigInt>,
        reason_code -> Nullable<Text>,
        note -> Text,
        recorded_by -> Uuid,
        recorded_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    ledger_head (id) {
        id -> Integer,
        sequence -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    use super::types::*;

    journal_entries (id) {
        id -> Uuid,
        sequence -> BigInt,
        cause -> Text,
        matter_kind -> Text,
        matter_id -> Uuid,
        booked_on -> Day,
        note -> Text,
        account_id -> Nullable<Uuid>,
        recorded_at -> Moment,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    use super::types::*;

    journal_lines (entry_id, position) {
        entry_id -> Uuid,
        position -> Integer,
        book -> Text,
        account -> Text,
        partner_id -> Nullable<Uuid>,
        pot_id -> Nullable<Uuid>,
        award_id -> Nullable<Uuid>,
        amount_minor -> BigInt,
        amount_currency -> Text,
    }
}

diesel::table! {
    use super::types::*;

    letters (id) {
        id -> Uuid,
        kind -> Text,
        account_id -> Nullable<Uuid>,
        recipient_email -> Text,
        recipient_name -> Text,
        language -> Text,
        subject -> Text,
        text_body -> Text,
        html_body -> Text,
        holds_secret -> Bool,
        matter_kind -> Text,
        matter_id -> Uuid,
        message_id -> Text,
        state -> Text,
        attempts -> Integer,
        next_try_at -> Moment,
        claimed_until -> Nullable<Moment>,
        last_error -> Nullable<Text>,
        created_at -> Moment,
        sent_at -> Nullable<Moment>,
        repeats -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    anchors (id) {
        id -> Uuid,
        anchored_at -> Moment,
        daily_on -> Nullable<Day>,
        account_id -> Nullable<Uuid>,
        content -> Text,
    }
}

diesel::table! {
    use super::types::*;

    audit_head (id) {
        id -> Integer,
        sequence -> BigInt,
        hash -> Text,
        recorded_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    audit_records (sequence) {
        sequence -> BigInt,
        recorded_at -> Moment,
        actor_kind -> Text,
        account_id -> Nullable<Uuid>,
        capacity -> Text,
        partner_id -> Nullable<Uuid>,
        action -> Text,
        outcome -> Text,
        matter_kind -> Text,
        matter_id -> Nullable<Uuid>,
        request_id -> Uuid,
        ground -> Nullable<Text>,
        before -> Nullable<Json>,
        after -> Nullable<Json>,
        previous_hash -> Text,
        hash -> Text,
        content -> Nullable<Json>,
    }
}

diesel::table! {
    use super::types::*;

    tasks (id) {
        id -> Uuid,
        matter_kind -> Text,
        matter_id -> Uuid,
        page_kind -> Text,
        page_id -> Uuid,
        action -> Text,
        capacity -> Text,
        partner_id -> Nullable<Uuid>,
        call_id -> Nullable<Uuid>,
        organisation_id -> Nullable<Uuid>,
        account_id -> Nullable<Uuid>,
        title -> Text,
        since -> Moment,
        due -> Nullable<Moment>,
        open_from -> Nullable<Moment>,
        open_until -> Nullable<Moment>,
        amount_minor -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        application_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    use super::types::*;

    recusals (id) {
        id -> Uuid,
        application_id -> Uuid,
        account_id -> Uuid,
        state -> Text,
        origin -> Text,
        reason -> Text,
        raised_by -> Nullable<Uuid>,
        raised_at -> Moment,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Moment>,
        decision_reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    use super::types::*;

    vote_exceptions (vote_id, application_id) {
        vote_id -> Uuid,
        application_id -> Uuid,
    }
}

diesel::table! {
    use super::types::*;

    task_reminders (task_id, remind_at) {
        task_id -> Uuid,
        remind_at -> Moment,
    }
}

diesel::table! {
    use super::types::*;

    task_exclusions (task_id, account_id) {
        task_id -> Uuid,
        account_id -> Uuid,
    }
}

diesel::joinable!(tasks -> partners (partner_id));
diesel::joinable!(recusals -> applications (application_id));
diesel::joinable!(recusals -> accounts (account_id));
diesel::joinable!(vote_exceptions -> decision_votes (vote_id));
diesel::joinable!(task_exclusions -> tasks (task_id));
diesel::joinable!(task_reminders -> tasks (task_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(failed_sign_ins -> accounts (account_id));
diesel::joinable!(address_changes -> accounts (account_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(one_time_tokens -> accounts (account_id));
diesel::joinable!(second_factors -> accounts (account_id));
diesel::joinable!(recovery_codes -> accounts (account_id));
diesel::joinable!(passkeys -> accounts (account_id));
diesel::joinable!(passkey_challenges -> accounts (account_id));
diesel::joinable!(factor_proofs -> accounts (account_id));
diesel::joinable!(partners -> countries (country));
diesel::joinable!(contributions -> partners (partner_id));
diesel::joinable!(contributions -> accounts (recorded_by));
diesel::joinable!(receipts -> contributions (contribution_id));
diesel::joinable!(receipts -> accounts (recorded_by));
diesel::joinable!(organisations -> countries (country));
diesel::joinable!(organisations -> accounts (registered_by));
diesel::joinable!(memberships -> organisations (organisation_id));
diesel::joinable!(joinings -> organisations (organisation_id));
diesel::joinable!(calls -> accounts (drafted_by));
diesel::joinable!(call_themes -> calls (call_id));
diesel::joinable!(call_themes -> themes (theme_id));
diesel::joinable!(call_pots -> calls (call_id));
diesel::joinable!(call_pots -> partners (partner_id));
diesel::joinable!(call_partners -> calls (call_id));
diesel::joinable!(call_partners -> partners (partner_id));
diesel::joinable!(call_criteria -> calls (call_id));
diesel::joinable!(call_questions -> calls (call_id));
diesel::joinable!(call_milestones -> calls (call_id));
diesel::joinable!(call_approvals -> calls (call_id));
diesel::joinable!(call_approvals -> partners (partner_id));
diesel::joinable!(call_approvals -> accounts (account_id));
diesel::joinable!(role_grants -> partners (partner_id));
diesel::joinable!(role_grants -> calls (call_id));
diesel::joinable!(applications -> calls (call_id));
diesel::joinable!(applications -> organisations (organisation_id));
diesel::joinable!(application_answers -> applications (application_id));
diesel::joinable!(application_answers -> call_questions (question_id));
diesel::joinable!(participants -> applications (application_id));
diesel::joinable!(participants -> organisations (organisation_id));
diesel::joinable!(participants -> countries (country));
diesel::joinable!(participants -> partners (partner_id));
diesel::joinable!(budget_lines -> participants (participant_id));
diesel::joinable!(attachments -> applications (application_id));
diesel::joinable!(attachments -> accounts (uploaded_by));
diesel::joinable!(eligibility_checks -> applications (application_id));
diesel::joinable!(eligibility_checks -> partners (partner_id));
diesel::joinable!(eligibility_checks -> accounts (account_id));
diesel::joinable!(assignments -> applications (application_id));
diesel::joinable!(reviews -> assignments (assignment_id));
diesel::joinable!(review_scores -> reviews (review_id));
diesel::joinable!(review_scores -> call_criteria (criterion_id));
diesel::joinable!(consensus_rounds -> applications (application_id));
diesel::joinable!(consensus_rounds -> accounts (settled_by));
diesel::joinable!(consensus_scores -> call_criteria (criterion_id));
diesel::joinable!(rankings -> calls (call_id));
diesel::joinable!(rankings -> accounts (frozen_by));
diesel::joinable!(ranking_entries -> rankings (ranking_id));
diesel::joinable!(ranking_entries -> applications (application_id));
diesel::joinable!(ranking_takes -> rankings (ranking_id));
diesel::joinable!(ranking_takes -> applications (application_id));
diesel::joinable!(ranking_takes -> participants (participant_id));
diesel::joinable!(ranking_takes -> call_pots (pot_id));
diesel::joinable!(decision_votes -> rankings (ranking_id));
diesel::joinable!(decision_votes -> partners (partner_id));
diesel::joinable!(decision_votes -> accounts (account_id));
diesel::joinable!(awards -> applications (application_id));
diesel::joinable!(awards -> calls (call_id));
diesel::joinable!(awards -> accounts (offered_by));
diesel::joinable!(award_shares -> awards (award_id));
diesel::joinable!(award_shares -> participants (participant_id));
diesel::joinable!(award_shares -> call_pots (pot_id));
diesel::joinable!(award_shares -> partners (payer_id));
diesel::joinable!(agreement_signatures -> awards (award_id));
diesel::joinable!(agreement_signatures -> partners (partner_id));
diesel::joinable!(agreement_signatures -> accounts (account_id));
diesel::joinable!(milestones -> awards (award_id));
diesel::joinable!(milestone_amounts -> milestones (milestone_id));
diesel::joinable!(milestone_amounts -> award_shares (award_share_id));
diesel::joinable!(bank_accounts -> awards (award_id));
diesel::joinable!(bank_accounts -> participants (participant_id));
diesel::joinable!(bank_accounts -> countries (country));
diesel::joinable!(payouts -> awards (award_id));
diesel::joinable!(payouts -> award_shares (award_share_id));
diesel::joinable!(payouts -> milestones (milestone_id));
diesel::joinable!(payouts -> partners (payer_id));
diesel::joinable!(payouts -> bank_accounts (bank_account_id));
diesel::joinable!(payout_approvals -> payouts (payout_id));
diesel::joinable!(payout_approvals -> partners (partner_id));
diesel::joinable!(payout_approvals -> accounts (account_id));
diesel::joinable!(payment_orders -> partners (payer_id));
diesel::joinable!(payment_orders -> accounts (exported_by));
diesel::joinable!(payment_order_lines -> payment_orders (payment_order_id));
diesel::joinable!(payment_order_lines -> payouts (payout_id));
diesel::joinable!(departures -> payouts (payout_id));
diesel::joinable!(departures -> accounts (noted_by));
diesel::joinable!(bank_states -> restores (restore_id));
diesel::joinable!(bank_states -> partners (partner_id));
diesel::joinable!(bank_states -> accounts (account_id));
diesel::joinable!(bank_files -> payouts (payout_id));
diesel::joinable!(bank_claims -> payouts (payout_id));
diesel::joinable!(bank_claims -> bank_files (file_id));
diesel::joinable!(bank_answers -> payouts (payout_id));
diesel::joinable!(bank_answers -> accounts (recorded_by));
diesel::joinable!(journal_entries -> accounts (account_id));
diesel::joinable!(journal_lines -> journal_entries (entry_id));
diesel::joinable!(journal_lines -> partners (partner_id));
diesel::joinable!(journal_lines -> call_pots (pot_id));
diesel::joinable!(journal_lines -> awards (award_id));
diesel::joinable!(letters -> accounts (account_id));
diesel::joinable!(audit_records -> accounts (account_id));
diesel::joinable!(audit_records -> partners (partner_id));

diesel::allow_tables_to_appear_in_same_query!(
    recusals,
    vote_exceptions,
    joinings,
    accounts,
    sessions,
    failed_sign_ins,
    address_changes,
    presses,
    pulses,
    refresh_tokens,
    one_time_tokens,
    second_factors,
    passkeys,
    passkey_challenges,
    recovery_codes,
    factor_proofs,
    factor_resets,
    factor_losses,
    countries,
    funds,
    partners,
    themes,
    contributions,
    receipts,
    organisations,
    memberships,
    calls,
    call_themes,
    call_pots,
    call_partners,
    call_criteria,
    call_questions,
    call_milestones,
    call_approvals,
    role_grants,
    number_series,
    applications,
    application_answers,
    participants,
    budget_lines,
    attachments,
    eligibility_checks,
    assignments,
    reviews,
    review_scores,
    consensus_rounds,
    consensus_scores,
    rankings,
    ranking_entries,
    ranking_takes,
    decision_votes,
    awards,
    award_shares,
    agreement_signatures,
    milestones,
    milestone_amounts,
    bank_accounts,
    payouts,
    payout_approvals,
    payment_orders,
    payment_order_lines,
    departures,
    restores,
    bank_states,
    bank_files,
    bank_claims,
    bank_answers,
    ledger_head,
    journal_entries,
    journal_lines,
    letters,
    tasks,
    task_exclusions,
    task_reminders,
    anchors,
    audit_head,
    audit_records,
);
