-- The session in which a seed was begun: it alone may give its first code.
ALTER TABLE second_factors ADD COLUMN pending_session {id};

-- What somebody said at the door, after the right password: that they have neither the factor nor a
-- recovery code. It waits for an administrator, until it is settled.
CREATE TABLE factor_losses (
    id         {id}      PRIMARY KEY,
    account_id {id}      NOT NULL REFERENCES accounts (id),
    told_at    {instant} NOT NULL,
    network    text      NOT NULL,
    settled_by {id}      REFERENCES accounts (id),
    settled_at {instant},
    outcome    text
) {strict};
CREATE UNIQUE INDEX factor_losses_one_waits ON factor_losses (account_id) WHERE settled_at IS NULL;
