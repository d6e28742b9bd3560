### Letters.

## States

state-letter-waiting = Waiting
state-letter-sent = Sent
state-letter-failed = Not sent

## Actions: words of buttons, and of the history

action-send_letter = Send the letter
action-remind_of_task = Remind of what waits
action-note_clock_jump = Note that the clock jumped
action-seal_matter = Record what there was with a digest
action-rebuild_projections = Reckon tasks, keys and numbers anew
action-respell_address = Write the address in today’s spelling
action-give_up_letter = Give up the letter
action-retry_letter = Send again

## What was done

done-retry_letter = The letter will be sent again.

## What stands where there is nothing

empty-letters = No letter has been written yet.

letter-hello = Dear { $name },

letter-link = Open the page

letter-closing = { $fund }

letter-verification-subject = Confirm your e-mail address

letter-verification-body =
    An account was opened with this address at { $fund }. Open the page below and confirm that the address is yours; after that you can sign in. The link works for a limited time and only once.

    If you did not open an account, ignore this letter.

letter-invitation-subject = You are invited to { $fund }

letter-invitation-body =
    You are invited to work with { $fund }. Open the page below and set a password to begin. The link works for some days and only once; if it no longer works, ask whoever invited you for another.

    If you did not expect an invitation, ignore this letter.

letter-reset-subject = Set a new password

letter-reset-body =
    A new password was asked for your account at { $fund }. Open the page below to set it. The link works for a short time and only once.

    If it was not you, ignore this letter: your password stays as it is.

letter-new_device-subject = Somebody signed in with your password from a new device

letter-new_device-body =
    Somebody signed in to your account at { $fund } with your password, from a device that was not used for it before: { $device }, from the network { $network }.

    If it was you, there is nothing to do. If it was not, open the page below, end that session and change your password at once, or ask for a new one on the sign-in page; and inform the secretariat.

letter-wrong_tries-subject = Somebody tries to get into your account

letter-wrong_tries-body =
    { $count ->
        [one] Somebody gave a wrong password or code
       *[other] Somebody gave a wrong password or code { $count } times in a row
    } for your account at { $fund }. Nobody got in by that, and whoever tries waits longer each time. You are told once a day at most.

    If it was you, the page below lets you set a new password. If it was not, see to it that your password is used nowhere else, switch on a second factor if you have none, and inform the secretariat if it goes on.

letter-password_changed-subject = Your password was changed

letter-password_changed-body =
    The password of your account at { $fund } was changed.

    If it was not you, ask for a new password on the sign-in page at once and inform the secretariat.

letter-address_confirmation-subject =
    { $at ->
        [used] Somebody wanted to use your address
       *[other] Confirm a change of address
    }

letter-address_confirmation-body =
    { $at ->
        [old] Your account at { $fund } is to have another address: { $email }. If it was you who asked, open the page below and confirm. It takes force once the new address has confirmed it too.
        [used] Somebody asked at { $fund } to use this address for another account. It is the address of your account, and nothing was changed. If you have forgotten that account, the page below helps you back in.
       *[new] An account at { $fund } is to have this address. If it was you who asked, open the page below and confirm. It takes force once the present address of the account has confirmed it too.
    }

    { $at ->
        [old] If it was not you, do not confirm: somebody else is signed in to your account. Change your password at once and inform the secretariat.
       *[other] If it was not you, ignore this letter.
    }

letter-address_changed-subject =
    { $at ->
        [back] The old address counts again
        [left] The address of an account was changed back
       *[other] The address of your account was changed
    }

letter-address_changed-body =
    { $at ->
        [old] Your account at { $fund } has another address from now on: { $email }. Letters do not go to this one any more. If it was not you, or was a mistake, open the page below: until { $until } it leads the account back to this address and signs everybody out.
        [back] The change of address of your account at { $fund } was taken back with the letter that went to this address, and everybody was signed out. Your password opens nothing any more, for whoever moved the account may know it. If you have not set a new one yet, ask for a link on the page below.
        [left] The change of address of an account at { $fund } was taken back: it does not have this address any more.
       *[new] Your account at { $fund } has this address from now on: sign in with it.
    }

letter-second_factor_on-subject = Your second factor is on

