-- Wrong passwords, by the address that was typed and the network they came from: whether or not
-- there is such an account. The address is kept as a keyed digest, for it may be nobody's.
CREATE TABLE failed_sign_ins (
    address      text      NOT NULL,
    network      text      NOT NULL,
    account_id   {id}      REFERENCES accounts (id),
    in_a_row     integer   NOT NULL,
    untold       integer   NOT NULL,
    in_all       integer   NOT NULL,
    first_at     {instant} NOT NULL,
    last_at      {instant} NOT NULL,
    paused_until {instant},
    PRIMARY KEY (address, network)
) {strict};
CREATE INDEX failed_sign_ins_by_time ON failed_sign_ins (last_at);

-- Where a session was begun and by what, and the wrong passwords before it, for its owner to know.
ALTER TABLE sessions ADD COLUMN network text;
ALTER TABLE sessions ADD COLUMN device text;
ALTER TABLE sessions ADD COLUMN device_hash text;
ALTER TABLE sessions ADD COLUMN failures_before integer NOT NULL DEFAULT 0;

-- Another address for an account: it takes force when both mailboxes have confirmed it.
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
