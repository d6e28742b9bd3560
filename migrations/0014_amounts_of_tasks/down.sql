ALTER TABLE tasks DROP COLUMN currency;
ALTER TABLE tasks DROP COLUMN amount_minor;