letter-second_factor_on-body =
    A second factor was switched on for your account at { $fund }. From now on you are asked for a code of your app after your password. Keep the recovery codes safe and away from your phone.

    If it was not you, ask for a new password on the sign-in page at once and inform the secretariat.

letter-second_factor_off-subject = Your app for codes was switched off

letter-second_factor_off-body =
    The app for codes of your account at { $fund } was switched off with your password and a proof of your second factor. { $rests_on ->
        [off] There is no passkey besides: your second factor is off, your recovery codes are void, and your password alone lets in whoever knows it.
       *[passkeys] Your passkeys remain.
    }

    If it was not you, ask for a new password on the sign-in page at once and inform the secretariat.

letter-passkey_added-subject = A passkey was added to your account

letter-passkey_added-body =
    The passkey “{ $name }” was added to your account at { $fund }. { $rests_on ->
        [first] Your second factor is on: from now on you are asked for it after your password. You were signed out everywhere else. Keep the recovery codes safe.
       *[more] From now on it can be used in place of a code.
    }

    If it was not you, ask for a new password on the sign-in page at once, remove it, and inform the secretariat.

letter-passkey_removed-subject = A passkey was removed from your account

letter-passkey_removed-body =
    The passkey “{ $name }” was removed from your account at { $fund } with your password and a proof of your second factor. { $rests_on ->
        [off] It was the last: your second factor is off, your recovery codes are void, and your password alone lets in whoever knows it.
       *[more] Your second factor stays on.
    }

    If it was not you, ask for a new password on the sign-in page at once and inform the secretariat.

letter-recovery_codes_renewed-subject = You have new recovery codes

letter-recovery_codes_renewed-body =
    New recovery codes were made for your account at { $fund }. The old ones are void.

    If it was not you, ask for a new password on the sign-in page at once and inform the secretariat.

letter-recovery_code_used-subject = A recovery code was used

letter-recovery_code_used-body =
    One of the recovery codes of your account at { $fund } was used in place of your app or a passkey. { $left ->
        [0] None is left: make new ones on the page below.
        [one] One is left.
       *[other] { $left } are left.
    }

    If it was not you, ask for a new password on the sign-in page at once, make new recovery codes, and inform the secretariat.

letter-factor_reset-subject =
    { $outcome ->
        [done] The second factor of { $person } was taken off
        [stopped] The second factor of { $person } stays on
        [told] { $person } says that their second factor is lost
       *[other] The second factor of { $person } is to be taken off
    }

letter-factor_reset-body =
    { $outcome ->
        [told] Whoever has the password of { $person } said at the door that the second factor and its recovery codes are lost, from the network { $reason }. It is still asked for. An administrator who has made sure by voice or in person that it is { $person } proposes on the page below to take it off.
        [proposed] An administrator proposes to take off the second factor of { $person }, who is said to have lost it: { $reason } It is off once an administrator of another partner confirms.
        [vouched] The operator vouches for taking off the second factor of { $person }. It is off in 24 hours.
        [done] The second factor of { $person } is off, and the person is signed out everywhere. Offices that ask for one are not in force before another is set up.
       *[stopped] It was stopped, for this reason: { $reason }
    }

    If it is your own and you have not lost it, or if you know of no reason for this, open the page below and stop it, and inform the secretariat.

letter-role_proposed-subject = A role waits for your confirmation

letter-role_proposed-body =
    It is proposed to give a person the role of { $role ->
        [programme_officer] { capacity-programme_officer }
        [eligibility_officer] { capacity-eligibility_officer }
        [approver] { capacity-approver }
        [payment_officer] { capacity-payment_officer }
        [finance_officer] { capacity-finance_officer }
        [compliance_officer] { capacity-compliance_officer }
        [partner_administrator] { capacity-partner_administrator }
        [board_member] { capacity-board_member }
        [secretariat] { capacity-secretariat }
        [system_administrator] { capacity-system_administrator }
       *[other] { $role }
    }. This role appoints, decides, verifies or moves money, so it needs the confirmation of an administrator of a partner other than the one that proposes it.

    Open the page below to confirm or refuse it. Until then the role is not in force.

letter-role_granted-subject = You have a new role

