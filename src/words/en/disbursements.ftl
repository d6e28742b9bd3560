### Payouts and payment orders.

## Titles of pages and forms

title-payout = Payout to { $payee }

## Headings

heading-seats = The two seats
heading-cause = What it is for
heading-goes_to = Goes to
heading-checked = Checked just now
heading-successor = Asked for again
payout-successor = Payout asked for on { $day }

## The way of a payout

way-of_payout = The way of this payout
way-asked = Asked
way-verified = Verified
way-first_seat = First seat
way-second_seat = Second seat
way-released = Released
way-with_the_bank = With the bank
way-paid = Paid

## What it is reckoned from

reckoned-part = { $payee }’s part
reckoned-earned = Earned: { $share } of the grant
reckoned-recovered = Less what was paid ahead
reckoned-retained = Less what is kept back until the end
reckoned-to_pay = To pay

## What is checked, and holds or does not

check-account_verified = Verified on { $day }
check-account_unchanged = { $days ->
    [one] Unchanged for { $days } day
   *[other] Unchanged for { $days } days
}
check-account_from = May be paid to from { $from }
check-in_force = Agreement in force
check-advance = Advance: the agreement is in force
check-milestone = Milestone accepted
check-retention = Every milestone accepted
check-account_usable = Account verified and past its waiting time
check-within_grant = Within the grant: { $live } of { $granted }
check-unchanged = Nothing changed since it was asked for
check-cash = The paying partner’s cash suffices
approve-amount = Approve { $amount }

## States

state-payout-requested = Requested
state-payout-verified = Verified
state-payout-approved_once = Approved once
state-payout-approved = Approved twice
state-payout-released = Released
state-payout-ordered = With the bank
state-payout-confirmed = Paid
state-payout-refused = Refused
state-payout-cancelled = Cancelled

## What happens next

next-payout-requested = A programme officer who did not request this payout verifies it against the agreement, the milestone and the bank account.
payout-waits_for_milestone = The milestone has been reported and is not accepted yet. Once a programme officer accepts it, this payout can be verified.
payout-asked_for_again = This payout ended unpaid, and the payment has been asked for again: see below.
next-payout-verified = Two approvals are needed: one from the paying partner and one from another partner, by two people.
next-payout-approved_once = One approval has been given. The other must come from another person, for the other side.
next-payout-approved = A payment officer of the paying partner releases the payout.
next-payout-released = A payment officer of the paying partner exports it in the next payment order, or, if it left before the fund was restored from a backup, writes down its order.
next-payout-ordered = The payment order has been written. When the bank has booked it, the payment officer enters the bank’s reference; if the bank answers anything else, the payment officer proposes that with the bank’s message, and an officer of another partner confirms it.
next-payout-confirmed = The bank has paid. Nothing is left to do.
next-payout-refused = This payout was refused. The reason is given below. The payment can be requested again, unless that has been done.
next-payout-cancelled = The request was cancelled. The payment can be requested again, unless that has been done.

## My work

task-verify_payout = Verify the payout
task-approve_payout = Approve the payout
task-release_payout = Release the payout
task-export_order = Export in a payment order
task-confirm_payout = Enter what the bank answered
task-request_payout = Request the payment

## Actions: words of buttons, and of the history

action-request_payout = Request payment
action-verify_payout = Verify the payout
action-change_payout = Send back to the start
action-approve_payout = Approve the payout
action-refuse_payout = Refuse the payout
action-cancel_payout = Cancel the request
action-release_payout = Release the payout
action-export_order = Export a payment order
action-confirm_payout = Confirm the payment

## What an action entails, above its form

intro-verify_payout = You confirm that you have checked this payout against the agreement, the milestone and the bank account.
intro-approve_payout = You approve exactly this payee, account and amount. Your approval is recorded with your name; any change to the payout makes it void.
intro-release_payout = The payout goes into the next payment order of your partner.
intro-export_order = All released payouts of the partner are written into one file for the bank. A payout is exported once only. This cannot be undone.
intro-confirm_payout = Enter the booking as it stands on the bank statement. It is posted to the books and cannot be changed afterwards.
intro-change_payout = The payout goes back to the start with the payee’s present account. All approvals given so far become void.
intro-refuse_payout = The payout ends here, and the applicant is told the reason by e-mail. This cannot be undone; the payment can be requested again.
intro-cancel_payout = The request ends here. The payment can be requested again.

## What was done

