-- Each list is read in the order of an index, as far as a page goes.
CREATE INDEX applications_by_state ON applications (state, id);
DROP INDEX applications_by_call;
CREATE INDEX applications_by_call ON applications (call_id, id);
CREATE INDEX applications_by_call_and_state ON applications (call_id, state, id);
DROP INDEX applications_by_organisation;
CREATE INDEX applications_by_organisation ON applications (organisation_id, id);
CREATE INDEX participants_by_partner ON participants (partner_id, application_id);
CREATE INDEX assignments_by_account_and_age ON assignments (account_id, id);
CREATE INDEX awards_by_application ON awards (application_id, id);
DROP INDEX payouts_by_award;
CREATE INDEX payouts_by_award ON payouts (award_id, id);
DROP INDEX payouts_by_state;
CREATE INDEX payouts_by_state ON payouts (state, id);
CREATE INDEX payment_orders_by_payer ON payment_orders (payer_id, id);
CREATE INDEX letters_by_state ON letters (state, id);
DROP INDEX audit_records_by_matter;
CREATE INDEX audit_records_by_matter ON audit_records (matter_id, matter_kind, sequence);
-- What is asked of a role: by what is due first; what is never due comes last.
-- {sqlite}
CREATE INDEX tasks_of_partner ON tasks (capacity, partner_id, COALESCE(due, '9999'), id)
    WHERE account_id IS NULL;
CREATE INDEX tasks_of_call ON tasks (capacity, call_id, COALESCE(due, '9999'), id)
    WHERE account_id IS NULL;
CREATE INDEX tasks_of_fund ON tasks (capacity, COALESCE(due, '9999'), id)
    WHERE account_id IS NULL;
-- {postgres}
CREATE INDEX tasks_of_partner
    ON tasks (capacity, partner_id, COALESCE(due, 'infinity'::timestamptz), id)
    WHERE account_id IS NULL;
CREATE INDEX tasks_of_call
    ON tasks (capacity, call_id, COALESCE(due, 'infinity'::timestamptz), id)
    WHERE account_id IS NULL;
CREATE INDEX tasks_of_fund ON tasks (capacity, COALESCE(due, 'infinity'::timestamptz), id)
    WHERE account_id IS NULL;
-- {both}
DROP INDEX tasks_by_capacity;
DROP INDEX tasks_by_due;
CREATE INDEX tasks_by_due ON tasks (due, id);
CREATE INDEX tasks_by_due_of_partner ON tasks (partner_id, due, id);
CREATE INDEX tasks_by_action ON tasks (action, partner_id);
CREATE INDEX tasks_by_page ON tasks (page_id);
-- Sums and checks by what they are of.
CREATE INDEX journal_lines_by_pot ON journal_lines (pot_id);
CREATE INDEX ranking_entries_by_application ON ranking_entries (application_id);
CREATE INDEX ranking_takes_by_application ON ranking_takes (application_id);
CREATE INDEX role_grants_by_role ON role_grants (role, state);
CREATE INDEX recusals_by_account ON recusals (account_id, state);
CREATE INDEX factor_resets_by_account ON factor_resets (account_id);
CREATE INDEX factor_losses_by_account ON factor_losses (account_id);
CREATE INDEX assignments_by_application ON assignments (application_id, state);
