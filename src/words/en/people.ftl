### People, roles and duties.

## Titles of pages and forms

title-sign_in = Sign in
title-register = Create an account
title-letter_sent = Check your mail
title-forgotten = Forgotten password
title-verify_email = Confirm your e-mail address
title-reset_password = Set a new password
title-accept_invitation = Accept your invitation
title-confirm_address = Confirm another address
title-take_back_address = Back to the old address
title-profile = Your account
title-second_factor = Second factor
title-lost_factor = The second factor is lost
title-second_step = Second step
title-recovery_codes = Your recovery codes

## Headings

heading-roles = Roles
heading-sessions = Where you are signed in

## States

state-account-unverified = Address not confirmed
state-account-invited = Invited
state-account-active = Active
state-account-suspended = Suspended
state-role-proposed = Awaiting confirmation
state-role-announced = Announced
state-role-active = In force
state-role-refused = Refused
state-role-revoked = Revoked

## Actions: words of buttons, and of the history

action-register_account = Create an account
action-verify_email = Confirm the address
action-sign_in = Sign in
action-sign_out = Sign out
action-end_session = End the session
action-end_other_sessions = End all other sessions
action-renew_session = Renew the session
action-ask_for_reset = Ask for a new password
action-reset_password = Set the new password
action-change_password = Change the password
action-begin_second_factor = Begin
action-turn_on_second_factor = Switch it on
action-turn_off_second_factor = Switch the app off
action-begin_passkey = Add a passkey
action-add_passkey = Make the passkey
action-remove_passkey = Remove the passkey
action-ask_for_passkey = Ask for a passkey
action-renew_recovery_codes = Make new recovery codes
action-keep_recovery_codes = I have kept the codes
action-use_recovery_code = Use a recovery code
action-prove_second_factor = Prove the second factor
action-tell_of_lost_factor = Tell the administrators that I have lost it
action-propose_factor_reset = Propose to take off a lost second factor
action-confirm_factor_reset = Confirm: take the second factor off
action-stop_factor_reset = Stop taking off the second factor
action-vouch_for_factor_reset = Vouch for taking off a second factor
action-reset_second_factor = Take off the second factor
action-change_address = Change your address
action-confirm_address = Confirm the change of address
action-take_back_address = Take the change of address back
action-export_own_data = Take your data with you
action-note_wrong_tries = Tell the owner of wrong passwords or codes
action-rename_account = Change your name
action-invite_account = Invite a person
action-accept_invitation = Accept the invitation
action-suspend_account = Suspend the account
action-restore_account = Restore the account
action-grant_role = Give a role
action-confirm_role = Confirm the role
action-refuse_role = Refuse the role
action-revoke_role = Revoke the role
action-found_fund = Found the fund
action-announce_administrator = Announce an administrator
action-object_to_administrator = Object
action-take_office = Take office
action-lapse_announcement = Let the announcement lapse
action-cede_office = Cede the office
action-end_substitution = End the substitution
action-create_administrator = Create an administrator

## What an action entails, above its form

