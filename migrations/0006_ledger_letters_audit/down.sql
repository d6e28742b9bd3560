DROP TABLE audit_records;
DROP TABLE audit_head;
DROP TABLE letters;
DROP TABLE journal_lines;
DROP TABLE journal_entries;
DROP TABLE ledger_head;
-- {postgres}
DROP FUNCTION refuse_change();
-- {both}
