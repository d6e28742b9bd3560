### The fund, its partners and their contributions.

## Headings

heading-contributions = Contributions
heading-partners = Partners
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

## What an action entails, above its form

intro-set_up_fund = The base currency is chosen once and cannot be changed.
intro-pledge_contribution = A pledge is posted to the books and cannot be changed afterwards.
intro-receive_contribution = Enter the amount as it stands on the bank statement. It is posted to the books and cannot be changed afterwards.
intro-retire_partner = A retired partner takes part in no new call and makes no new pledge. Its people finish what is under way.
intro-reinstate_partner = The partner takes part in new calls again. Calls under way do not change.

## What was done

done-set_up_fund = The fund’s details have been saved.
done-add_country = The country has been added.
done-retire_partner = The partner is retired.
done-reinstate_partner = The partner takes part in new calls again.
done-add_partner = The partner has been added.
done-keep_themes = The theme has been saved.
done-pledge_contribution = The pledge has been posted.
done-receive_contribution = The money received has been posted.

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
condition-partner_is_active = This partner is retired. It takes part in no new call and makes no new pledge; what is under way is finished.

## Conditions

condition-pledge_is_outstanding = All that was pledged has come in. If there was more, enter a further pledge first.
task-receive_contribution = Enter the money of the pledge when it comes in
