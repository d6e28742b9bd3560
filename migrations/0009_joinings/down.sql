DROP TABLE joinings;
DROP INDEX organisations_by_name;
DROP INDEX organisations_by_register;
ALTER TABLE organisations DROP COLUMN name_key;
ALTER TABLE organisations DROP COLUMN register_key;
