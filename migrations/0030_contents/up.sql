-- What matters are made of after a change, as their digests: of the record's own, and in the last of
-- a unit of work also of those that changed with it.
ALTER TABLE audit_records ADD COLUMN content {json};

-- Whether every matter there is has a record with such a digest. Of a fund that was begun before,
-- it is seen to when the program next starts.
ALTER TABLE audit_head ADD COLUMN sealed {flag} NOT NULL DEFAULT TRUE;
UPDATE audit_head SET sealed = (sequence = 0);
