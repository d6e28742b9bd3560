-- The line of an order a file of the bank is about: the newest there was when it was sent.
ALTER TABLE bank_files ADD COLUMN end_to_end_id text;
UPDATE bank_files SET end_to_end_id = (
    SELECT payment_order_lines.end_to_end_id FROM payment_order_lines
    JOIN payment_orders ON payment_orders.id = payment_order_lines.payment_order_id
    WHERE payment_order_lines.payout_id = bank_files.payout_id
    AND payment_orders.exported_at <= bank_files.sent_at
    ORDER BY payment_orders.exported_at DESC LIMIT 1
);
