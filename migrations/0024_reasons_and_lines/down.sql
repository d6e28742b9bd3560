ALTER TABLE bank_files DROP COLUMN end_to_end_id;
