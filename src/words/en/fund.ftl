### The fund, its partners and their contributions.

## Headings

heading-contributions = Contributions
heading-partners = Partners
heading-receipts = Money received
heading-themes = Themes

## Actions: words of buttons, and of the history

action-set_up_fund = Set up the fund
action-add_country = Add a country
action-add_partner = Add a partner
action-retire_partner = Retire the partner
action-reinstate_partner = Reinstate the partner
action-keep_themes = Change the theme
action-add_theme = Add a theme
action-pledge_contribution = Enter a pledge
action-receive_contribution = Enter money received
action-confirm_booking = Confirm
action-refuse_booking = Refuse
action-withdraw_booking = Withdraw
action-propose_reversal = Propose to reverse
action-reverse_booking = Confirm the reversal
action-keep_booking = Leave it in the books

## What an action entails, above its form

intro-set_up_fund = The base currency is chosen once and cannot be changed.
intro-pledge_contribution = A finance officer of another partner confirms the pledge; it is posted to the books then.
intro-receive_contribution = Enter the amount as it stands on the bank statement. A finance officer of another partner confirms it; it is posted to the books then.
intro-confirm_booking = It is posted to the books at once. Compare it with its document first.
intro-refuse_booking = It does not come into the books. The partner that pays is told your reason.
intro-propose_reversal = What was wrong is taken out of the books by an opposite entry, once a finance officer of another partner confirms it.
intro-reverse_booking = An opposite entry of today takes it out of the books.
intro-keep_booking = The reversal is given up, and what is booked stays.
intro-retire_partner = A retired partner takes part in no new call and makes no new pledge. Its people finish what is under way.
intro-reinstate_partner = The partner takes part in new calls again. Calls under way do not change.

## What was done

done-set_up_fund = The fund’s details have been saved.
done-add_country = The country has been added.
done-retire_partner = The partner is retired.
done-reinstate_partner = The partner takes part in new calls again.
done-add_partner = The partner has been added.
done-keep_themes = The theme has been saved.
done-pledge_contribution = The pledge waits for a finance officer of another partner.
done-receive_contribution = The money received waits for a finance officer of another partner.
done-confirm_booking = It is confirmed and posted.
done-refuse_booking = It is refused and does not come into the books.
done-withdraw_booking = It is withdrawn and does not come into the books.
done-propose_reversal = The reversal waits for a finance officer of another partner.
done-reverse_booking = It is reversed by an opposite entry.
done-keep_booking = It stays in the books.

## What exists already

duplicate-partner = There is already a partner with this code.
duplicate-theme = There is already a theme with this name.

## What stands where there is nothing

empty-contributions = No contribution has been pledged yet.
empty-partners = The fund has no partners yet.

## Themes

theme-offered = Offered
theme-retired = Retired

## Other words

state-partner-active = Active
state-partner-retired = Retired
state-booking-proposed = Awaiting confirmation
state-booking-in_force = In the books
state-booking-reversing = Reversal awaiting confirmation
state-booking-reversed = Reversed
state-booking-refused = Refused
state-booking-withdrawn = Withdrawn

## Who did what with a pledge or a receipt, and when

booking-proposed = Proposed by { $who }, { $when }.
booking-confirmed = Confirmed by { $who }, { $when }.
booking-refused = Refused by { $who }, { $when }: “{ $reason }”
booking-withdrawn = Withdrawn by { $who }, { $when }.
booking-reversal = Reversal proposed by { $who }, { $when }: “{ $reason }”
booking-reversed = Reversal confirmed by { $who }, { $when }.

condition-partner_is_active = This partner is retired. It takes part in no new call and makes no new pledge; what is under way is finished.

## Conditions

condition-pledge_is_outstanding = The pledge is not in force, or all of it has come in or is entered and waits. If there was more, enter a further pledge first.
condition-booked_by_another_partner = This is for a finance officer of a partner other than the one that pays.
condition-not_the_proposer = You proposed this. Another finance officer confirms it.
condition-pledges_within_bound = With this pledge, all pledges of the partner together would be more than any amount of the fund may be.
condition-pledge_covers_it = The pledge of this money is not in force, or has come in as far as this would exceed it.
condition-no_money_of_it_is_in = Money of this pledge has come in, or is entered and waits. Reverse or withdraw that first.
condition-pledge_is_not_allotted = Calls have been published on the strength of this pledge: without it the partner’s pledges would not cover its pots.
condition-money_is_still_there = This money has been paid out in part or whole: the partner’s cash does not cover what would be taken out.
task-confirm_booking = Confirm what a partner has entered, or refuse it
task-refuse_booking = Refuse what cannot come into the books, or ask its partner to withdraw it
task-keep_booking = Leave what is booked: its money is bound, and the reversal cannot be confirmed
task-reverse_booking = Confirm the reversal, or leave what is booked
task-receive_contribution = Enter the money of the pledge when it comes in