letter-role_granted-body =
    Your role of { $role ->
        [programme_officer] { capacity-programme_officer }
        [eligibility_officer] { capacity-eligibility_officer }
        [approver] { capacity-approver }
        [payment_officer] { capacity-payment_officer }
        [finance_officer] { capacity-finance_officer }
        [compliance_officer] { capacity-compliance_officer }
        [partner_administrator] { capacity-partner_administrator }
        [board_member] { capacity-board_member }
        [secretariat] { capacity-secretariat }
        [system_administrator] { capacity-system_administrator }
       *[other] { $role }
    } has been confirmed and is in force.

    What waits for you is listed on the page below.

letter-booking_proposed-subject = { $partner }: { $action ->
        [propose_reversal] a reversal
       *[other] { $amount }
    } waits for your confirmation

letter-booking_proposed-body =
    { $action ->
        [pledge_contribution] { $partner } has entered a pledge of { $amount }, reference { $reference }.
        [receive_contribution] { $partner } has entered that { $amount } came in, bank reference { $reference }.
       *[other]
            { $partner } proposes to reverse { $amount }, reference { $reference }, for the following reason:

            { $reason }
    }

    A finance officer of another partner confirms or refuses it; until then nothing is posted to the books.

letter-booking_settled-subject = { $amount }: { $action ->
        [confirm_booking] confirmed
        [refuse_booking] refused
        [reverse_booking] reversed
       *[other] left in the books
    }

letter-booking_settled-body =
    { $action ->
        [confirm_booking]
            What your partner entered was confirmed and is posted to the books: { $amount }, reference { $reference }.
        [refuse_booking]
            What your partner entered was refused and is not posted to the books: { $amount }, reference { $reference }. The reason given:

            { $reason }
        [reverse_booking]
            The reversal your partner proposed was confirmed and is posted to the books: { $amount }, reference { $reference }. It was proposed for this reason:

            { $reason }
       *[other]
            A reversal was refused or taken back, and what is booked stays: { $amount }, reference { $reference }. The reason given:

            { $reason }
    }

letter-role_refused-subject = A role you proposed was refused

letter-role_refused-body =
    { $person } was not confirmed in the role of { $role ->
        [programme_officer] { capacity-programme_officer }
        [eligibility_officer] { capacity-eligibility_officer }
        [approver] { capacity-approver }
        [payment_officer] { capacity-payment_officer }
        [finance_officer] { capacity-finance_officer }
        [compliance_officer] { capacity-compliance_officer }
        [partner_administrator] { capacity-partner_administrator }
        [board_member] { capacity-board_member }
        [secretariat] { capacity-secretariat }
        [system_administrator] { capacity-system_administrator }
       *[other] { $role }
    }. The reason:

    { $reason }

    You can propose the role again, or somebody else for it.

letter-administrator_announced-subject = { $person } is to administer { $partner }

letter-administrator_announced-body =
    The operator of the fund’s installation has announced { $person } as administrator of { $partner }, which has one administrator left, or none. The office passes to the person announced at { $when }, and the one who administers the partner today lays it down.

    If you know of no reason for this, open the page below before then and object.

letter-administrator_settled-subject =
    { $outcome ->
        [in_office] { $person } has taken office
        [lapsed] { $person } does not take office
       *[objected] { $person } does not take office
    }

letter-administrator_settled-body =
    { $outcome ->
        [in_office] Nobody objected, and { $person } is now the partner’s administrator. Whoever held the office before has laid it down.
        [lapsed] The partner has enough administrators meanwhile, or the person may not hold the office. Where one is still missing, the operator announces one anew.
       *[objected] An administrator objected: { $reason }
    }

    The history of the role tells more.

letter-joining_asked-subject = { $person } asks to join { $organisation }

letter-joining_asked-body =
    { $person } ({ $email }) asks to act for { $organisation }. As a lead you can let the person in or decline on the page below. If you do not know the person, decline: until then they see nothing of the organisation, nor who leads it.

letter-joining_accepted-subject = You can now act for { $organisation }

letter-joining_accepted-body =
    A lead of { $organisation } has let you in. You can work on its applications.

letter-joining_declined-subject = { $organisation }: your request was declined

letter-joining_declined-body =
    A lead of { $organisation } has declined your request to join, for this reason:

    { $reason }

    You can ask again after thirty days.