done-request_payout = The payment has been requested.
done-verify_payout = The payout has been verified.
done-approve_payout = Your approval has been recorded.
done-change_payout = The payout is back at the start, and its approvals are void.
done-refuse_payout = The payout has been refused.
done-cancel_payout = The request has been cancelled.
done-release_payout = The payout has been released for payment.
done-confirm_payout = The payment is confirmed and posted.
done-export_order = The payment order has been written.

## Conditions: the sentence a refused person reads

condition-day_has_come = This day has not come yet. Enter what has happened, with the day on which it did.
condition-not_before_the_pledge = This day is before the day of the pledge. Check the statement: money comes in on the day of its pledge or later.
condition-not_before_the_booking = This day is before the day on which the bank booked the payment. Check the statement: what follows a booking happens on its day or later.
condition-not_before_the_order = This day is before the payment order was handed over. Check the statement: the bank books an order on its day or later.
condition-due_day_ahead = The day by which the review is due has passed already. Choose one that lies ahead.

condition-cause_is_reached = The ground for this payment has not been reached. An advance needs the agreement in force, a milestone payment a reported milestone, and the amount kept back the acceptance of all milestones.
condition-cause_is_accepted = The milestone has not been accepted yet, so its payment cannot be verified.
condition-bank_account_is_usable = The payee has no bank account that can be used: it must be verified and, where it took the place of an earlier one, the waiting time must have passed.
condition-no_other_live_payout = This payment has already been requested. The same share is never paid twice.
condition-within_grant = With this payment, more would be paid than was granted and earned.
condition-not_the_requester = You requested this payout. Someone else must verify it.
condition-neither_requested_nor_verified = You requested or verified this payout. Someone who did neither must approve it.
condition-seat_is_free = Each payout needs one approval from the paying partner and one from another partner, by two people. You cannot give the one that is still missing.
condition-approved_unchanged = The payout was changed after you opened it. You approve only what you have read: open it again and check payee, account and amount.
condition-both_seats_taken = The payout as it stands does not have both approvals. Approvals of an earlier version do not count.
condition-releaser_is_independent = You requested, verified or approved this payout. Another payment officer must release it.
condition-acts_for_the_payer = This is for an officer of the partner that pays.
condition-something_is_released = No payout of this partner is released and waits for an order. A payment officer releases an approved payout on its page; then it can be exported.
condition-a_payout_is_left_for_them = You stand aside from every application whose payouts wait for an order. Another payment officer of the partner exports it, or whoever steps in for you in that application.
condition-cash_suffices = The cash of the paying partner does not cover this payout. Enter a received contribution first, or wait for one.
condition-amount_matches_order = The amount booked by the bank differs from the amount in the payment order. Check the statement; if the figures truly differ, propose that the bank has booked another amount.

## What exists already

duplicate-bank_reference = This bank reference has already been entered.
duplicate-payment_order = Another payment order has just been exported. Open the list of payment orders before you try again.
duplicate-payout = This payment has already been requested.
duplicate-seat = This approval has already been given.

## What stands where there is nothing

empty-orders = No payment order has been exported yet.
empty-payouts = No payout has been requested.

## Kinds of payouts

payout-advance = Advance
payout-milestone = Milestone
payout-retention = Amount kept back

## Seats

seat-paying = For the paying partner
seat-other = For another partner
seat-free = Not taken yet
seat-free_for = Free for { $partners }
seat-saw = Saw exactly { $digest }…
seat-proved_by = Proved with { $factor }
seat-not_proved = Had no second factor to prove
proof-totp = a code of the app
proof-recovery_code = a recovery code
proof-passkey = a passkey

state-payout-queried = Booked otherwise
next-payout-queried = The bank has booked another amount than was ordered. The payment officer proposes the correction once the bank has made it, or the bank’s refusal if it takes the payment back; an officer of another partner confirms it.
heading-with_the_bank = With the bank
condition-amount_differs_from_order = The amount is the one that was ordered: confirm the payment instead.
bank-answer-booked = Booked
bank-answer-discrepancy = Booked with another amount
bank-answer-corrected = Put right
bank-answer-rejected = Refused by the bank
bank-answer-returned = Sent back
bank-reason-AC01 = the account number is wrong
bank-reason-AC04 = the account is closed
bank-reason-AC06 = the account is blocked
bank-reason-AG01 = such payments are forbidden on the account
bank-reason-RC01 = the bank’s code is wrong
bank-reason-BE01 = name and account do not belong together
bank-reason-BE04 = the payee’s address is missing or wrong
bank-reason-MD06 = the payee refuses the payment
bank-reason-MD07 = the payee has ceased to exist
bank-reason-AM04 = not enough money on the payer’s account
bank-reason-AM09 = the amount is wrong
bank-reason-AM05 = the same payment twice
bank-reason-RR04 = regulation forbids it
bank-reason-MS03 = the bank gives no reason

