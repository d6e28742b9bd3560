-- Files of the bank, kept with the payout they are about; never removed.
CREATE TABLE bank_files (
    id         {id}      PRIMARY KEY,
    payout_id  {id}      NOT NULL REFERENCES payouts (id),
    name       text      NOT NULL,
    media_type text      NOT NULL,
    size_bytes {long}    NOT NULL CHECK (size_bytes > 0),
    digest     text      NOT NULL,
    stored_as  text      NOT NULL UNIQUE,
    sent_by    {id}      NOT NULL REFERENCES accounts (id),
    sent_at    {instant} NOT NULL
) {strict};
CREATE INDEX bank_files_by_payout ON bank_files (payout_id);

-- What a payer's officer claims that the bank answered, with evidence; it takes effect when an
-- officer of another partner confirms it.
CREATE TABLE bank_claims (
    id             {id}      PRIMARY KEY,
    payout_id      {id}      NOT NULL REFERENCES payouts (id),
    end_to_end_id  text      NOT NULL REFERENCES payment_order_lines (end_to_end_id),
    kind           text      NOT NULL,
    state          text      NOT NULL,
    bank_reference text,
    booked_on      {day},
    amount_minor   {money}   CHECK (amount_minor > 0),
    reason_code    text,
    note           text      NOT NULL,
    message        text,
    message_digest text,
    file_id        {id}      REFERENCES bank_files (id),
    proposed_by    {id}      NOT NULL REFERENCES accounts (id),
    proposed_at    {instant} NOT NULL,
    decided_by     {id}      REFERENCES accounts (id),
    decided_at     {instant},
    reason         text,
    version        integer   NOT NULL DEFAULT 1,
    CHECK (message IS NOT NULL OR file_id IS NOT NULL)
) {strict};
CREATE INDEX bank_claims_by_payout ON bank_claims (payout_id);
CREATE UNIQUE INDEX bank_claims_open ON bank_claims (payout_id) WHERE state = 'proposed';
