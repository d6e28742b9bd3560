DROP TABLE address_changes;
ALTER TABLE sessions DROP COLUMN failures_before;
ALTER TABLE sessions DROP COLUMN device_hash;
ALTER TABLE sessions DROP COLUMN device;
ALTER TABLE sessions DROP COLUMN network;
DROP TABLE failed_sign_ins;
