-- A passkey: a key of a device, of which its public half is kept, in the words of the library. One
-- that was removed stays, so that nobody brings it back under another account.
CREATE TABLE passkeys (
    id            {id}      PRIMARY KEY,
    account_id    {id}      NOT NULL REFERENCES accounts (id),
    credential_id text      NOT NULL UNIQUE,
    transports    integer   NOT NULL,
    static_state  text      NOT NULL,
    dynamic_state text      NOT NULL,
    name          text      NOT NULL,
    added_at      {instant} NOT NULL,
    last_used_at  {instant},
    removed_at    {instant}
) {strict};
CREATE INDEX passkeys_by_account ON passkeys (account_id);

-- What a browser is asked of a passkey: for one person, one session and one purpose, good once and
-- for a few minutes.
CREATE TABLE passkey_challenges (
    challenge  text      PRIMARY KEY,
    account_id {id}      NOT NULL REFERENCES accounts (id),
    session_id {id},
    purpose    text      NOT NULL,
    address    text      NOT NULL,
    digest     text,
    state      text      NOT NULL,
    options    text      NOT NULL,
    ends_at    {instant} NOT NULL,
    used_at    {instant}
) {strict};
CREATE INDEX passkey_challenges_by_account ON passkey_challenges (account_id);

-- How many passkeys are in force: every request learns it with the factor itself.
ALTER TABLE second_factors ADD COLUMN passkeys integer NOT NULL DEFAULT 0;
