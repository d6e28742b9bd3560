-- What a request for an account would make of it: each letter confirms its own.
ALTER TABLE one_time_tokens ADD COLUMN name text;
ALTER TABLE one_time_tokens ADD COLUMN password_hash text;