letter-membership_offered-subject =
    { $known ->
        [yes] { $organisation } invites you to act for it
       *[no] You are invited to act for an organisation
    }

letter-membership_offered-body =
    { $known ->
        [yes] A lead of { $organisation } invites you to act for it: to work on its applications to { $fund }. Answer on the page below. Until you accept you see nothing of the organisation, and it is not told who you are.
       *[no] Somebody invites you to act for an organisation that applies to { $fund }. To see which, and to answer, open an account with this e-mail address on the page below, or sign in if you have one. If you expect no invitation, you need to do nothing.
    }

letter-membership_answered-subject =
    { $answer ->
        [accepted] { $organisation }: { $email } has accepted
       *[declined] { $organisation }: { $email } has declined
    }

letter-membership_answered-body =
    { $answer ->
        [accepted] Whoever you invited under { $email } now acts for { $organisation }.
       *[declined] Whoever you invited under { $email } has declined to act for { $organisation }. They can be invited again after thirty days.
    }

letter-call_approval_wanted-subject = Call { $code } waits for your approval

letter-call_approval_wanted-body =
    The call “{ $call }” ({ $code }) has been sent to the boards of all partners. It can be published once a board member of every partner has approved it.

    Open the page below to read the text and approve it for your partner, or to return it with a reason.

letter-submission_receipt-subject = Application { $number } has been received

letter-submission_receipt-body =
    Your application “{ $title }” has been received under the number { $number }.

    Time of receipt: { $time }.

    Digest of what was submitted (SHA-256): { $digest }.

    Please keep this letter. After the deadline every partner concerned checks the eligibility of the application, and you receive the finding by e-mail. Until then you need to do nothing.

letter-deadline_missed-subject = Your draft for “{ $call }” was not submitted

letter-deadline_missed-body =
    Your draft “{ $title }” for the call “{ $call }” was not submitted before the deadline, so it is not considered.

    What you wrote stays readable for you, and you can use it for another call.

letter-withdrawal_receipt-subject = Application { $number } has been withdrawn

letter-withdrawal_receipt-body =
    The application “{ $title }” ({ $number }) has been withdrawn by its lead and is no longer considered.

    If you did not expect this, speak to the people of your organisation or write to the secretariat.

letter-eligibility-subject = Finding on the eligibility of { $number }

letter-eligibility-body = { $action ->
    [release_eligible]
        Your application “{ $title }” ({ $number }) has been found eligible by every partner concerned.

        It now goes to the reviewers. You need to do nothing until the decisions are released.
   *[release_ineligible]
        Your application “{ $title }” ({ $number }) has been found not eligible and is not assessed further, for the following reason:

        { $reasons }

        If you believe that the rules of the call were not applied correctly, write to the secretariat and give the number of the application.
    }

letter-assignment-subject = You are asked to review an application

letter-assignment-body =
    You are asked to review the application “{ $title }”. The review is due on: { $due }.

    Open the page below, read the title, summary and participants, and declare whether you have a conflict of interest. The whole application opens once you have declared that there is none. If you cannot review it, please decline soon, so that somebody else can be asked.

letter-conflict_arose-subject = { $person } can no longer review { $count ->
    [one] “{ $title }”
   *[other] { $count } applications
}

letter-conflict_arose-body =
    A review was asked of { $person } for { $count ->
        [one] “{ $title }”
       *[other] { $count } applications of one call, “{ $title }” among them
    }. { $how ->
        [recused] They stand aside from an application of the call, for a conflict of interest.
        [invited] In the same call applies { $organisation }, for which they have come to act since. They were invited by a lead of the organisation and accepted.
        [registered] In the same call applies { $organisation }, for which they have come to act since. They registered the organisation under the number of a participant.
        [corrected] In the same call applies { $organisation }, for which they have come to act since. Its registration number was corrected to that of a participant.
       *[asked] In the same call applies { $organisation }, for which they have come to act since. They asked to join the organisation and were let in.
    } What they were to review is closed to them, and their marks do not count.

    { $how ->
        [recused] See on the page below whether another reviewer is needed.
       *[other] { $reviewers ->
            [one] They are the only reviewer of the call who came to act for this organisation after being assigned. See on the page below whether another reviewer is needed.
           *[other] { $reviewers } reviewers of the call have come to act for this organisation after being assigned. Please look whether somebody chooses their reviewers so, and see on the page below whether another reviewer is needed.
        }
    }

