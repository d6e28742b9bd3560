ALTER TABLE funds DROP COLUMN founded_on;
ALTER TABLE receipts DROP COLUMN reversal_reason;
ALTER TABLE receipts DROP COLUMN refusal_reason;
ALTER TABLE contributions DROP COLUMN reversal_reason;
ALTER TABLE contributions DROP COLUMN refusal_reason;
ALTER TABLE bank_files DROP COLUMN end_to_end_id;
