-- The ledger: append-only double entry in two books, chained by hash.

CREATE TABLE ledger_head (
    id       integer PRIMARY KEY CHECK (id = 1),
    sequence {long}  NOT NULL,
    hash     text    NOT NULL
) {strict};
INSERT INTO ledger_head (id, sequence, hash) VALUES (1, 0, '');

CREATE TABLE journal_entries (
    id            {id}      PRIMARY KEY,
    sequence      {long}    NOT NULL UNIQUE,
    cause         text      NOT NULL,
    matter_kind   text      NOT NULL,
    matter_id     {id}      NOT NULL,
    booked_on     {day}     NOT NULL,
    note          text      NOT NULL,
    account_id    {id}      REFERENCES accounts (id),
    recorded_at   {instant} NOT NULL,
    previous_hash text      NOT NULL,
    hash          text      NOT NULL
) {strict};
CREATE INDEX journal_entries_by_matter ON journal_entries (matter_kind, matter_id);

-- Debit is positive, credit negative; each book of an entry sums to zero.
CREATE TABLE journal_lines (
    entry_id        {id}    NOT NULL REFERENCES journal_entries (id),
    position        integer NOT NULL,
    book            text    NOT NULL,
    account         text    NOT NULL,
    partner_id      {id}    REFERENCES partners (id),
    pot_id          {id}    REFERENCES call_pots (id),
    award_id        {id}    REFERENCES awards (id),
    amount_minor    {money} NOT NULL CHECK (amount_minor <> 0),
    amount_currency text    NOT NULL CHECK (length(amount_currency) = 3),
    PRIMARY KEY (entry_id, position)
) {strict};
CREATE INDEX journal_lines_by_account ON journal_lines (account, partner_id);
CREATE INDEX journal_lines_by_award ON journal_lines (award_id);

-- The outbox: a letter is written with the change it tells of, and sent by the worker under a lease.

CREATE TABLE letters (
    id              {id}      PRIMARY KEY,
    kind            text      NOT NULL,
    account_id      {id}      REFERENCES accounts (id),
    recipient_email text      NOT NULL,
    recipient_name  text      NOT NULL,
    language        text      NOT NULL,
    subject         text      NOT NULL,
    text_body       text      NOT NULL,
    html_body       text      NOT NULL,
    holds_secret    {flag}    NOT NULL,
    matter_kind     text      NOT NULL,
    matter_id       {id}      NOT NULL,
    message_id      text      NOT NULL UNIQUE,
    state           text      NOT NULL,
    attempts        integer   NOT NULL DEFAULT 0,
    next_try_at     {instant} NOT NULL,
    claimed_until   {instant},
    last_error      text,
    created_at      {instant} NOT NULL,
    sent_at         {instant}
) {strict};
CREATE INDEX letters_due ON letters (state, next_try_at);
CREATE INDEX letters_by_account ON letters (account_id);

-- The audit trail: append-only, chained by hash.

CREATE TABLE audit_head (
    id       integer PRIMARY KEY CHECK (id = 1),
    sequence {long}  NOT NULL,
    hash     text    NOT NULL
) {strict};
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');

CREATE TABLE audit_records (
    sequence      {long}    PRIMARY KEY,
    recorded_at   {instant} NOT NULL,
    actor_kind    text      NOT NULL,
    account_id    {id}      REFERENCES accounts (id),
    capacity      text      NOT NULL,
    partner_id    {id}      REFERENCES partners (id),
    action        text      NOT NULL,
    outcome       text      NOT NULL,
    matter_kind   text      NOT NULL,
    matter_id     {id},
    request_id    {id}      NOT NULL,
    ground        text,
    before        {json},
    after         {json},
    previous_hash text      NOT NULL,
    hash          text      NOT NULL
) {strict};
CREATE INDEX audit_records_by_matter ON audit_records (matter_kind, matter_id);
CREATE INDEX audit_records_by_account ON audit_records (account_id);

-- What is written stays: corrections are new rows.
-- {sqlite}
CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries
BEGIN
    SELECT RAISE(ABORT, 'journal_entries is append-only');
END;
CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries
BEGIN
    SELECT RAISE(ABORT, 'journal_entries is append-only');
END;
CREATE TRIGGER journal_lines_no_update BEFORE UPDATE ON journal_lines
BEGIN
    SELECT RAISE(ABORT, 'journal_lines is append-only');
END;
CREATE TRIGGER journal_lines_no_delete BEFORE DELETE ON journal_lines
BEGIN
    SELECT RAISE(ABORT, 'journal_lines is append-only');
END;
CREATE TRIGGER audit_records_no_update BEFORE UPDATE ON audit_records
BEGIN
    SELECT RAISE(ABORT, 'audit_records is append-only');
END;
CREATE TRIGGER audit_records_no_delete BEFORE DELETE ON audit_records
BEGIN
    SELECT RAISE(ABORT, 'audit_records is append-only');
END;
-- {postgres}
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;
CREATE TRIGGER journal_entries_stay BEFORE UPDATE OR DELETE ON journal_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_entries_are_kept BEFORE TRUNCATE ON journal_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_lines_stay BEFORE UPDATE OR DELETE ON journal_lines
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_lines_are_kept BEFORE TRUNCATE ON journal_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_records_stay BEFORE UPDATE OR DELETE ON audit_records
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_records_are_kept BEFORE TRUNCATE ON audit_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- {both}