letter-review_reopened-subject = Your review was given back to you

letter-review_reopened-body =
    The secretariat has given a review back to you, for the following reason:

    { $reason }

    The review does not count until you submit it again. Open the page below to change it.

letter-vote_wanted-subject = The ranked list of call { $code } waits for your vote

letter-vote_wanted-body =
    The ranked list of the call “{ $call }” ({ $code }) is frozen and before the boards. It becomes the decision once every partner has approved it.

    Open the page below to read the list and vote for your partner. An objection needs a reason.

letter-decision-subject = Decision on application { $number }

letter-decision-body = { $outcome ->
    [funded]
        We are pleased to tell you that the partners have decided to fund your application “{ $title }” ({ $number }).

        The secretariat lays out the grant agreement next, and asks you by e-mail to sign it. The grant is not binding before every partner and you have signed; costs that arise earlier are at your own risk unless the call says otherwise.

        The score and the comments of the reviewers are on the page below.
    [reserve]
        The partners have placed your application “{ $title }” ({ $number }) on the reserve list. It met the thresholds, but the money of the call does not cover it.

        It stays on the reserve list, and you need to do nothing.

        The score and the comments of the reviewers are on the page below.
   *[rejected]
        The partners have decided not to fund your application “{ $title }” ({ $number }).

        The score and the comments of the reviewers are on the page below. If you believe that the rules of the call were not followed, write to the secretariat and give the number of the application.

        Thank you for the work you put into it.
    }

letter-signature_wanted-subject = The agreement for { $number } waits for your signature

letter-signature_wanted-body =
    The grant agreement for “{ $title }” ({ $number }) over { $amount } is ready to be signed by every partner and the lead applicant. The last signature brings it into force.

    Open the page below, read the agreement, and sign it for your side.
letter-offer_lapsed-subject = The offer for { $number } has lapsed
letter-offer_lapsed-body =
    The grant agreement for “{ $title }” ({ $number }) was not signed by every party, and the offer has been given up.

    The reason: { $reason }

    The agreement cannot be signed any more, and no grant is due. The money reserved for it is free again. If the offer is made anew, you receive a new letter.

letter-agreement_in_force-subject = The agreement for { $number } is in force

letter-agreement_in_force-body =
    All parties have signed, and the grant agreement for “{ $title }” ({ $number }) is in force.

    Enter a bank account for every participant now: nothing can be paid before the account has been verified. Then report the milestones in their order.

letter-milestone_reported-subject = { $number }: a milestone was reported

letter-milestone_reported-body =
    The milestone “{ $milestone }” of “{ $title }” ({ $number }) has been reported.

    Open the page below to read the report and accept it, or return it with a reason.

letter-milestone_decided-subject = { $outcome ->
    [accepted] { $number }: a milestone was accepted
   *[returned] { $number }: a milestone was returned to you
}

letter-milestone_decided-body = { $outcome ->
    [accepted]
        The milestone “{ $milestone }” of “{ $title }” ({ $number }) has been accepted, and its share of the grant counts as earned.

        You can follow its payment on the page below.
   *[returned]
        The milestone “{ $milestone }” of “{ $title }” ({ $number }) has been returned to you, for the following reason:

        { $reason }

        Open the page below to report it again.
    }

letter-bank_account_recorded-subject = { $number }: a bank account waits to be verified

letter-bank_account_recorded-body =
    A bank account has been entered for a participant of “{ $title }” ({ $number }). Nothing is paid to it before it has been verified.

    Check it with the account holder by a way other than e-mail. Then open the page below to verify or refuse it.

letter-bank_account_decided-subject = { $outcome ->
    [verified] { $number }: the bank account was verified
   *[refused] { $number }: the bank account was refused
}

letter-bank_account_decided-body = { $outcome ->
    [verified]
        The bank account of a participant of “{ $title }” ({ $number }) has been verified. The page below says from when payments can be made to it.

        If you did not enter this account, write to the secretariat at once.
   *[refused]
        The bank account of a participant of “{ $title }” ({ $number }) could not be verified and was refused.

        Open the page below, check the details with the bank, and enter the account again.
    }

letter-payout_requested-subject = { $number }: a payout waits to be verified

