CREATE TABLE receipts_as_before (
    id              {id}      PRIMARY KEY,
    contribution_id {id}      NOT NULL REFERENCES contributions (id),
    amount_minor    {money}   NOT NULL CHECK (amount_minor > 0),
    amount_currency text      NOT NULL CHECK (length(amount_currency) = 3),
    received_on     {day}     NOT NULL,
    bank_reference  text      NOT NULL,
    bank_reference_key text   NOT NULL UNIQUE,
    recorded_by     {id}      NOT NULL REFERENCES accounts (id),
    recorded_at     {instant} NOT NULL
) {strict};
INSERT INTO receipts_as_before
SELECT id, contribution_id, amount_minor, amount_currency, received_on,
    bank_reference, bank_reference_key, recorded_by, recorded_at FROM receipts
    WHERE state IN ('in_force', 'reversing');
DROP TABLE receipts;
ALTER TABLE receipts_as_before RENAME TO receipts;
CREATE INDEX receipts_by_contribution ON receipts (contribution_id);
DELETE FROM contributions WHERE state NOT IN ('in_force', 'reversing');
ALTER TABLE contributions DROP COLUMN reversed_at;
ALTER TABLE contributions DROP COLUMN reversed_by;
ALTER TABLE contributions DROP COLUMN reversal_at;
ALTER TABLE contributions DROP COLUMN reversal_by;
ALTER TABLE contributions DROP COLUMN settled_at;
ALTER TABLE contributions DROP COLUMN settled_by;
ALTER TABLE contributions DROP COLUMN state;
