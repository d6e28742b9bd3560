DROP TABLE vote_exceptions;
DELETE FROM decision_votes WHERE EXISTS (SELECT 1 FROM decision_votes AS earlier
    WHERE earlier.ranking_id = decision_votes.ranking_id
    AND earlier.partner_id = decision_votes.partner_id AND earlier.id < decision_votes.id);
CREATE TABLE votes (
    id         {id}      PRIMARY KEY,
    ranking_id {id}      NOT NULL REFERENCES rankings (id),
    partner_id {id}      NOT NULL REFERENCES partners (id),
    account_id {id}      NOT NULL REFERENCES accounts (id),
    verdict    text      NOT NULL,
    reason     text      NOT NULL,
    digest     text      NOT NULL,
    voted_at   {instant} NOT NULL,
    UNIQUE (ranking_id, partner_id),
    UNIQUE (ranking_id, account_id)
) {strict};
INSERT INTO votes SELECT * FROM decision_votes;
DROP TABLE decision_votes;
ALTER TABLE votes RENAME TO decision_votes;
DROP INDEX tasks_by_application;
ALTER TABLE tasks DROP COLUMN application_id;
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
    CHECK ((scope = 'fund' AND partner_id IS NULL AND call_id IS NULL)
        OR (scope = 'partner' AND partner_id IS NOT NULL AND call_id IS NULL)
        OR (scope = 'call' AND partner_id IS NULL AND call_id IS NOT NULL))
) {strict};
INSERT INTO grants (id, account_id, role, scope, partner_id, call_id, state, granted_by, granted_at, confirmed_by,
    confirmed_at, revoked_by, revoked_at, version, proposed_for, takes_force_at)
    SELECT id, account_id, role, scope, partner_id, call_id, state, granted_by, granted_at, confirmed_by,
    confirmed_at, revoked_by, revoked_at, version, proposed_for, takes_force_at FROM role_grants WHERE scope <> 'application';
DROP TABLE role_grants;
ALTER TABLE grants RENAME TO role_grants;
CREATE INDEX role_grants_by_account ON role_grants (account_id, state);
CREATE UNIQUE INDEX role_grants_one_announced ON role_grants (partner_id)
    WHERE state = 'announced';
CREATE INDEX role_grants_by_proposer ON role_grants (granted_by, state);
CREATE INDEX role_grants_by_partner ON role_grants (partner_id, role);
CREATE UNIQUE INDEX role_grants_once ON role_grants
    (account_id, role, COALESCE(CAST(partner_id AS text), ''), COALESCE(CAST(call_id AS text), ''))
    WHERE state IN ('proposed', 'announced', 'active');
DROP TABLE recusals;
