-- From what a conflict arose after a reviewer was assigned: which organisation, and how. A joining
-- says that only of those who were invited or asked, not of those who registered it.
ALTER TABLE assignments ADD COLUMN arose_from {id};
ALTER TABLE assignments ADD COLUMN arose_how text;
UPDATE assignments SET
    arose_from = (SELECT organisation_id FROM joinings WHERE joinings.id = assignments.joining_id),
    arose_how = (
        SELECT CASE WHEN invited_by IS NULL THEN 'asked' ELSE 'invited' END
        FROM joinings WHERE joinings.id = assignments.joining_id
    )
WHERE joining_id IS NOT NULL;
ALTER TABLE assignments DROP COLUMN joining_id;

-- An invitation holds as long as whoever sent it leads the organisation; those of former leads end.
DELETE FROM tasks WHERE matter_kind = 'joining' AND matter_id IN (
    SELECT joinings.id FROM joinings
    WHERE joinings.state = 'invited' AND NOT EXISTS (
        SELECT 1 FROM memberships
        WHERE memberships.organisation_id = joinings.organisation_id
        AND memberships.account_id = joinings.invited_by
        AND memberships.role = 'lead'
    )
);
UPDATE joinings SET state = 'withdrawn', version = version + 1
WHERE state = 'invited' AND NOT EXISTS (
    SELECT 1 FROM memberships
    WHERE memberships.organisation_id = joinings.organisation_id
    AND memberships.account_id = joinings.invited_by
    AND memberships.role = 'lead'
);