letter-payout_requested-body =
    A payout of { $amount } to { $payee } has been requested for “{ $title }” ({ $number }).

    Open the page below to check it against the agreement, the milestone and the bank account. Whoever requested it may not verify it.

letter-payout_approval_wanted-subject = { $number }: a payout waits for approval

letter-payout_approval_wanted-body =
    A payout of { $amount } to { $payee } for “{ $title }” ({ $number }) has been verified. It needs two approvals: one from the paying partner and one from another partner, by two people.

    { $replaces ->
        [none] It is the first instruction for this payment.
       *[other] This is a second instruction: it replaces order { $replaces } of { $replaced_on }, which the bank refused or sent back, as two partners have confirmed. The page shows the bank’s answer.
    }

    Open the page below to check payee, account and amount, and to approve or refuse.

letter-payout_release_wanted-subject = { $number }: a payout waits for release

letter-payout_release_wanted-body =
    A payout of { $amount } to { $payee } for “{ $title }” ({ $number }) has both approvals.

    { $replaces ->
        [none] It is the first instruction for this payment.
       *[other] This is a second instruction: it replaces order { $replaces } of { $replaced_on }, which the bank refused or sent back, as two partners have confirmed. The page shows the bank’s answer.
    }

    Open the page below to release it for payment.

letter-payout_refused-subject = { $number }: a payout was refused

letter-payout_refused-body =
    The payout of { $amount } to { $payee } for “{ $title }” ({ $number }) was refused, for the following reason:

    { $reason }

    Once the reason has been settled, the payment can be requested again.

letter-payout_confirmed-subject = { $number }: a payment was made

letter-payout_confirmed-body =
    The bank has paid { $amount } to { $payee } for “{ $title }” ({ $number }).

    Reference of the bank: { $reference }.

    If the money has not arrived within a few working days, write to the secretariat and give this reference.

letter-bank_claim_proposed-subject = { $number }: confirm what the bank answered
letter-bank_claim_proposed-body =
    { $action ->
        [propose_bank_rejection]
            An officer of the paying partner proposes that the bank refused the payment of { $amount } to { $payee } for “{ $title }” ({ $number }).
        [propose_discrepancy]
            An officer of the paying partner proposes that the bank booked another amount than the { $amount } that were ordered to { $payee } for “{ $title }” ({ $number }).
        [propose_correction]
            An officer of the paying partner proposes that the bank has put right what it booked to { $payee } for “{ $title }” ({ $number }): { $amount }.
       *[propose_bank_return]
            An officer of the paying partner proposes that the bank sent back the payment of { $amount } to { $payee } for “{ $title }” ({ $number }).
    }

    { $said }

    This takes effect only when a finance or payment officer of another partner confirms it. Open the page below, read the bank’s message or file, and confirm or dismiss what is proposed. If it is confirmed and the payment starts again, the same amount will be ordered a second time.
letter-bank_claim_decided-subject = { $action ->
    [confirm_bank_claim] { $number }: what you proposed was confirmed
   *[dismiss_bank_claim] { $number }: what you proposed was dismissed
}
letter-bank_claim_decided-body =
    { $action ->
        [confirm_bank_claim]
            What you proposed of the bank’s answer to the payment of { $amount } to { $payee } for “{ $title }” ({ $number }) was confirmed by another partner and has taken effect.
       *[dismiss_bank_claim]
            What you proposed of the bank’s answer to the payment of { $amount } to { $payee } for “{ $title }” ({ $number }) was dismissed by another partner, for the following reason:

            { $said }

            The payment stands as it is. If the bank did answer so, ask it for better evidence and propose it again.
    }
letter-payout_sent_back-subject = { $number }: a payment did not arrive
letter-payout_sent_back-body =
    The payment of { $amount } to { $payee } for “{ $title }” ({ $number }) did not arrive. The bank gave this reason:

    { $reason }

    The payment starts anew. Please check that the bank account in the award is right; if it is not, enter the right one, and a programme officer verifies it.
