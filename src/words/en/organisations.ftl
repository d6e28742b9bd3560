### Organisations that apply.

## Headings

heading-members = People
heading-joinings = Requests to join
heading-joinings_own = My requests to join

## States

state-organisation-registered = Registered
state-joining-asked = Waiting for a lead
state-joining-accepted = Accepted
state-joining-declined = Declined
state-joining-withdrawn = Taken back

## My work

task-accept_joining = Answer a request to join

## Actions: words of buttons, and of the history

action-register_organisation = Register an organisation
action-update_organisation = Change the details
action-add_member = Add a person
leave-organisation = Leave the organisation
action-remove_member = Remove the person
action-ask_to_join = Ask to join the one that is registered
action-accept_joining = Let the person in
action-decline_joining = Decline the request
action-withdraw_joining = Take the request back

## What an action entails, above its form

intro-register_organisation = If the organisation is registered already, ask to join it: country and registration number suffice, and its leads decide. You are not told who they are.
intro-accept_joining = The person can then act for the organisation as a member. They are told by e-mail.
intro-decline_joining = The person is told by e-mail, with the reason, and can ask again after thirty days.
intro-add_member = The person needs an account with this e-mail address. They can then act for the organisation.
intro-remove_member = The person can no longer act for the organisation or open its applications.

## What was done

done-register_organisation = The organisation is registered, and you are its lead.
done-update_organisation = The details have been saved.
done-add_member = The person can now act for the organisation.
done-remove_member = The person no longer acts for the organisation.
done-ask_to_join = Your request has been sent to the leads of the organisation. You are told by e-mail how they decide.
done-accept_joining = The person can now act for the organisation.
done-decline_joining = The request has been declined.
done-withdraw_joining = Your request has been taken back.

## Conditions: the sentence a refused person reads

condition-not_a_member_yet = You act for this organisation already: it is among your organisations.
condition-not_asked_yet = You have asked to join this organisation: your request still waits, or it was declined less than thirty days ago.

## What exists already

duplicate-organisation = An organisation with this registration number or name is already registered in this country.
duplicate-joining = You have asked to join this organisation, and your request still waits.

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
