-- Holds a row only while a server tries whether the database takes it.
CREATE TABLE pulses (
    id {id} PRIMARY KEY,
    filler text NOT NULL
) {strict};

-- How often a letter was taken up again from a worker that did not say what came of it.
ALTER TABLE letters ADD COLUMN repeats integer NOT NULL DEFAULT 0;

-- When the last record of the trail was written: none is dated before the one before it.
ALTER TABLE audit_head
    ADD COLUMN recorded_at {instant} NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
UPDATE audit_head SET recorded_at =
    COALESCE((SELECT MAX(recorded_at) FROM audit_records), recorded_at);
-- {sqlite}
DROP TRIGGER audit_head_follows;
CREATE TRIGGER audit_head_follows AFTER INSERT ON audit_records
BEGIN
    UPDATE audit_head SET hash = NEW.hash, recorded_at = NEW.recorded_at
    WHERE id = 1 AND sequence = NEW.sequence;
END;
-- {postgres}
CREATE OR REPLACE FUNCTION follow_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_head SET hash = NEW.hash, recorded_at = NEW.recorded_at
    WHERE id = 1 AND sequence = NEW.sequence;
    RETURN NULL;
END;
$$;
-- {both}
