-- A lead invites, and whoever is invited answers: a joining that comes from the other side.
ALTER TABLE joinings ADD COLUMN role text NOT NULL DEFAULT 'member';
ALTER TABLE joinings ADD COLUMN invited_by {id};
DROP INDEX joinings_open;
CREATE UNIQUE INDEX joinings_open ON joinings (organisation_id, account_id)
    WHERE state IN ('asked', 'invited');
-- By which joining a reviewer came to have a conflict after being assigned.
ALTER TABLE assignments ADD COLUMN joining_id {id};
