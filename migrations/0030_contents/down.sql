ALTER TABLE audit_records DROP COLUMN content;
