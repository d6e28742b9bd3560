-- By what people are looked for: their names without case and accents.
ALTER TABLE accounts ADD COLUMN name_key text NOT NULL DEFAULT '';
UPDATE accounts SET name_key = lower(trim(name));
CREATE INDEX accounts_by_name ON accounts (name_key, id);