### What the bank answered besides yes: proposed with evidence, confirmed by another partner.

heading-bank_claims = What the bank answered
payout-claim_waits = It has been proposed what the bank answered to this payment. Nothing changes before an officer of another partner has read the evidence and confirms it.
bank_claim-waits_for = This waits for { $who }. Until it is confirmed or dismissed, the payment stands as it is and cannot be confirmed.
bank_file-sent = sent by { $who }, { $when }
bank-claim-rejection = The bank refused the payment
bank-claim-discrepancy = The bank booked another amount
bank-claim-correction = The bank put the amount right
bank-claim-return = The bank sent the payment back
state-bank_claim-proposed = Proposed
state-bank_claim-confirmed = Confirmed
state-bank_claim-dismissed = Dismissed
state-bank_claim-withdrawn = Withdrawn
task-propose_correction = Have the bank put the amount right, and propose the correction
task-confirm_bank_claim = Read what the bank answered, and confirm or dismiss it
action-keep_bank_file = Send the bank’s file
action-propose_bank_rejection = Propose: the bank refused the payment
action-propose_discrepancy = Propose: the bank booked another amount
action-propose_correction = Propose: the bank put the amount right
action-propose_bank_return = Propose: the bank sent the payment back
action-confirm_bank_claim = Confirm what the bank answered
action-dismiss_bank_claim = Dismiss what was proposed
action-withdraw_bank_claim = Withdraw what you proposed
action-record_bank_rejection = The bank’s refusal took effect
action-record_discrepancy = The bank’s other amount took effect
action-correct_discrepancy = The bank’s correction took effect
action-record_bank_return = The bank’s return took effect
intro-keep_bank_file = The bank’s message or statement: a PDF, a picture, text or XML. It is kept with this payout and cannot be removed. Then propose what the bank answered, and choose this file as the evidence.
intro-propose_bank_rejection = Use this only if the bank did not pay. Give the bank’s message or choose its file. Once an officer of another partner confirms it, the payout goes back to the start and must be verified, approved and ordered again.
intro-propose_discrepancy = Use this if the statement shows another amount than was ordered. Give the bank’s message or choose its file; an officer of another partner confirms it. Nothing is posted until the bank has put the amount right.
intro-propose_correction = Enter the booking as the statement shows it after the correction, and give the bank’s message or choose its file. Once an officer of another partner confirms it, it is posted to the books and cannot be changed.
intro-propose_bank_return = Use this if the bank booked the payment and sent it back later. Give the bank’s message or choose its file. Once an officer of another partner confirms it, the money is at the partner again, and the payment must be verified, approved and ordered anew.
intro-confirm_bank_claim = You confirm that you have read the bank’s message or file, and that it says what is proposed here about this very payment. The payout changes at once, and the books with it. This cannot be undone.
intro-dismiss_bank_claim = The payment stands as it is, and whoever proposed this is told your reason by e-mail. It can be proposed again with better evidence.
done-keep_bank_file = The bank’s file has been kept. Now propose what the bank answered, and choose the file there.
done-propose_bank_rejection = What the bank answered is proposed. The officers of the other partners have been told; one of them confirms it.
done-confirm_bank_claim = What the bank answered is confirmed and has taken effect.
done-dismiss_bank_claim = What was proposed has been dismissed. The payment stands as it is.
done-withdraw_bank_claim = What you proposed has been withdrawn.
condition-no_open_bank_claim = It has been proposed what the bank answered to this payment, and nobody has decided it. An officer of another partner confirms or dismisses it first.
condition-acts_for_another_partner = This is for an officer of a partner other than the one that pays: two partners answer for what a bank said.
condition-not_the_claimant = You proposed this yourself. An officer of another partner reads the evidence and decides.
condition-claim_is_theirs = Only whoever proposed this can withdraw it. An officer of another partner can dismiss it.
duplicate-bank_claim = It has already been proposed what the bank answered to this payment.
payout-replaces = This is a second instruction. It replaces order { $order } of { $day }, line { $line }: { $why }.
order-line_replaces = Line { $line } is a second instruction. It replaces line { $replaced } of order { $order } of { $day }.
