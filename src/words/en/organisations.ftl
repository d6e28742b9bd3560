### Organisations that apply.

## Headings

heading-members = People

## Actions: words of buttons, and of the history

action-register_organisation = Register an organisation
action-update_organisation = Change the details
action-add_member = Add a person
action-remove_member = Remove the person

## What an action entails, above its form

intro-add_member = The person needs an account with this e-mail address. They can then act for the organisation.
intro-remove_member = The person can no longer act for the organisation or open its applications.

## What was done

done-register_organisation = The organisation is registered, and you are its lead.
done-update_organisation = The details have been saved.
done-add_member = The person can now act for the organisation.
done-remove_member = The person no longer acts for the organisation.

## What exists already

duplicate-organisation = An organisation with this registration number is already registered in this country.

## What stands where there is nothing

empty-organisations = You act for no organisation yet. Register one to apply, or ask its lead to add you.

## Sizes of organisations

size-micro = Micro enterprise (fewer than 10 people)
size-small = Small enterprise (fewer than 50 people)
size-medium = Medium-sized enterprise (fewer than 250 people)
size-large = Large enterprise (250 people or more)
size-research = Research organisation

## Members

member-lead = Lead
member-member = Member
