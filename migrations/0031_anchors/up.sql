-- The heads of trail and ledger as they were signed. The calendar's are one a day.
CREATE TABLE anchors (
    id          {id}      PRIMARY KEY,
    anchored_at {instant} NOT NULL,
    daily_on    {day}     UNIQUE,
    account_id  {id}      REFERENCES accounts (id),
    content     text      NOT NULL
) {strict};
-- {sqlite}
CREATE TRIGGER anchors_no_update BEFORE UPDATE ON anchors
BEGIN
    SELECT RAISE(ABORT, 'anchors is append-only');
END;
CREATE TRIGGER anchors_no_delete BEFORE DELETE ON anchors
BEGIN
    SELECT RAISE(ABORT, 'anchors is append-only');
END;
-- {postgres}
CREATE TRIGGER anchors_stay BEFORE UPDATE OR DELETE ON anchors
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchors_are_kept BEFORE TRUNCATE ON anchors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- {both}
