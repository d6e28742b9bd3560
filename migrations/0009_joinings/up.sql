-- An organisation is the same however it is spelt: its number, and its name, are unique in its
-- country by a key without case, blanks and signs (`kernel::clean`).
ALTER TABLE organisations ADD COLUMN register_key text NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN name_key text NOT NULL DEFAULT '';
-- {sqlite}
UPDATE organisations SET
    register_key = lower(replace(replace(replace(replace(replace(registration_number,
        ' ', ''), '-', ''), '.', ''), '/', ''), '_', '')),
    name_key = lower(trim(name));
-- {postgres}
UPDATE organisations SET
    register_key = lower(regexp_replace(registration_number, '[^[:alnum:]]', '', 'g')),
    name_key = lower(trim(name));
-- {both}
-- What was registered twice keeps a key of its own, until its people join the first.
UPDATE organisations SET register_key = register_key || ' ' || CAST(id AS text)
WHERE EXISTS (
    SELECT 1 FROM organisations AS first
    WHERE first.country = organisations.country
    AND first.register_key = organisations.register_key
    AND first.id < organisations.id
);
UPDATE organisations SET name_key = name_key || ' ' || CAST(id AS text)
WHERE EXISTS (
    SELECT 1 FROM organisations AS first
    WHERE first.country = organisations.country
    AND first.name_key = organisations.name_key
    AND first.id < organisations.id
);
CREATE UNIQUE INDEX organisations_by_register ON organisations (country, register_key);
CREATE UNIQUE INDEX organisations_by_name ON organisations (country, name_key);

-- Requests to act for an organisation that is registered already.
CREATE TABLE joinings (
    id              {id}      PRIMARY KEY,
    organisation_id {id}      NOT NULL REFERENCES organisations (id),
    account_id      {id}      NOT NULL REFERENCES accounts (id),
    state           text      NOT NULL,
    asked_at        {instant} NOT NULL,
    decided_by      {id}      REFERENCES accounts (id),
    decided_at      {instant},
    reason          text,
    version         integer   NOT NULL DEFAULT 1
) {strict};
CREATE INDEX joinings_by_organisation ON joinings (organisation_id, state);
CREATE INDEX joinings_by_account ON joinings (account_id);
CREATE UNIQUE INDEX joinings_open ON joinings (organisation_id, account_id) WHERE state = 'asked';
