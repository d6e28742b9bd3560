-- A pledge or a receipt is proposed by an officer of the partner that pays, confirmed or refused by
-- one of another, and reversed in the same way. What there is was entered by one alone: in force.
ALTER TABLE contributions ADD COLUMN state text NOT NULL DEFAULT 'in_force';
ALTER TABLE contributions ADD COLUMN settled_by {id};
ALTER TABLE contributions ADD COLUMN settled_at {instant};
ALTER TABLE contributions ADD COLUMN reversal_by {id};
ALTER TABLE contributions ADD COLUMN reversal_at {instant};
ALTER TABLE contributions ADD COLUMN reversed_by {id};
ALTER TABLE contributions ADD COLUMN reversed_at {instant};

-- Made anew, for a bank reference is used again where its receipt came to nothing.
CREATE TABLE receipts_in_states (
    id                 {id}      PRIMARY KEY,
    contribution_id    {id}      NOT NULL REFERENCES contributions (id),
    amount_minor       {money}   NOT NULL CHECK (amount_minor > 0),
    amount_currency    text      NOT NULL CHECK (length(amount_currency) = 3),
    received_on        {day}     NOT NULL,
    bank_reference     text      NOT NULL,
    bank_reference_key text      NOT NULL,
    recorded_by        {id}      NOT NULL REFERENCES accounts (id),
    recorded_at        {instant} NOT NULL,
    version            integer   NOT NULL DEFAULT 1,
    state              text      NOT NULL,
    settled_by         {id},
    settled_at         {instant},
    reversal_by        {id},
    reversal_at        {instant},
    reversed_by        {id},
    reversed_at        {instant}
) {strict};
INSERT INTO receipts_in_states (id, contribution_id, amount_minor, amount_currency, received_on,
    bank_reference, bank_reference_key, recorded_by, recorded_at, state)
SELECT id, contribution_id, amount_minor, amount_currency, received_on,
    bank_reference, bank_reference_key, recorded_by, recorded_at, 'in_force' FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_in_states RENAME TO receipts;
CREATE INDEX receipts_by_contribution ON receipts (contribution_id);
CREATE UNIQUE INDEX receipts_once ON receipts (bank_reference_key)
    WHERE state IN ('proposed', 'in_force', 'reversing');
