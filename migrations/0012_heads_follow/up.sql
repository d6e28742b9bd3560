-- The head of each chain takes the hash of the last that was written, without a statement of its own.
-- {sqlite}
CREATE TRIGGER audit_head_follows AFTER INSERT ON audit_records
BEGIN
    UPDATE audit_head SET hash = NEW.hash WHERE id = 1 AND sequence = NEW.sequence;
END;
CREATE TRIGGER ledger_head_follows AFTER INSERT ON journal_entries
BEGIN
    UPDATE ledger_head SET hash = NEW.hash WHERE id = 1 AND sequence = NEW.sequence;
END;
-- {postgres}
CREATE FUNCTION follow_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_head SET hash = NEW.hash WHERE id = 1 AND sequence = NEW.sequence;
    RETURN NULL;
END;
$$;
CREATE TRIGGER audit_head_follows AFTER INSERT ON audit_records
    FOR EACH ROW EXECUTE FUNCTION follow_audit_head();
CREATE FUNCTION follow_ledger_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_head SET hash = NEW.hash WHERE id = 1 AND sequence = NEW.sequence;
    RETURN NULL;
END;
$$;
CREATE TRIGGER ledger_head_follows AFTER INSERT ON journal_entries
    FOR EACH ROW EXECUTE FUNCTION follow_ledger_head();
-- {both}
