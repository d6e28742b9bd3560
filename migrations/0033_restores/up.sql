-- A fund that was restored from a backup: payments are locked until a finance officer of each
-- partner has confirmed what its bank knows.
CREATE TABLE restores (
    id             {id}      PRIMARY KEY,
    state          text      NOT NULL,
    restored_at    {instant} NOT NULL,
    -- The backup: when it was taken, its SHA-256, by which program, and how far the trail had come.
    taken_at       {instant} NOT NULL,
    sha256         text      NOT NULL,
    program        text      NOT NULL,
    trail_sequence {long}    NOT NULL,
    trail_hash     text      NOT NULL,
    -- What stands in the numbers that are given from then on: those given after the backup was
    -- taken are known outside and never given again.
    mark           text      NOT NULL UNIQUE,
    opened_at      {instant},
    version        integer   NOT NULL DEFAULT 1
) {strict};

CREATE TABLE bank_states (
    id           {id}      PRIMARY KEY,
    restore_id   {id}      NOT NULL REFERENCES restores (id),
    partner_id   {id}      NOT NULL REFERENCES partners (id),
    account_id   {id}      NOT NULL REFERENCES accounts (id),
    -- The bank's statement that was looked at, and up to which day it goes.
    statement    text      NOT NULL,
    seen_until   {day}     NOT NULL,
    -- What the statement shows and the fund does not know.
    missing      text      NOT NULL,
    -- Of the orders and payouts that were shown.
    digest       text      NOT NULL,
    confirmed_at {instant} NOT NULL,
    UNIQUE (restore_id, partner_id),
    UNIQUE (restore_id, account_id)
) {strict};

-- A payment that the bank's statement shows, and that was ordered after the backup was taken: it
-- is handed to the bank no more, until its order is written down again under the same name.
CREATE TABLE departures (
    end_to_end_id text      PRIMARY KEY,
    payout_id     {id}      NOT NULL REFERENCES payouts (id),
    left_on       {day}     NOT NULL,
    note          text      NOT NULL,
    noted_by      {id}      NOT NULL REFERENCES accounts (id),
    noted_at      {instant} NOT NULL
) {strict};
CREATE INDEX departures_by_payout ON departures (payout_id);
