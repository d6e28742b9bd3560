DROP INDEX role_grants_by_partner;
DROP INDEX role_grants_by_proposer;
DROP INDEX role_grants_one_announced;
DROP INDEX role_grants_once;
UPDATE role_grants SET state = 'refused' WHERE state = 'announced';
CREATE UNIQUE INDEX role_grants_once ON role_grants
    (account_id, role, COALESCE(CAST(partner_id AS text), ''), COALESCE(CAST(call_id AS text), ''))
    WHERE state IN ('proposed', 'active');
ALTER TABLE role_grants DROP COLUMN takes_force_at;
ALTER TABLE role_grants DROP COLUMN proposed_for;
