-- The line of an order a file of the bank is about: the newest there was when it was sent.
ALTER TABLE bank_files ADD COLUMN end_to_end_id text;
UPDATE bank_files SET end_to_end_id = (
    SELECT payment_order_lines.end_to_end_id FROM payment_order_lines
    JOIN payment_orders ON payment_orders.id = payment_order_lines.payment_order_id
    WHERE payment_order_lines.payout_id = bank_files.payout_id
    AND payment_orders.exported_at <= bank_files.sent_at
    ORDER BY payment_orders.exported_at DESC LIMIT 1
);

-- Why a pledge or a receipt was refused, and why its reversal was proposed; of reversals that were
-- proposed before, the trail says it.
ALTER TABLE contributions ADD COLUMN refusal_reason text;
ALTER TABLE contributions ADD COLUMN reversal_reason text;
ALTER TABLE receipts ADD COLUMN refusal_reason text;
ALTER TABLE receipts ADD COLUMN reversal_reason text;
UPDATE contributions SET refusal_reason = (
    SELECT ground FROM audit_records WHERE action = 'refuse_booking' AND outcome = 'done'
    AND matter_id = contributions.id ORDER BY sequence DESC LIMIT 1
) WHERE state = 'refused';
UPDATE receipts SET refusal_reason = (
    SELECT ground FROM audit_records WHERE action = 'refuse_booking' AND outcome = 'done'
    AND matter_id = receipts.id ORDER BY sequence DESC LIMIT 1
) WHERE state = 'refused';
UPDATE contributions SET reversal_reason = (
    SELECT ground FROM audit_records WHERE action = 'propose_reversal' AND outcome = 'done'
    AND matter_id = contributions.id ORDER BY sequence DESC LIMIT 1
) WHERE reversal_by IS NOT NULL;
UPDATE receipts SET reversal_reason = (
    SELECT ground FROM audit_records WHERE action = 'propose_reversal' AND outcome = 'done'
    AND matter_id = receipts.id ORDER BY sequence DESC LIMIT 1
) WHERE reversal_by IS NOT NULL;

-- A differing booking is put right by a claim now: what waits to be done is to propose it.
UPDATE tasks SET action = 'propose_correction' WHERE action = 'correct_discrepancy';

-- The day a fund was founded on: nothing is pledged or paid in before. Of one that was founded
-- before, the day of its first record or of its first pledge.
ALTER TABLE funds ADD COLUMN founded_on {day};
-- {sqlite}
UPDATE funds SET founded_on = (
    SELECT MIN(day) FROM (
        SELECT substr(MIN(recorded_at), 1, 10) AS day FROM audit_records
        UNION ALL SELECT MIN(pledged_on) FROM contributions
    )
);
-- {postgres}
UPDATE funds SET founded_on = (
    SELECT MIN(days.day) FROM (
        SELECT CAST(MIN(recorded_at) AT TIME ZONE 'UTC' AS date) AS day FROM audit_records
        UNION ALL SELECT MIN(pledged_on) FROM contributions
    ) AS days
);
-- {both}
