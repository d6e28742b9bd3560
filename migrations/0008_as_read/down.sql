ALTER TABLE themes DROP COLUMN version;
ALTER TABLE calls DROP COLUMN text_digest;
