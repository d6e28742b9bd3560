ALTER TABLE accounts DROP COLUMN tries_told_at;
DROP TABLE address_changes;
CREATE TABLE address_changes (
    id               {id}      PRIMARY KEY,
    account_id       {id}      NOT NULL REFERENCES accounts (id),
    old_email        text      NOT NULL,
    new_email        text      NOT NULL,
    old_token_hash   text      NOT NULL UNIQUE,
    new_token_hash   text      NOT NULL UNIQUE,
    asked_at         {instant} NOT NULL,
    expires_at       {instant} NOT NULL,
    old_confirmed_at {instant},
    new_confirmed_at {instant},
    vouched_by       {id}      REFERENCES accounts (id),
    vouched_at       {instant},
    ended_at         {instant}
) {strict};
CREATE INDEX address_changes_by_account ON address_changes (account_id);
