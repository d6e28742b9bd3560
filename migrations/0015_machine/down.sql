-- {sqlite}
DROP TRIGGER audit_head_follows;
CREATE TRIGGER audit_head_follows AFTER INSERT ON audit_records
BEGIN
    UPDATE audit_head SET hash = NEW.hash WHERE id = 1 AND sequence = NEW.sequence;
END;
-- {postgres}
CREATE OR REPLACE FUNCTION follow_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_head SET hash = NEW.hash WHERE id = 1 AND sequence = NEW.sequence;
    RETURN NULL;
END;
$$;
-- {both}
ALTER TABLE audit_head DROP COLUMN recorded_at;
ALTER TABLE letters DROP COLUMN repeats;
DROP TABLE pulses;