intro-verify_email = Press the button to confirm that this address is yours. Then you can sign in.
intro-ask_for_reset = Enter the address of your account. You receive a letter with a link to set a new password.
intro-reset_password = After this you are signed out everywhere and sign in with the new password.
intro-end_session = Whoever is signed in there is signed out at once.
intro-end_other_sessions = You stay signed in here and are signed out everywhere else.
intro-change_password = You stay signed in here and are signed out everywhere else.
intro-begin_second_factor = Enter your password; the next page shows once what your app needs.
intro-turn_on_second_factor = Enter the code that the app shows now. You stay signed in here, are signed out everywhere else, and are then shown your recovery codes.
intro-turn_off_second_factor = If you have no passkey, your password alone lets in whoever knows it from then on, and your recovery codes are void.
intro-begin_passkey = Show that it is you; on the next page your browser asks you for the passkey.
intro-add_passkey = Send this, and your browser asks you for the device that is to keep it. It takes a browser that knows passkeys and runs the script of this page; without one, set up an app.
intro-remove_passkey = It lets nobody in any more. If it is all that you have, your password alone lets in whoever knows it from then on, and your recovery codes are void.
intro-tell_of_lost_factor = You and all administrators get a letter of it, and it stands among their tasks. It opens nothing by itself. Once a day is enough.
intro-renew_recovery_codes = The new codes are shown once; the old ones are void.
intro-keep_recovery_codes = Say so once they are printed or written down, somewhere safe and away from your phone.
intro-propose_factor_reset = For somebody who has lost both their app and their recovery codes. Make sure by voice or in person that it is them. An administrator of another partner confirms, or the operator vouches for it and it takes force a day later; the person and all administrators are told.
intro-confirm_factor_reset = Make sure yourself, by voice or in person, that the person has lost it. The second factor is off at once, the person is signed out everywhere, and their password alone lets them in until they set up another.
intro-stop_factor_reset = The second factor stays on, and the person and all administrators read your reason.
intro-change_address = A letter goes to your present address and to the new one. The new one takes force once both have confirmed it; then you are signed out everywhere else.
intro-confirm_address = Press the button to confirm that the account is to have another address. It takes force once this has been confirmed at the present address and at the new one.
intro-take_back_address = Press the button to give the account its old address again. Everybody is signed out of it, its password opens nothing any more, and you set a new one at once.
intro-export_own_data = You receive a file (JSON) with your account, your roles, sessions and organisations, what you wrote in applications and reviews, which letters went to you, and what you did here. It says nothing of other people.
intro-rename_account = The new name stands wherever you are named from now on. What was recorded under the old one stays, and the history of your account keeps both.
intro-accept_invitation = Set a password for your account. Then sign in with it.
intro-invite_account = The person receives a letter with a link to begin. Give them a role afterwards.
intro-suspend_account = The person is signed out at once and cannot sign in until the account is restored.
intro-restore_account = The person can sign in again, with the roles they had.
intro-grant_role = A role that appoints, decides, verifies or moves money waits until an administrator of another partner confirms it. Reviewers, panel chairs and auditors begin at once.
intro-confirm_role = The role is in force at once, and the person is told by e-mail.
intro-refuse_role = Whoever proposed the role is told your reason by e-mail.
intro-object_to_administrator = The operator has announced this administrator. If you object, the person does not take office, and all administrators are told your reason by e-mail.
intro-revoke_role = The role ends at once.

## What was done

done-register_account = Your details have been received.
done-verify_email = Your address is confirmed. You can sign in now.
done-ask_for_reset = Your request has been received.
done-reset_password = Your new password is set. Sign in with it.
done-accept_invitation = Your account is ready. Sign in with your new password.
done-change_password = Your password has been changed.
done-end_session = The session is ended.
done-end_other_sessions = All your other sessions are ended.
done-begin_second_factor = Read the picture with your app, and enter the code it shows.
done-turn_on_second_factor = Your second factor is on.
done-turn_off_second_factor = The app is switched off.
done-begin_passkey = Now make the passkey, within five minutes.
done-add_passkey = The passkey is added.
done-remove_passkey = The passkey is removed.
done-renew_recovery_codes = You have new recovery codes.
done-keep_recovery_codes = Your second factor is on, and you have said that you keep the recovery codes.
done-tell_of_lost_factor = The administrators have been told, and so have you by e-mail. Wait for one of them to call you.
done-propose_factor_reset = It is proposed. The person and all administrators have been told.
done-confirm_factor_reset = The second factor is off. The person and all administrators have been told.
done-stop_factor_reset = It is stopped. The person and all administrators have been told.
done-change_address = If the address can be used here, letters are on their way to your present address and to the new one. Confirm it in both.
done-confirm_address = Confirmed. The new address takes force once it is confirmed at the other address too; if it is, sign in with it from now on.
done-take_back_address = The account has its old address again. Its password opens nothing any more: set a new one.
done-export_own_data = The file with your data is on its way.
done-rename_account = Your name is changed.
done-sign_out = You are signed out.
done-invite_account = The invitation is on its way. You can give the person a role now.
done-grant_role = The role has been recorded. Where it waits, administrators of the other partners have been told.
done-confirm_role = The role is confirmed and in force.
done-refuse_role = The role has been refused.
done-object_to_administrator = Your objection has been recorded. The person does not take office.
done-revoke_role = The role has been revoked.
done-suspend_account = The account is suspended.
done-restore_account = The account is active again.

## Conditions: the sentence a refused person reads

