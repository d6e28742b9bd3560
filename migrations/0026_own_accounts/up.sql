-- Another address for an account takes force when both mailboxes have confirmed it, and can be
-- taken back from the old one for some days. Nothing was kept here before.
DROP TABLE address_changes;
CREATE TABLE address_changes (
    id                {id}      PRIMARY KEY,
    account_id        {id}      NOT NULL REFERENCES accounts (id),
    old_email         text      NOT NULL,
    new_email         text      NOT NULL,
    old_token_hash    text      NOT NULL UNIQUE,
    new_token_hash    text      NOT NULL UNIQUE,
    asked_at          {instant} NOT NULL,
    expires_at        {instant} NOT NULL,
    old_confirmed_at  {instant},
    new_confirmed_at  {instant},
    return_token_hash text      UNIQUE,
    returns_until     {instant},
    ended_at          {instant}
) {strict};
CREATE INDEX address_changes_by_account ON address_changes (account_id);
CREATE INDEX address_changes_by_new ON address_changes (new_email);

-- When the owner was last told by letter of very many wrong passwords or codes.
ALTER TABLE accounts ADD COLUMN tries_told_at {instant};
