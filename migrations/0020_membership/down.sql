ALTER TABLE assignments DROP COLUMN joining_id;
UPDATE joinings SET state = 'withdrawn' WHERE state = 'invited';
DROP INDEX joinings_open;
ALTER TABLE joinings DROP COLUMN invited_by;
ALTER TABLE joinings DROP COLUMN role;
CREATE UNIQUE INDEX joinings_open ON joinings (organisation_id, account_id) WHERE state = 'asked';
