-- What matters are made of after a change, as their digests: of the record's own, and in the last of
-- a unit of work also of those that changed with it.
ALTER TABLE audit_records ADD COLUMN content {json};
