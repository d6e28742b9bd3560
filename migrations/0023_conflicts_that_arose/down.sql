ALTER TABLE assignments ADD COLUMN joining_id {id};
UPDATE assignments SET joining_id = (
    SELECT joinings.id FROM joinings
    WHERE joinings.organisation_id = assignments.arose_from
    AND joinings.account_id = assignments.account_id
    AND joinings.state = 'accepted'
    ORDER BY joinings.asked_at DESC
    LIMIT 1
)
WHERE arose_from IS NOT NULL;
ALTER TABLE assignments DROP COLUMN arose_how;
ALTER TABLE assignments DROP COLUMN arose_from;
