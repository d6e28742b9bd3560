-- The ledger: append-only double entry in two books, chained by hash.

CREATE TABLE ledger_head (
    id       integer PRIMARY KEY CHECK (id = 1),
    sequence integer NOT NULL,
    hash     text    NOT NULL
) STRICT;
INSERT INTO ledger_head (id, sequence, hash) VALUES (1, 0, '');

CREATE TABLE journal_entries (
    id            text        PRIMARY KEY,
    sequence      integer     NOT NULL UNIQUE,
    cause         text        NOT NULL,
    matter_kind   text        NOT NULL,
    matter_id     text        NOT NULL,
    booked_on     text        NOT NULL,
    note          text        NOT NULL,
    account_id    text        REFERENCES accounts (id),
    recorded_at   text        NOT NULL,
    previous_hash text        NOT NULL,
    hash          text        NOT NULL
) STRICT;
CREATE INDEX journal_entries_by_matter ON journal_entries (matter_kind, matter_id);

-- Debit is positive, credit negative; each book of an entry sums to zero.
CREATE TABLE journal_lines (
    entry_id        text    NOT NULL REFERENCES journal_entries (id),
    position        integer NOT NULL,
    book            text    NOT NULL,
    account         text    NOT NULL,
    partner_id      text    REFERENCES partners (id),
    pot_id          text    REFERENCES call_pots (id),
    award_id        text    REFERENCES awards (id),
    amount_minor    integer NOT NULL CHECK (amount_minor <> 0),
    amount_currency text    NOT NULL CHECK (length(amount_currency) = 3),
    PRIMARY KEY (entry_id, position)
) STRICT;
CREATE INDEX journal_lines_by_account ON journal_lines (account, partner_id);
CREATE INDEX journal_lines_by_award ON journal_lines (award_id);

-- The outbox: a letter is written with the change it tells of, and sent by the worker under a lease.

CREATE TABLE letters (
    id              text        PRIMARY KEY,
    kind            text        NOT NULL,
    account_id      text        REFERENCES accounts (id),
    recipient_email text        NOT NULL,
    recipient_name  text        NOT NULL,
    language        text        NOT NULL,
    subject         text        NOT NULL,
    text_body       text        NOT NULL,
    html_body       text        NOT NULL,
    holds_secret    integer     NOT NULL,
    matter_kind     text        NOT NULL,
    matter_id       text        NOT NULL,
    message_id      text        NOT NULL UNIQUE,
    state           text        NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    next_try_at     text        NOT NULL,
    claimed_until   text       ,
    last_error      text,
    created_at      text        NOT NULL,
    sent_at         text       
) STRICT;
CREATE INDEX letters_due ON letters (state, next_try_at);
CREATE INDEX letters_by_account ON letters (account_id);

-- The audit trail: append-only, chained by hash.

CREATE TABLE audit_head (
    id       integer PRIMARY KEY CHECK (id = 1),
    sequence integer NOT NULL,
    hash     text    NOT NULL
) STRICT;
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');

CREATE TABLE audit_records (
    sequence      integer     PRIMARY KEY,
    recorded_at   text        NOT NULL,
    actor_kind    text        NOT NULL,
    account_id    text        REFERENCES accounts (id),
    capacity      text        NOT NULL,
    partner_id    text        REFERENCES partners (id),
    action        text        NOT NULL,
    outcome       text        NOT NULL,
    matter_kind   text        NOT NULL,
    matter_id     text,
    request_id    text        NOT NULL,
    ground        text,
    before        text ,
    after         text ,
    previous_hash text        NOT NULL,
    hash          text        NOT NULL
) STRICT;
CREATE INDEX audit_records_by_matter ON audit_records (matter_kind, matter_id);
CREATE INDEX audit_records_by_account ON audit_records (account_id);

-- What is written stays: corrections are new rows.
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
