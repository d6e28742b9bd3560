### Awards: agreement, milestones, bank accounts.

## Titles of pages and forms

title-award = Award

## Headings

heading-agreement = Grant agreement
heading-bank_accounts = Bank accounts
heading-milestones = Milestones
heading-shares = The money
heading-signatures = Signatures

## States

state-award-signing = Being signed
state-award-active = In force
state-award-completed = Completed
state-award-lapsed = Lapsed
state-milestone-planned = Planned
state-milestone-reported = Reported
state-milestone-returned = Returned
state-milestone-accepted = Accepted
state-bank_account-recorded = Awaiting verification
state-bank_account-verified = Verified
state-bank_account-refused = Refused
state-bank_account-replaced = Replaced

## What happens next

next-award-signing = An approver of every partner and the lead applicant sign the agreement. The last signature brings it into force.
next-award-active = The lead applicant reports milestones in their order. The programme officer accepts them, and payouts follow. When everything is paid, the secretariat completes the award.
next-award-completed = Everything has been paid. The award is complete.
next-award-lapsed = The offer was given up before all had signed, and the reserved money is free again. The secretariat can make the offer anew while the pots still hold its money.

## My work

task-offer_award = Lay out the agreement
task-sign_for_partner = Sign the agreement for your partner
task-sign_as_lead = Sign the agreement
task-complete_award = Close the award
task-report_milestone = Report on the milestone
task-accept_milestone = Read the report and accept the milestone, or return it
task-verify_bank_account = Verify the bank account

## Actions: words of buttons, and of the history

action-offer_award = Lay out the agreement
action-sign_for_partner = Sign for the partner
action-sign_as_lead = Sign as lead applicant
action-bring_into_force = Bring into force
action-lapse_award = Give up the offer
action-report_milestone = Report the milestone
action-return_milestone = Return the milestone
action-accept_milestone = Accept the milestone
action-record_bank_account = Enter a bank account
action-verify_bank_account = Verify the bank account
action-refuse_bank_account = Refuse the bank account
action-replace_bank_account = Replace the bank account
action-complete_award = Complete the award

## What an action entails, above its form

intro-offer_award = The money is reserved in its pots, and every partner and the lead applicant are asked to sign the agreement.
intro-sign_for_partner = You sign, for your partner, exactly the agreement shown on this page. A signature cannot be taken back; the last one brings the agreement into force.
intro-sign_as_lead = You sign, for the lead applicant and all participants, exactly the agreement shown on this page. A signature cannot be taken back; the last one brings the agreement into force.
intro-lapse_award = The offer ends and the reserved money becomes free again. This cannot be undone.
intro-report_milestone = Say what was achieved and how it can be checked. The report then goes to the programme officer and cannot be changed.
intro-accept_milestone = The milestone’s share counts as earned and is posted to the books. This cannot be undone.
intro-return_milestone = The applicant reads your reason and can report again.
intro-record_bank_account = The account must belong to the participant. Nothing is paid to it before it has been verified. If it takes the place of an earlier verified account, a waiting time follows.
intro-verify_bank_account = Confirm only what you have checked with the account holder by a way other than e-mail. An earlier account of the participant is replaced, and the new one can be used after a waiting time.
intro-refuse_bank_account = The account cannot be used for payments. The applicant is told by e-mail.
intro-complete_award = The award is closed. This cannot be undone.

## What was done

done-offer_award = The agreement is laid out, and the parties have been asked to sign.
done-sign_for_partner = Your signature has been recorded.
done-sign_as_lead = Your signature has been recorded.
done-lapse_award = The offer has been given up, and its money is free again.
done-complete_award = The award is complete.
done-record_bank_account = The bank account has been entered and waits to be verified.
done-verify_bank_account = The bank account is verified. The table says from when it can be used.
done-refuse_bank_account = The bank account has been refused.
done-report_milestone = The milestone has been reported.
done-accept_milestone = The milestone has been accepted.
done-return_milestone = The milestone has been returned to the applicant.

## Conditions: the sentence a refused person reads

condition-decided_to_fund = The partners’ decision does not fund this application, so there is no award to offer.
condition-pots_suffice = At least one pot no longer holds what this award would take from it.
condition-no_other_award = This application has been offered an award already. Another can be offered only after that offer has lapsed.
condition-every_offer_made = An application decided to be funded has not been offered its award yet. Its money stays in the pots until then.
condition-pots_hold_a_rest = The pots of this call hold nothing that could be given back.
condition-party_has_not_signed = Your party has already signed this agreement.
condition-signed_as_written = The agreement is not the one you opened. You sign only what you have read: open it again and read the present text.
condition-every_party_signed = The agreement comes into force only when every partner and the lead applicant have signed.
condition-agreement_in_force = The grant agreement is not in force, and nothing can be reported or paid without it.
condition-earlier_milestones_accepted = Milestones are taken in their order, and an earlier one has not been accepted yet.
condition-not_the_reporter = You reported this milestone. Someone else must accept or return it.
condition-not_the_recorder = You entered this bank account. Someone else must verify or refuse it.
condition-everything_is_paid = The award cannot be completed yet: a milestone or a payment is still outstanding.

## What exists already

duplicate-award = There is already an award for this application.
duplicate-bank_account = Another account of this participant is still being checked. It is verified or refused first; then this one can be recorded.
duplicate-signature = This party has already signed.

## What stands where there is nothing

empty-awards = There are no awards here.
empty-bank_accounts = No bank account has been entered yet.

## Other words

the-lead = Lead applicant
not-signed = Not signed yet
did-not-sign = Did not sign
milestone-returned_because = Returned because:
text-of_agreement = The text of the agreement
due-on = Due on { $day }
paid-of = { $paid } of { $whole } paid
of-amount = of { $amount }
legend-paid = Paid
legend-moving = On its way: { $amount }
legend-kept = Kept back until the end
legend-open = Still to earn
legend-lapsed = Paid before the award lapsed; the rest is free in its pot again
lengths-say = { $paid } paid, { $moving } on its way, { $kept } kept back until the end, { $open } still to earn
due-in_months = { $months ->
    [one] One month after the entry into force
   *[other] { $months } months after the entry into force
}

action-reopen_award = Take the award up again
## The agreement

agreement-title = GRANT AGREEMENT { $number }
agreement-call = { $fund } · { $code } · { $call }
agreement-project = Project: { $title }
agreement-lead = Lead: { $organisation }
agreement-grant = Grant: { $amount }
agreement-shares = Shares
agreement-share = { $participant }: { $amount } (pot: { $pot })
agreement-milestones = Milestones
agreement-milestone = { $months ->
    [one] { $title }: { $share } of the grant, due { $months } month after the agreement enters into force
   *[other] { $title }: { $share } of the grant, due { $months } months after the agreement enters into force
}
agreement-payment = Payment: { $advance } of the grant in advance, set against each milestone in proportion; { $retention } of each milestone is kept back until the last is accepted. Every payout needs the approval of the paying partner and of another partner, and goes to a verified account of the participant alone.
agreement-submitted = What was submitted is part of this agreement.
