-- For which partner the proposer of a role acted: an administrator of another confirms it. Joint
-- roles, and the first administrator of a partner that joins, are proposed from without.
ALTER TABLE role_grants ADD COLUMN proposed_for {id};
UPDATE role_grants SET proposed_for = partner_id WHERE granted_by IS NOT NULL;
-- When a role that was announced takes force unless an administrator objects.
ALTER TABLE role_grants ADD COLUMN takes_force_at {instant};
DROP INDEX role_grants_once;
CREATE UNIQUE INDEX role_grants_once ON role_grants
    (account_id, role, COALESCE(CAST(partner_id AS text), ''), COALESCE(CAST(call_id AS text), ''))
    WHERE state IN ('proposed', 'announced', 'active');
-- One person at a time is announced to a partner.
CREATE UNIQUE INDEX role_grants_one_announced ON role_grants (partner_id)
    WHERE state = 'announced';
-- Whom a proposer proposed before.
CREATE INDEX role_grants_by_proposer ON role_grants (granted_by, state);
-- The administrators of a partner.
CREATE INDEX role_grants_by_partner ON role_grants (partner_id, role);
