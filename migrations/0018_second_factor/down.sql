DROP TABLE factor_resets;
DROP TABLE factor_proofs;
ALTER TABLE sessions DROP COLUMN proved_at;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
