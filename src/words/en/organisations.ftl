### Organisations that apply.

## Headings

heading-members = People
heading-joinings = Requests to join
heading-joinings_own = My requests to join
heading-invitations = Invitations that wait for an answer
heading-invitations_own = You are invited

## States

state-organisation-registered = Registered
state-joining-asked = Waiting for a lead
state-joining-invited = Waiting for the person invited
state-joining-accepted = Accepted
state-joining-declined = Declined
state-joining-withdrawn = Taken back

## My work

task-accept_joining = Answer a request to join
task-accept_membership = Answer an invitation to act for an organisation

## Actions: words of buttons, and of the history

action-register_organisation = Register an organisation
action-update_organisation = Change the details
action-invite_member = Invite a person
action-accept_membership = Accept the invitation
action-decline_membership = Decline the invitation
action-withdraw_membership = Take the invitation back
action-change_member = Change what a person is in it
make-lead = Make lead
make-member = Make member
leave-organisation = Leave the organisation
action-remove_member = Remove the person
action-add_member = Add a person
action-ask_to_join = Ask to join the one that is registered
action-accept_joining = Let the person in
action-decline_joining = Decline the request
action-withdraw_joining = Take the request back

## What an action entails, above its form

intro-register_organisation = If the organisation is registered already, ask to join it: country and registration number suffice, and its leads decide. You are not told who they are.
intro-accept_joining = The person can then act for the organisation as a member. They are told by e-mail.
intro-decline_joining = The person is told by e-mail, with the reason, and can ask again after thirty days.
intro-invite_member = The person is told by e-mail and acts for the organisation once they have accepted. If the address is not known here, the letter tells them how to open an account first.
intro-accept_membership = You can then act for the organisation. If you review applications of a call in which it applies, you are shut out of them at once, and the secretariat is told.
intro-decline_membership = The leads are told. You see nothing of the organisation.
intro-withdraw_membership = Whoever was invited can then no longer accept. You can invite them again.
intro-change_member = Leads submit, sign and look after the people; members write.
intro-remove_member = The person can no longer act for the organisation or open its applications.

## What was done

done-register_organisation = The organisation is registered, and you are its lead.
done-update_organisation = The details have been saved.
done-invite_member = The invitation has been sent. You see here whether it still waits, and are told by e-mail how it is answered.
done-accept_membership = You can now act for the organisation.
done-decline_membership = The invitation has been declined.
done-withdraw_membership = The invitation has been taken back.
done-change_member = What the person is in the organisation has been changed.
done-remove_member = The person no longer acts for the organisation.
done-ask_to_join = Your request has been sent to the leads of the organisation. You are told by e-mail how they decide.
done-accept_joining = The person can now act for the organisation.
done-decline_joining = The request has been declined.
done-withdraw_joining = Your request has been taken back.

## Conditions: the sentence a refused person reads

condition-not_a_member_yet = You act for this organisation already: it is among your organisations.
condition-not_invited_yet = A lead has invited you to act for this organisation: answer the invitation on the page of your organisations.
condition-not_asked_yet = You have asked to join this organisation: your request still waits, or it was declined less than thirty days ago.

## What exists already

duplicate-organisation = An organisation with this registration number or name is already registered in this country.
duplicate-joining = You have asked to join this organisation, and your request still waits.

## What stands where there is nothing

empty-organisations = You act for no organisation yet. Register one to apply, or ask its lead to invite you.

## Sizes of organisations

size-micro = Micro enterprise (fewer than 10 people)
size-small = Small enterprise (fewer than 50 people)
size-medium = Medium-sized enterprise (fewer than 250 people)
size-large = Large enterprise (250 people or more)
size-research = Research organisation

## Members

member-lead = Lead
member-member = Member
