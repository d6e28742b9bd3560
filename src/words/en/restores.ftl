### A fund that was restored from a backup: payments wait for what the partners’ banks know.

title-restore = Restored from a backup
heading-banks = What the partners’ banks know
heading-known_payments = Payments the banks may know of
restore-locked = The fund is as it was when the backup was taken; what was done after that is lost here, but not at the banks. No payment is approved, released or handed to a bank until a finance officer of every partner has confirmed what its bank knows.
restore-open = Every partner has confirmed what its bank knows. Payments are open.
restore-superseded = Another backup was restored before payments were open again. What counts is there.
restore-nobody_in_office = Nobody is in office as a finance officer of { $partner }. An administrator of { $partner } proposes one on the page of people, and one of another partner confirms it.
restore-left_already = Compare these with the bank’s statement, booked and pending, and ask the payment officers for files they hold and have not handed in: what is ordered may be booked days later. A payment that stands on it and is not ordered here was ordered after the backup was taken: open the payout and say there that it has left already, before you confirm. It will not be handed to the bank again.
bank-outstanding = Not confirmed yet
payments-locked = Payments are locked: the fund was restored from a backup on { $when }. What is outstanding is the confirmation of { $partners }: a finance officer says what the bank knows.
payout-left_already = Has left already
payout-has_left = The bank’s statement shows this payment as { $line }: it was ordered after the backup was taken that was restored. It is not handed to the bank again. Once it is released, its order is written down under that reference.

state-restore-locked = Payments locked
state-restore-open = Payments open
state-restore-superseded = Superseded

task-confirm_bank_state = Payments are locked after a restore: confirm what your partner’s bank knows
task-record_lost_order = Write down the order of a payment that has left already

action-restore_fund = Restore the fund from a backup
action-confirm_bank_state = Confirm what the bank knows
action-open_payments = Payments were opened
action-note_departure = This payment has left already
action-record_lost_order = Write down its order
action-hold_letter = A letter was held after a restore

intro-confirm_bank_state = You confirm that you have compared the bank’s statement with the payments listed here, what is booked and what is still pending there, and that every payment it shows is ordered here or noted as having left already; and that no file for the bank from before the restore is left to be handed in. Once every partner has confirmed, payments open again. This cannot be undone.
intro-note_departure = Use this only if the bank’s statement shows this payment under a reference that is not known here: it was ordered, or ordered anew, after the backup was taken. It will not be handed to the bank again. This cannot be undone; if the bank did not pay after all, that is proposed as the bank’s refusal once its order is written down.
intro-record_lost_order = The payment stands on the bank’s statement. Its order is written down here under the reference the bank knows, and nothing is handed to the bank. Then enter what the bank booked.

done-confirm_bank_state = What your partner’s bank knows is confirmed.
done-note_departure = It is noted that this payment has left already. It will not be handed to the bank again.
done-record_lost_order = The order is written down. Now enter what the bank booked.

condition-payments_are_open = Payments are locked: the fund was restored from a backup, and the bank may know payments that are not known here. A finance officer of every partner confirms what its bank knows; then this can be done.
condition-partner_has_not_confirmed = It has been confirmed for your partner already what its bank knows.
condition-confirms_for_no_other = You have confirmed this for another partner. Somebody else confirms it for this one: two people answer for two banks.
condition-every_partner_confirmed = A finance officer of every partner has to confirm first what its bank knows.
condition-statement_reaches_the_restore = The statement has to go up to the day of the restore at least: what was ordered just before it stands on no earlier one.
condition-fund_was_restored = This is for a fund that was restored from a backup. Here nothing has left of which no order is known.
condition-not_known_to_have_left = The bank’s statement shows this payment already: it is not handed to the bank again.
condition-known_to_have_left = Nothing says that this payment has left already. It is exported with the next payment order.

duplicate-bank_state = It has already been confirmed what this partner’s bank knows.
duplicate-end_to_end_id = A payment of this reference is known already. Look again at the statement, and at the payment orders.

field-restored_at = Restored at
field-taken_at = Backup taken at
field-program = Version of the program
field-number_mark = Mark of numbers given since
field-opened_at = Payments opened at
field-confirmed_by = Confirmed by
field-confirmed_at = Confirmed at
field-statement = Bank statement
hint-statement = Its number or name, so that it can be found again.
field-seen_until = Statement goes up to
hint-seen_until = The day of the restore or a later one.
field-missing = On the statement and not known here
hint-missing = Payments of which there is nothing here, not even a request: payee, amount and reference. Whoever verifies payments has to know of them. Leave it empty if there are none.
field-left_on = Day on the statement