condition-account_is_active = This account is not active. Only an active account can do this.
condition-role_is_theirs_to_grant = This role is not yours to give or take back. Partner administrators appoint within their own partner; the secretariat appoints reviewers and panel chairs; secretariat and system administrators are proposed by any administrator, auditors by a system administrator. The first administrator of a partner that joins is announced by the operator.
condition-account_is_not_suspended = This account is suspended. A system administrator can let it in again; only then can it be given a role.
condition-not_to_oneself = Nobody decides on their own roles. Someone else with the right to appoint must do it.
condition-duties_are_compatible = This role may not be held together with another that the person already has, because one of the two controls the other.
condition-confirmed_by_another_partner = This role appoints, decides, verifies or moves money, so an administrator of a partner other than the one that proposed it must confirm it.
condition-proposer_is_in_office = Whoever proposed this role does not hold the office any more in which they did, stands aside, or is shut out. Refuse the proposal; then somebody who holds the office can propose it anew.
condition-confirmer_is_independent = You proposed this role, or one of you and whoever proposed it once proposed the other for a role. An administrator who has no such tie must confirm it; else the proposal is withdrawn, and somebody else proposes it.
condition-another_holds_the_office = Nobody else holds this office, and without it the fund stands still. Let another person be appointed to it first.
condition-at_most_one_administrator = This partner has more than one administrator, or somebody is announced already. Administrators appoint to each other’s side; the operator comes in where at most one is left.
condition-objection_time_is_over = Administrators may still object.
condition-fund_is_not_founded = This database holds a fund already. A fund is founded once; from then on its administrators appoint.
condition-second_factor_is_on = There is no second factor to your account.
condition-app_is_set_up = Your account has no app for codes.
condition-passkey_is_there = There is no passkey to this account.
condition-no_office_asks_for_it = An office you hold asks for a second factor, so the last of it cannot be taken away. To move to another device, set up another app or passkey first.
condition-reset_waits = Nobody has proposed to take this second factor off, or it is settled already.
condition-no_reset_waits = It is proposed already to take this second factor off.
condition-reset_is_asked_for = Nobody says that this second factor is lost, or it is settled already.
condition-loss_not_told_yet = The administrators have been told within the last day that this second factor is lost.
condition-code_given = Whoever has a second factor proves it with this, by a fresh code or a passkey.
condition-proved_recently = Whoever has a second factor has proved it within the last ten minutes, or proves it with this.
condition-lead_or_oneself = Only a lead of the organisation takes others out. You can leave yourself.
condition-one_lead_remains = An organisation keeps at least one lead. Make someone else a lead first.

## What exists already

duplicate-role = This person already has this role.

## What stands where there is nothing

empty-people = Nobody is registered yet.
empty-roles = No roles.
empty-failed_sign_ins = Nobody has entered a wrong password lately.
empty-sessions = You are signed in nowhere.

## Other words

session-here = This one
session-program = A program
session-unknown_device = Unknown device
failed_before = { $count ->
    [one] One wrong password was entered for your account since you were last signed in.
   *[other] { $count } wrong passwords were entered for your account since you were last signed in.
} If it was not you, somebody tries to get in: see under your name where you are signed in, and choose a password you use nowhere else.

nobodys_address = An address nobody has
failed_sign_ins-told = Wrong passwords of the last ninety days, by the address that was typed and the network they came from. After some in a row a network pauses for that address; its owner is told of them.

heading-address_change = A change of address waits
address-at_old = At the present address
address-at_new = At the new address
address-confirmed = Confirmed
address-waits = Not confirmed yet
letter_sent = If the address can be used here, a letter is on its way to it. Open the letter and follow its link. If nothing arrives within a few minutes, check the folder for unwanted mail and the spelling of the address.

## Second factor

