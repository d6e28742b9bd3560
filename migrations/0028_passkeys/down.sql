ALTER TABLE second_factors DROP COLUMN passkeys;
DROP TABLE passkey_challenges;
DROP TABLE passkeys;
