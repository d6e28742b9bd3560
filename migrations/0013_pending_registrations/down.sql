ALTER TABLE one_time_tokens DROP COLUMN password_hash;
ALTER TABLE one_time_tokens DROP COLUMN name;
