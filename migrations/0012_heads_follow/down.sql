-- {sqlite}
DROP TRIGGER audit_head_follows;
DROP TRIGGER ledger_head_follows;
-- {postgres}
DROP TRIGGER audit_head_follows ON audit_records;
DROP TRIGGER ledger_head_follows ON journal_entries;
DROP FUNCTION follow_audit_head;
DROP FUNCTION follow_ledger_head;
-- {both}
