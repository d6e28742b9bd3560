DROP INDEX accounts_by_name;
ALTER TABLE accounts DROP COLUMN name_key;
