-- The second factor of an account: the seed of its one-time codes, sealed under the server's key.
-- A seed that is not confirmed yet waits beside the one in force.
CREATE TABLE second_factors (
    account_id    {id}      PRIMARY KEY REFERENCES accounts (id),
    seed          text,
    on_since      {instant},
    pending       text,
    pending_at    {instant},
    last_step     {long}    NOT NULL,
    failures      integer   NOT NULL,
    paused_until  {instant},
    codes_kept_at {instant}
) {strict};

-- What lets its owner in who has lost the factor: each works once.
CREATE TABLE recovery_codes (
    code_hash  text      PRIMARY KEY,
    account_id {id}      NOT NULL REFERENCES accounts (id),
    made_at    {instant} NOT NULL,
    used_at    {instant}
) {strict};
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);

-- When whoever holds a session last proved the factor.
ALTER TABLE sessions ADD COLUMN proved_at {instant};

-- What a factor was proved for: which action on what, over which digest. They stay.
CREATE TABLE factor_proofs (
    id          {id}      PRIMARY KEY,
    account_id  {id}      NOT NULL REFERENCES accounts (id),
    action      text      NOT NULL,
    matter_kind text      NOT NULL,
    matter_id   {id}      NOT NULL,
    digest      text,
    factor      text      NOT NULL,
    proved_at   {instant} NOT NULL
) {strict};
CREATE INDEX factor_proofs_by_matter ON factor_proofs (matter_id);

-- A factor that was lost: an administrator proposes to take it off, and it ends when one of another
-- partner confirms, when it takes force after the operator has vouched, or when it is stopped.
CREATE TABLE factor_resets (
    id             {id}      PRIMARY KEY,
    account_id     {id}      NOT NULL REFERENCES accounts (id),
    proposed_by    {id}      NOT NULL REFERENCES accounts (id),
    proposed_for   {id},
    proposed_at    {instant} NOT NULL,
    reason         text      NOT NULL,
    takes_force_at {instant},
    settled_by     {id}      REFERENCES accounts (id),
    settled_at     {instant},
    outcome        text
) {strict};
CREATE UNIQUE INDEX factor_resets_one_waits ON factor_resets (account_id) WHERE settled_at IS NULL;
-- {sqlite}
CREATE TRIGGER factor_proofs_no_update BEFORE UPDATE ON factor_proofs
BEGIN
    SELECT RAISE(ABORT, 'factor_proofs is append-only');
END;
CREATE TRIGGER factor_proofs_no_delete BEFORE DELETE ON factor_proofs
BEGIN
    SELECT RAISE(ABORT, 'factor_proofs is append-only');
END;
-- {postgres}
CREATE TRIGGER factor_proofs_stay BEFORE UPDATE OR DELETE ON factor_proofs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER factor_proofs_are_kept BEFORE TRUNCATE ON factor_proofs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- {both}
