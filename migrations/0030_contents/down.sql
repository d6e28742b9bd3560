ALTER TABLE audit_head DROP COLUMN sealed;
ALTER TABLE audit_records DROP COLUMN content;