heading-factor_reset = It is proposed to take off the second factor
factor-explained = A second factor keeps others out who have learned your password. An app on your phone shows a code of six digits that changes every half minute; you are asked for it after your password, and again with what decides, signs or moves money. Any app for one-time codes (TOTP) will do. A passkey does the same, and cannot be given away to a page that only looks like ours. Have more than one of them, and keep the recovery codes.
factor-asked_for = An office of yours asks for a second factor. Until it is on, the office is not in force.
heading-app = App for codes
heading-passkeys = Passkeys
passkey-explained = A passkey is kept by a telephone, a computer or a security key, and works on this site alone. Your browser asks you to unlock it; nothing is typed. Where a form has a field for a code, a button beside it asks for the passkey.
passkey-begun = Make your passkey
passkey-name = Name of the passkey
passkey-name_hint = By which you know it again: where it is kept.
passkey-first_name = Passkey
passkey-never_used = Not yet
passkey-use = Use a passkey
passkey-failed = The browser gave no passkey. Try again, or give a code.
factor-begun = Set up your app
factor-scan = Read this picture with your app, or enter the key below by hand. It is shown this once; give the first code here, within a quarter of an hour.
factor-shown_once = The key was shown once. Give the first code of the app that has read it, or begin again.
factor-picture = A picture for the camera of your app; it says the same as the key below.
factor-seed = Key
factor-code = Code of your second factor
factor-code_hint = The six digits that your app shows now, or one of your recovery codes. Each is good once.
factor-sign_in_hint = The six digits that your app shows now, if you have set one up, or one of your recovery codes. Each is good once.
factor-lost = If you have a recovery code, enter it as the code, and set up another app or passkey afterwards. If you have neither, tell the administrators. One of them makes sure by voice or in person that it is you and proposes to take your second factor off; one of another partner makes sure as well and confirms. You are told of each step by e-mail. Then your password alone lets you in, and your offices are not in force before you have set up another factor. If you find it meanwhile, sign in with it as ever.
factor-i_have_lost_it = I have lost it
factor-lost_password_first = To tell them, sign in with your password first, and choose “I have lost it” when you are asked for the code.
factor-told_lost = { $at }: whoever has the password of this account said at the door that the second factor is lost. Make sure by voice or in person that it was its owner.
factor-begin_again = Begin again with the password
factor-begin_another = Set up another app
factor-ticket_over = The time for the second step is over. Begin again with your password.
factor-on_since = On since
factor-codes_left = Recovery codes left
factor-codes_not_kept = You have not said yet that you keep your recovery codes. Without them and without your app or passkey you cannot sign in. If you do not have them any more, make new ones.
factor-codes_once = Each of these lets you in once when you do not have your app or passkey. They are shown this once and cannot be read again: print this page, or write them down.

## Roles and capacities

# Within a sentence.
the-anyone = anyone
the-account_holder = any account holder
the-account_owner = the owner of the account
the-organisation_lead = the lead of the organisation
the-organisation_member = the member of the organisation
the-lead_applicant = the lead applicant
the-consortium_member = the member of the lead organisation
the-assigned_reviewer = the assigned reviewer
the-reviewer = the reviewer
the-panel_chair = the panel chair
the-programme_officer = the programme officer
the-eligibility_officer = the eligibility officer
the-approver = the approver
the-payment_officer = the payment officer
the-finance_officer = the finance officer
the-compliance_officer = the compliance officer
the-partner_administrator = the partner administrator
the-board_member = the board member
the-secretariat = the secretariat
the-auditor = the auditor
the-system_administrator = the system administrator
the-calendar = the calendar
the-operator = the operator

capacity-anyone = anyone
capacity-account_holder = account holder
capacity-account_owner = owner of the account
capacity-organisation_lead = lead of the organisation
capacity-organisation_member = member of the organisation
capacity-lead_applicant = lead applicant
capacity-consortium_member = member of the lead organisation
capacity-assigned_reviewer = assigned reviewer
capacity-reviewer = reviewer
capacity-panel_chair = panel chair
capacity-programme_officer = programme officer
capacity-eligibility_officer = eligibility officer
capacity-approver = approver
capacity-payment_officer = payment officer
capacity-finance_officer = finance officer
capacity-compliance_officer = compliance officer
capacity-partner_administrator = partner administrator
capacity-board_member = board member
capacity-secretariat = secretariat
capacity-auditor = auditor
capacity-system_administrator = system administrator
capacity-calendar = the calendar
capacity-operator = operator

## Duties kept apart

separation-approve_and_pay = Whoever approves payouts does not release them.
separation-verify_and_approve = Whoever verifies payouts does not approve them.
separation-clear_and_approve = Whoever answers for sanctions and holds does not approve payouts.
separation-appoint_and_approve = Whoever appoints people does not approve payouts.
separation-appoint_and_pay = Whoever appoints people does not release payouts.
separation-review_and_decide = Whoever reviews applications takes no part in deciding on them or in paying for them.
separation-audit_and_act = Whoever audits the fund does nothing that is audited.
separation-run_and_act = Whoever runs the installation has no part in the fund’s business.