letter-assignment_ended-subject = You are no longer asked to review “{ $title }”
letter-assignment_ended-body =
    { $action ->
        [note_conflict]
            You act for an organisation that applies in the same call as “{ $title }”, or stand aside from an application of it, as has become known since you were assigned. The application is closed to you, and a review you have submitted does not count. The secretariat has been told; thank you for your work so far.
        [find_conflict]
            A conflict of interest with the application “{ $title }” was recorded for you, for the following reason:

            { $reason }

            The application is closed to you, and a review you have submitted does not count. If you believe that this is wrong, write to the secretariat.
       *[other]
            The application “{ $title }” is closed to you: your assignment was taken back, or your role as a reviewer has ended. You need to do nothing.
    }
letter-ranking_set_aside-subject = The ranked list of call { $code } was set aside
letter-ranking_set_aside-body =
    { $why ->
        [objection]
            A partner objected to the ranked list of the call “{ $call }” ({ $code }), and it went back to evaluation.
        [withdrawal]
            An application on the ranked list of the call “{ $call }” ({ $code }) was withdrawn, and the list went back to evaluation, also where it was decided. The marks stay settled; the next list is made without it.
       *[other]
            A review on which the ranked list of the call “{ $call }” ({ $code }) rested no longer counts, and the list went back to evaluation.
    }

    Votes on this list no longer count. It stays readable on the page below, and the boards will be asked to vote on the next one.

letter-anchor-subject = The anchor of the day of { $fund }
letter-anchor-body =
    This is the signed state of the audit trail and the ledger of { $fund }. Keep this letter, or the file of the page below, where nobody who runs the fund’s system can change it: with it you can prove later, by “jointfund verify --anchor FILE”, that nothing before it was changed or cut off.

    { $anchor }
letter-bank_state_wanted-subject = Payments are locked: confirm what your bank knows
letter-bank_state_wanted-body =
    The fund was restored from a backup that was taken on { $taken_at }. What was done after that is not known here any more; the bank may know it, above all payments that were ordered meanwhile.

    No payment is approved, released or handed to a bank until a finance officer of every partner has confirmed what its bank knows. Get a statement that goes up to today, open the page below, compare the payments listed there, and confirm.

    Everybody has been signed out, and links in earlier letters are no longer good. Roles, passwords and second factors are what they were when the backup was taken.

letter-payments_opened-subject = Payments are open again
letter-payments_opened-body =
    A finance officer of every partner has confirmed what its bank knows. Payments can be approved, released and handed to the banks again.

    What the statements show and the fund did not know stands on the page below.

letter-reminder-subject = { $when ->
    [overdue] Overdue: { $task }
   *[soon] Due soon: { $task }
}

letter-reminder-body =
    { $when ->
        [overdue] This was due on { $due } and still waits for you: { $task } – { $title }.
       *[soon] This waits for you and is due on { $due }: { $task } – { $title }.
    }

    Open the page below: My work lists it together with everything else that waits for you.
letter-recused-subject = { $by } stands aside from “{ $title }”
letter-recused-body =
    { $by } has declared a conflict of interest with the application “{ $title }”, and holds no office in it any more. The reason given:

    { $reason }

    The page below shows whether this leaves an office empty. An administrator of the partner then proposes a substitute.
letter-recusal_decided-subject = { $action ->
    [dismiss_hint] You act in “{ $title }” as before
    [lift_recusal] You act in “{ $title }” again
   *[other] You stand aside from “{ $title }”
}
letter-recusal_decided-body =
    { $action ->
        [dismiss_hint]
            What was typed into the application “{ $title }” hinted at a conflict of interest of yours. The secretariat has found that there is none, and you act in it as before. The reason given:

            { $reason }
        [lift_recusal]
            The secretariat has found that you have no conflict of interest with the application “{ $title }” (any more). You hold your offices in it again. The reason given:

            { $reason }
        [confirm_hint]
            What was typed into the application “{ $title }” hinted at a conflict of interest of yours, and the secretariat has confirmed it. You hold no office in this application. If you believe that this is wrong, write to the secretariat.
       *[other]
            The secretariat has recorded a conflict of interest of yours with the application “{ $title }”. You hold no office in it any more. The reason given:

            { $reason }

            If you believe that this is wrong, write to the secretariat.
    }
letter-substitution_ended-subject = You no longer stand in for somebody in “{ $title }”
letter-substitution_ended-body =
    Whoever you stood in for in “{ $title }” acts in it again, and your office there has ended. What you did in it stands.
