-- Who stands aside from an application because of a conflict of interest, or is hinted to have one.
CREATE TABLE recusals (
    id              {id}      PRIMARY KEY,
    application_id  {id}      NOT NULL REFERENCES applications (id),
    account_id      {id}      NOT NULL REFERENCES accounts (id),
    state           text      NOT NULL,
    origin          text      NOT NULL,
    reason          text      NOT NULL,
    raised_by       {id}      REFERENCES accounts (id),
    raised_at       {instant} NOT NULL,
    decided_by      {id}      REFERENCES accounts (id),
    decided_at      {instant},
    decision_reason text,
    version         integer   NOT NULL DEFAULT 1
) {strict};
CREATE UNIQUE INDEX recusals_live ON recusals (account_id, application_id)
    WHERE state IN ('hinted', 'in_force');
CREATE INDEX recusals_by_application ON recusals (application_id);
-- A substitute holds an office in one application alone.
CREATE TABLE grants (
    id             {id}      PRIMARY KEY,
    account_id     {id}      NOT NULL REFERENCES accounts (id),
    role           text      NOT NULL,
    scope          text      NOT NULL,
    partner_id     {id}      REFERENCES partners (id),
    call_id        {id}      REFERENCES calls (id),
    state          text      NOT NULL,
    granted_by     {id}      REFERENCES accounts (id),
    granted_at     {instant} NOT NULL,
    confirmed_by   {id}      REFERENCES accounts (id),
    confirmed_at   {instant},
    revoked_by     {id}      REFERENCES accounts (id),
    revoked_at     {instant},
    version        integer   NOT NULL DEFAULT 1,
    proposed_for   {id},
    takes_force_at {instant},
    application_id {id}      REFERENCES applications (id),
    CHECK ((scope = 'fund' AND partner_id IS NULL AND call_id IS NULL AND application_id IS NULL)
        OR (scope = 'partner' AND partner_id IS NOT NULL AND call_id IS NULL
            AND application_id IS NULL)
        OR (scope = 'call' AND partner_id IS NULL AND call_id IS NOT NULL
            AND application_id IS NULL)
        OR (scope = 'application' AND call_id IS NULL AND application_id IS NOT NULL))
) {strict};
INSERT INTO grants (id, account_id, role, scope, partner_id, call_id, state, granted_by, granted_at, confirmed_by,
    confirmed_at, revoked_by, revoked_at, version, proposed_for, takes_force_at)
    SELECT id, account_id, role, scope, partner_id, call_id, state, granted_by, granted_at, confirmed_by,
    confirmed_at, revoked_by, revoked_at, version, proposed_for, takes_force_at FROM role_grants;
DROP TABLE role_grants;
ALTER TABLE grants RENAME TO role_grants;
CREATE INDEX role_grants_by_account ON role_grants (account_id, state);
CREATE UNIQUE INDEX role_grants_one_announced ON role_grants (partner_id)
    WHERE state = 'announced';
CREATE INDEX role_grants_by_proposer ON role_grants (granted_by, state);
CREATE INDEX role_grants_by_partner ON role_grants (partner_id, role);
CREATE UNIQUE INDEX role_grants_once ON role_grants
    (account_id, role, COALESCE(CAST(partner_id AS text), ''), COALESCE(CAST(call_id AS text), ''),
     COALESCE(CAST(application_id AS text), ''))
    WHERE state IN ('proposed', 'announced', 'active');
CREATE INDEX role_grants_by_application ON role_grants (application_id)
    WHERE application_id IS NOT NULL;
-- The application a task is about: no task of it is for whoever stands aside.
ALTER TABLE tasks ADD COLUMN application_id {id};
UPDATE tasks SET application_id = matter_id WHERE matter_kind = 'application';
UPDATE tasks SET application_id = (SELECT application_id FROM assignments WHERE id = matter_id)
    WHERE matter_kind = 'assignment';
UPDATE tasks SET application_id = (SELECT application_id FROM awards WHERE id = matter_id)
    WHERE matter_kind = 'award';
UPDATE tasks SET application_id = (SELECT awards.application_id FROM awards
    JOIN milestones ON milestones.award_id = awards.id WHERE milestones.id = matter_id)
    WHERE matter_kind = 'milestone';
UPDATE tasks SET application_id = (SELECT awards.application_id FROM awards
    JOIN bank_accounts ON bank_accounts.award_id = awards.id WHERE bank_accounts.id = matter_id)
    WHERE matter_kind = 'bank_account';
UPDATE tasks SET application_id = (SELECT awards.application_id FROM awards
    JOIN payouts ON payouts.award_id = awards.id WHERE payouts.id = matter_id)
    WHERE matter_kind = 'payout';
UPDATE tasks SET application_id = (SELECT awards.application_id FROM awards
    JOIN payouts ON payouts.award_id = awards.id
    JOIN bank_claims ON bank_claims.payout_id = payouts.id WHERE bank_claims.id = matter_id)
    WHERE matter_kind = 'bank_claim';
CREATE INDEX tasks_by_application ON tasks (application_id) WHERE application_id IS NOT NULL;
-- Of a list a board member votes on the rows from which they do not stand aside; another of the
-- same partner votes on the others.
CREATE TABLE votes (
    id         {id}      PRIMARY KEY,
    ranking_id {id}      NOT NULL REFERENCES rankings (id),
    partner_id {id}      NOT NULL REFERENCES partners (id),
    account_id {id}      NOT NULL REFERENCES accounts (id),
    verdict    text      NOT NULL,
    reason     text      NOT NULL,
    digest     text      NOT NULL,
    voted_at   {instant} NOT NULL
) {strict};
INSERT INTO votes SELECT * FROM decision_votes;
DROP TABLE decision_votes;
ALTER TABLE votes RENAME TO decision_votes;
CREATE INDEX decision_votes_by_ranking ON decision_votes (ranking_id, partner_id);
CREATE TABLE vote_exceptions (
    vote_id        {id} NOT NULL REFERENCES decision_votes (id),
    application_id {id} NOT NULL REFERENCES applications (id),
    PRIMARY KEY (vote_id, application_id)
) {strict};
