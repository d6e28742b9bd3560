DROP TABLE factor_losses;
ALTER TABLE second_factors DROP COLUMN pending_session;
