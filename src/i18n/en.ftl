## The frame

skip = Skip to the content
nav-main = Main
nav-crumbs = You are here
next-step = What happens next:
more = Show more
aside = At a glance
untitled = Untitled application
footer = Joint innovation fund
footer-api = Interface for programs (API)
demo-banner = Demonstration: every person, organisation and amount is invented, and no money moves. No letter leaves this machine.

## Navigation

nav-calls = Calls
nav-work = My work
nav-organisations = My organisations
nav-applications = Applications
nav-reviews = My reviews
nav-awards = Awards
nav-payouts = Payouts
nav-orders = Payment orders
nav-books = Books
nav-fund = Fund
nav-people = People
nav-letters = Letters
nav-mailbox = Mailbox of the demonstration

## Titles of pages and forms

title-sign_in = Sign in
title-register = Create an account
title-letter_sent = Check your mail
title-forgotten = Forgotten password
title-verify_email = Confirm your e-mail address
title-reset_password = Set a new password
title-accept_invitation = Accept your invitation
title-submit = Submit the application
title-declaration = Declaration before you read
title-sheet = Your review
title-award = Award
title-payout = { $amount } to { $payee }

## Headings

heading-agreement = Grant agreement
heading-approvals = Approved by
heading-bank_accounts = Bank accounts
heading-comments = Comments
heading-consensus = Settled marks
heading-contributions = Contributions
heading-criteria = Criteria
heading-eligibility = Eligibility
heading-evaluation = Evaluation
heading-feedback = Result
heading-files = Files
heading-history = History
heading-members = People
heading-milestones = Milestones
heading-money = Money
heading-other_reviews = Reviews of the others
heading-own_review = Your review
heading-participants = Participants and their budgets
heading-parties = Partners that take part
heading-partners = Partners
heading-questions = Questions
heading-ranking = Ranked list
heading-reviewers = Reviewers
heading-roles = Roles
heading-seats = The two approvals
heading-shares = Grant by participant and pot
heading-signatures = Signatures
heading-terms = Terms
heading-themes = Themes
heading-timetable = Timetable
heading-votes = Votes

## Errors

error-title = Error:
error-summary = Please correct the following
error-not_found = This page does not exist, or you do not have access to it.
error-not_signed_in = Sign in to continue.
error-unavailable = The service is busy. Nothing was changed. Try again in a moment.
error-internal = Something went wrong on our side. Nothing was changed. Try again; if it happens again, contact the secretariat and give the reference below.
error-invalid_input = What was sent cannot be processed. Go back, check what you entered, and send it again.
error-too_many_attempts = { $seconds ->
    [one] There were too many attempts. Try again in { $seconds } second.
   *[other] There were too many attempts. Try again in { $seconds } seconds.
}
error-form_expired = This form was no longer valid, so nothing was saved. Your entries are still here: check them and send the form again.
error-reference = Reference: { $reference }
error-page-401 = Please sign in
error-page-403 = You may not do this
error-page-404 = Page not found
error-page-409 = This is not possible at present
error-page-422 = Something needs correcting
error-page-429 = Too many attempts
error-page-500 = Something went wrong
error-page-503 = The service is busy

## Refusals

refused-not_in_capacity = You may not do this in any of your roles. It is open to: { $capacities }.
refused-wrong_state = This cannot be done in the present state: { $state }.
refused-stale = Someone changed this after you opened it. Nothing was saved. Compare your entries with the present version, then send them again.

duplicate-approval = Your partner has already approved.
duplicate-assignment = This reviewer is already assigned to the application.
duplicate-award = There is already an award for this application.
duplicate-bank_account = This participant already has such a bank account on record.
duplicate-bank_reference = This bank reference has already been entered.
duplicate-code = Another call already has this code.
duplicate-finding = Your partner has already recorded its finding.
duplicate-organisation = An organisation with this registration number is already registered in this country.
duplicate-partner = There is already a partner with this code.
duplicate-payment_order = Another payment order has just been exported. Open the list of payment orders before you try again.
duplicate-payout = This payment has already been requested.
duplicate-role = This person already has this role.
duplicate-seat = This approval has already been given.
duplicate-signature = This party has already signed.
duplicate-theme = There is already a theme with this name.
duplicate-vote = Your partner has already voted.

## What is wrong with a field

fault-required = This is missing
fault-too_long = Use at most { $limit } characters
fault-too_short = Use at least { $limit } characters
fault-not_a_number = Enter a number in digits, such as 1250 or 1250.50
fault-too_many_decimals = { $limit ->
    [0] Enter a whole amount, without decimals
    [one] Use at most { $limit } decimal
   *[other] Use at most { $limit } decimals
}
fault-too_large = This is above the limit { $limit }
fault-too_small = This is below the limit { $limit }
fault-not_a_date = Enter a date that exists, such as 2027-03-31
fault-not_a_time = Enter a date and a time, such as 2027-03-31 17:00
fault-unknown_zone = Enter a time zone by its name, such as Europe/Vienna
fault-time_does_not_exist = The clocks go forward then, and this local time does not exist: choose another
fault-time_is_ambiguous = The clocks go back then, and this local time occurs twice: choose another
fault-unknown_currency = Enter the three letters of a currency, such as EUR
fault-not_the_funds_currency = The fund’s books are in { $limit }, and so is every call
fault-unknown_country = This country is not on the fund’s list
fault-not_an_email = Enter an e-mail address, such as name@example.org
fault-unknown_choice = Choose one of the options
fault-not_a_half_point = Give a mark from 0 to 5 in steps of half a point
fault-not_a_percentage = Enter a percentage with at most two decimals, such as 12.50
fault-malformed = This is not in the expected form
fault-already_taken = This is already in use
fault-not_positive = This must be more than zero
fault-nothing_requested = No participant asks for anything yet; say at least once what is requested
fault-together_too_large = All participants together ask for more than the largest grant, { $limit }
fault-participant_twice = This organisation is in the consortium already; leave one of the two out
fault-applicant_missing = The organisation that applies must be one of the participants; none of them has its country and register number
fault-not_found = This does not exist or is no longer valid
fault-must_be_later = This must lie after the earlier date and time
fault-must_sum = Together these must add up to { $limit }
fault-mismatch = This does not match the rest
fault-wrong_password = This does not match our records
fault-common_password = This password is among the first that attackers try: choose another
fault-file_type = This type of file is not accepted
fault-file_too_large = This is more than can be uploaded { $limit ->
    [one] ({ $limit } byte)
    [other] ({ $limit } bytes)
   *[unknown] here
}
fault-empty_file = This file is empty
fault-too_many = { $limit ->
    [one] At most { $limit } is allowed
   *[other] At most { $limit } are allowed
}
fault-too_few = There are too few of these
fault-not_allowed = This is not allowed here
fault-not_seen = Say what you saw: open the page again, so that it is known which state of things you act on
fault-unknown_field = This field is not known

## States

state-account-unverified = Address not confirmed
state-account-invited = Invited
state-account-active = Active
state-account-suspended = Suspended

state-role-proposed = Awaiting confirmation
state-role-active = In force
state-role-refused = Refused
state-role-revoked = Revoked

state-call-draft = Draft
state-call-in_approval = In approval
state-call-published = Published
state-call-open = Open
state-call-closed = Closed
state-call-in_evaluation = In evaluation
state-call-ranked = Ranked
state-call-decided = Decided
state-call-awarding = Awards under way
state-call-cancelled = Cancelled

state-application-draft = Draft
state-application-submitted = Submitted
state-application-eligible = Eligible
state-application-ineligible = Not eligible
state-application-under_review = Under review
state-application-assessed = Assessed
state-application-ranked = Ranked
state-application-awarded = Funded
state-application-reserve = On the reserve list
state-application-rejected = Not funded
state-application-lapsed = Offer lapsed
state-application-withdrawn = Withdrawn
state-application-missed = Not submitted

state-assignment-invited = Declaration outstanding
state-assignment-clear = Review under way
state-assignment-conflicted = Conflict declared
state-assignment-declined = Declined
state-assignment-submitted = Review submitted
state-assignment-removed = Removed

state-ranking-frozen = Before the boards
state-ranking-decided = Decided
state-ranking-released = Released

state-partner-active = Active
state-partner-retired = Retired

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

state-payout-requested = Requested
state-payout-verified = Verified
state-payout-approved_once = Approved once
state-payout-approved = Approved twice
state-payout-released = Released
state-payout-ordered = With the bank
state-payout-confirmed = Paid
state-payout-refused = Refused
state-payout-cancelled = Cancelled

state-letter-waiting = Waiting
state-letter-sent = Sent
state-letter-failed = Not sent

## What happens next

next-call-draft = The secretariat finishes the draft and sends it to the boards of all partners.
next-call-in_approval = A board member of every partner approves the text. Then the secretariat publishes the call.
next-call-published = Applications open on { $opens } and close on { $deadline }.
next-call-open = Applications can be submitted until { $deadline }. After that moment nothing more is accepted.
next-call-closed = Every partner checks the eligibility of the applications. When all findings are released, the secretariat begins the evaluation.
next-call-in_evaluation = Reviewers assess the applications. When all marks are settled, the ranked list is frozen and goes to the boards.
next-call-ranked = A board member of every partner votes on the frozen list. With the approval of all, it becomes the decision.
next-call-decided = All partners have approved the list. The secretariat releases the decisions to the applicants.
next-call-awarding = The applicants know the decisions. Agreements are signed and grants are paid by milestone.
next-call-cancelled = The call was given up before publication. Nothing follows.

next-application-draft = Complete and submit the application by { $deadline }. A draft that is not submitted is not considered.
next-application-submitted = The application has been received. After the deadline ({ $deadline }) every partner concerned checks its eligibility, and you receive the finding by e-mail.
next-application-eligible = The secretariat assigns reviewers.
next-application-ineligible = The application is not assessed further. The reasons are given below.
next-application-under_review = Reviewers assess the application. You need to do nothing.
next-application-assessed = The assessment is complete. It stays confidential until the decisions are released.
next-application-ranked = The boards of the partners decide on the ranked list. You are told by e-mail when the decisions are released.
next-application-awarded = The secretariat lays out the grant agreement, which every partner and the lead applicant sign.
next-application-reserve = The application can be funded only if money becomes free. The secretariat contacts you if that happens.
next-application-rejected = The application is not funded. The score and the reviewers’ comments are given below.
next-application-missed = The draft was not submitted before the deadline ({ $deadline }), so it is not considered. Its text stays readable here for you.
next-application-withdrawn = The application was withdrawn and is no longer considered.

next-assignment-invited = Read the title, summary and participants. Then declare whether you have a conflict of interest. The whole application opens once you have declared that there is none.
next-assignment-clear = Mark every criterion, give your reasons, and submit the review. You can save and return until then.
next-assignment-conflicted = You declared a conflict of interest. The application is closed to you, and the secretariat finds another reviewer.
next-assignment-declined = You declined this review. The secretariat finds another reviewer.
next-assignment-submitted = Your review has been received. The marks are settled once enough reviews are in.
next-assignment-removed = The secretariat took this assignment back. You need to do nothing.

next-application-lapsed = The offer lapsed before every party had signed the agreement. The secretariat can make it anew while the pots still hold its money.

next-ranking-frozen = A board member of every partner votes on this list as it stands. With the approval of all, it becomes the decision. After an objection it can go back to evaluation.
next-ranking-decided = Every partner has approved. The secretariat releases the decisions to the applicants.
next-ranking-released = The decisions have been released. The secretariat lays out agreements for the funded applications.

next-award-signing = An approver of every partner and the lead applicant sign the agreement as shown below. The last signature brings it into force.
next-award-active = The lead applicant reports milestones in their order. The programme officer accepts them, and payouts follow.
next-award-completed = Everything has been paid. The award is complete.
next-award-lapsed = The offer was given up before all had signed, and the reserved money is free again. The secretariat can make the offer anew while the pots still hold its money.

next-payout-requested = A programme officer who did not request this payout verifies it against the agreement, the milestone and the bank account.
next-payout-verified = Two approvals are needed: one from the paying partner and one from another partner, by two people.
next-payout-approved_once = One approval has been given. The other must come from another person, for the other side.
next-payout-approved = A payment officer of the paying partner releases the payout.
next-payout-released = A payment officer of the paying partner exports it in the next payment order.
next-payout-ordered = The payment order has been written. When the bank has booked it, the payment officer enters the bank’s reference; if the bank refuses, the refusal is recorded.
next-payout-confirmed = The bank has paid. Nothing is left to do.
next-payout-refused = This payout was refused. The reason is given below; the payment can be requested again.
next-payout-cancelled = The request was cancelled. The payment can be requested again.

## My work

task-finish_call = Finish the draft and send it for approval
task-publish_call = Publish, once every partner has approved
task-begin_evaluation = Begin the evaluation, once eligibility is released
task-evaluate = See the evaluation through
task-release_decisions = Release the decisions
task-approve_call = Approve the call or return it
task-vote = Vote on the ranked list
task-check_eligibility = Check eligibility
task-release_eligibility = Release the finding on eligibility
task-assign_reviewers = Assign reviewers
task-offer_award = Lay out the agreement
task-finish_application = Finish and submit
task-review = Review
task-sign = Sign the agreement
task-verify_payout = Verify the payout
task-approve_payout = Approve the payout
task-release_payout = Release the payout
task-export_order = Export in a payment order
task-confirm_payout = Enter what the bank answered

## What stands where there is nothing

empty-applications = There are no applications here.
empty-awards = There are no awards here.
empty-bank_accounts = No bank account has been entered yet.
empty-questions = This call asks no questions.
empty-books = Nothing has been posted here.
empty-calls = There are no calls at present.
empty-contributions = No contribution has been pledged yet.
empty-history = Nothing has been recorded yet.
empty-letters = No letter has been written yet.
empty-orders = No payment order has been exported yet.
empty-organisations = You act for no organisation yet. Register one to apply, or ask its lead to add you.
empty-other_reviews = No other review has been submitted yet.
empty-participants = No participant has been entered yet.
empty-partners = The fund has no partners yet.
empty-payouts = No payout has been requested.
empty-people = Nobody is registered yet.
empty-reviewers = No reviewer has been assigned yet.
empty-reviews = No application has been assigned to you.
empty-roles = No roles.
empty-work = Nothing waits for you.

## Words of lists

gap-skip = Pass over an application whose pots are exhausted and fund later ones that fit
gap-stop = Stop at the first application whose pots are exhausted
size-micro = Micro enterprise (fewer than 10 people)
size-small = Small enterprise (fewer than 50 people)
size-medium = Medium-sized enterprise (fewer than 250 people)
size-large = Large enterprise (250 people or more)
size-research = Research organisation
member-lead = Lead
member-member = Member
verdict-eligible = Eligible
verdict-ineligible = Not eligible
vote-approve = Approve
vote-object = Object
outcome-funded = Funded
outcome-reserve = Reserve list
outcome-rejected = Not funded
reason-fits = The pots cover it
reason-gap = The pots do not cover it
payout-advance = Advance
payout-milestone = Milestone
payout-retention = Amount kept back
seat-paying = For the paying partner
seat-other = For another partner
seat-free = Not given yet
audit-done = Done
audit-refused = Refused
theme-offered = Offered
theme-retired = Retired
common-pot = Common
due-in_months = { $months ->
    [one] One month after the entry into force
   *[other] { $months } months after the entry into force
}
pot-of = Pot: { $name }
common-part-of = Part of the common pot: { $name }
answer-in_words = In words, at most { $most } characters
answer-required = Required
answer-optional = Optional
a-reviewer = A reviewer
the-lead = Lead applicant
marks-diverge = Marks differ widely
problems-left = { $count ->
    [one] One field must still be completed or corrected before the application can be submitted.
   *[other] { $count } fields must still be completed or corrected before the application can be submitted.
}
needs-organisation = To apply, first register the organisation that leads the project, or ask its lead to add you to it.
letter_sent = If the address can be used here, a letter is on its way to it. Open the letter and follow its link. If nothing arrives within a few minutes, check the folder for unwanted mail and the spelling of the address.

## Books

book-real = Financial book
book-budget = Budget book
books-balance = The books balance: debits and credits are equal in both.
books-do-not-balance = The books do not balance. Stop all payments and inform the auditor and the operator.
account-1000 = Cash at bank
account-1100 = Contributions receivable
account-1200 = Advances to recipients
account-2000 = Grants payable
account-2100 = Payments in transit
account-2200 = Amounts kept back
account-4000 = Contributions pledged
account-5000 = Grant expense
account-9000 = Budget available
account-9100 = Budget reserved
account-9200 = Budget committed
account-9900 = Budget control

## Declarations

declaration-submit = I am authorised to submit this application for the lead organisation and all participants. What it says is true and complete to the best of my knowledge. The costs are not funded from another public source unless the application says so. I accept the terms of the call, and I know that the application cannot be changed after submission.
declaration-no_conflict = I have no conflict of interest with this application. I am not involved in it and gain nothing from its success or failure. I have no family or close personal tie to the people named; I have not been employed by, shared a project or publication with, or advised a participant in the last three years; I hold no financial interest in any of them; and I do not compete with them. I shall treat everything I read as confidential, share it with nobody, use it for this review only, enter it into no outside service, and report at once any conflict that comes to light.

## Roles and capacities

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

## Conditions: the sentence a refused person reads

condition-account_is_active = This account is not active. Only an active account can do this.
condition-role_is_theirs_to_grant = This role is not yours to give or take back. Partner administrators appoint within their own partner, the secretariat appoints reviewers and panel chairs, and system administrators appoint the rest.
condition-not_to_oneself = Nobody decides on their own roles. Someone else with the right to appoint must do it.
condition-duties_are_compatible = This role may not be held together with another that the person already has, because one of the two controls the other.
condition-confirmed_by_another_partner = This role touches money or holds, so an administrator of a partner other than the one that proposed it must confirm it.
condition-one_lead_remains = An organisation keeps at least one lead. Make someone else a lead first.

condition-partner_is_active = This partner is retired. It takes part in no new call and makes no new pledge; what is under way is finished.
condition-two_partners_take_part = A joint call needs at least two active partners, for every payout needs the approval of two.
condition-pots_of_active_partners = A pot of this call belongs to a partner that is retired. Edit the draft and leave that pot out.
condition-pots_within_pledges = The pots of all calls together would be more than the partners have pledged. Reduce the pots, or wait until a further contribution is pledged.
condition-deadline_ahead = The deadline for applications must lie in the future. Change the timetable first.
condition-opening_reached = The call opens at its published hour, which has not come yet.
condition-deadline_passed = This can be done only after the deadline for applications has passed.
condition-approved_as_written = The call was changed after you opened it. You approve only what you have read: open it again and read the present text.
condition-partner_has_not_approved = Your partner has already approved this text. One approval for each partner is enough.
condition-every_partner_approved = The partners decide jointly, and not every partner has approved yet.
condition-every_eligibility_released = The evaluation begins only when the eligibility of every submitted application has been released.

condition-call_is_open = The call is not open for applications: it has not opened yet, or its deadline has passed.
condition-partner_has_not_checked = Your partner has already recorded its finding on this application.
condition-every_partner_found_eligible = Not every partner concerned has found the application eligible yet. All of them must record a finding first.
condition-a_partner_found_ineligible = No partner concerned has found the application not eligible, so it cannot be released as such.

condition-call_is_in_evaluation = Reviewers are assigned only while the call is in evaluation.
condition-person_is_reviewer = This person is not a reviewer of the fund or of this call.
condition-not_of_a_participant = This person acts for a participant of the application and may not review it.
condition-declared_no_conflict = The application opens, and can be marked, only after the reviewer has declared that there is no conflict of interest.
condition-enough_reviews = The application does not yet have as many submitted reviews as its call demands.
condition-consensus_is_open = The marks of this application are already settled, so reviews can no longer change.
condition-deviation_has_reason = At least one mark differs from the median of the reviewers. Give a reason for it.
condition-not_the_reviewer = You reviewed this application. Someone who did not review it must settle the marks.

condition-every_consensus_settled = The ranked list is frozen only when the marks of every application under review are settled.
condition-something_to_rank = No application has settled marks yet, so there is nothing to rank.
condition-partner_has_not_voted = Your partner has already voted on this list. Each partner has one vote.
condition-voted_as_frozen = The list is not the one you opened. You vote only on what you have read: open the present list and read it.
condition-a_partner_objected = A frozen list goes back to evaluation only after a partner has objected to it.

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
condition-cash_suffices = The cash of the paying partner does not cover this payout. Enter a received contribution first, or wait for one.
condition-amount_matches_order = The amount booked by the bank differs from the amount in the payment order. Check the statement; if the figures truly differ, inform the auditor.

## Actions: words of buttons, and of the history

action-register_account = Create an account
action-verify_email = Confirm the address
action-sign_in = Sign in
action-sign_out = Sign out
action-renew_session = Renew the session
action-ask_for_reset = Ask for a new password
action-reset_password = Set the new password
action-change_password = Change the password
action-invite_account = Invite a person
action-accept_invitation = Accept the invitation
action-suspend_account = Suspend the account
action-restore_account = Restore the account
action-grant_role = Give a role
action-confirm_role = Confirm the role
action-refuse_role = Refuse the role
action-revoke_role = Revoke the role
action-create_administrator = Create an administrator

action-register_organisation = Register an organisation
action-update_organisation = Change the details
action-add_member = Add a person
action-remove_member = Remove the person

action-set_up_fund = Set up the fund
action-add_country = Add a country
action-add_partner = Add a partner
action-retire_partner = Retire the partner
action-reinstate_partner = Reinstate the partner
action-keep_themes = Change the theme
action-add_theme = Add a theme
action-pledge_contribution = Enter a pledge
action-receive_contribution = Enter money received

action-draft_call = Draft a call
action-edit_call = Edit the call
action-send_call_for_approval = Send for approval
action-return_call = Return to draft
action-approve_call = Approve the call
action-publish_call = Publish the call
action-open_call = Open the call
action-close_call = Close the call
action-cancel_call = Cancel the call
action-begin_evaluation = Begin the evaluation

action-start_application = Start an application
action-edit_application = Edit the application
action-save_application = Save the draft
action-attach_file = Add the file
action-remove_file = Remove the file
action-submit_application = Submit the application
action-miss_deadline = Close the draft after its deadline
action-withdraw_application = Withdraw the application
action-check_eligibility = Record the finding
action-release_eligibility = Release the finding
action-release_eligible = Release as eligible
action-release_ineligible = Release as not eligible

action-assign_reviewer = Assign the reviewer
action-remove_assignment = Take the assignment back
action-declare_no_conflict = Declare that there is no conflict
action-declare_conflict = Declare a conflict of interest
action-decline_assignment = Decline the review
action-save_review = Save without submitting
action-submit_review = Submit the review
action-reopen_review = Give the review back
action-settle_consensus = Settle the marks

action-freeze_ranking = Freeze the ranked list
action-reopen_ranking = Return to evaluation
action-vote_decision = Cast the vote
action-adopt_decision = Adopt the decision
action-release_decisions = Release the decisions
action-announce_award = Announce the award
action-announce_reserve = Announce the place on the reserve list
action-announce_rejection = Announce that it is not funded

action-give_back_rest = Give the rest back to the partners
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

action-request_payout = Request payment
action-verify_payout = Verify the payout
action-change_payout = Send back to the start
action-approve_payout = Approve the payout
action-refuse_payout = Refuse the payout
action-cancel_payout = Cancel the request
action-release_payout = Release the payout
action-export_order = Export a payment order
action-confirm_payout = Confirm the payment
action-record_bank_rejection = Record the bank’s refusal

action-send_letter = Send the letter
action-give_up_letter = Give up the letter
action-retry_letter = Send again

## What an action entails, above its form

intro-verify_email = Press the button to confirm that this address is yours. Then you can sign in.
intro-ask_for_reset = Enter the address of your account. You receive a letter with a link to set a new password.
intro-reset_password = After this you are signed out everywhere and sign in with the new password.
intro-change_password = You stay signed in here and are signed out everywhere else.
intro-accept_invitation = Set a password for your account. Then sign in with it.
intro-invite_account = The person receives a letter with a link to begin. Give them a role afterwards.
intro-suspend_account = The person is signed out at once and cannot sign in until the account is restored.
intro-restore_account = The person can sign in again, with the roles they had.
intro-grant_role = The role applies at once, unless it touches money or holds: then an administrator of another partner must confirm it first.
intro-confirm_role = The role is in force at once, and the person is told by e-mail.
intro-revoke_role = The role ends at once.
intro-add_member = The person needs an account with this e-mail address. They can then act for the organisation.
intro-remove_member = The person can no longer act for the organisation or open its applications.
intro-set_up_fund = The base currency is chosen once and cannot be changed.
intro-pledge_contribution = A pledge is posted to the books and cannot be changed afterwards.
intro-receive_contribution = Enter the amount as it stands on the bank statement. It is posted to the books and cannot be changed afterwards.
intro-draft_call = Empty rows for criteria, questions and milestones are ignored. You can change everything until the call is approved.
intro-send_call_for_approval = The boards of all partners are asked to approve this text. It cannot be edited while they do.
intro-approve_call = You approve, for your partner, exactly the text shown on this page. The approval is recorded with your name.
intro-publish_call = The call becomes visible to everyone. After this neither its text nor its timetable, criteria or pots can be changed.
intro-return_call = The call becomes a draft again, and the approvals given so far no longer count.
intro-cancel_call = The call is given up for good. This cannot be undone.
intro-begin_evaluation = Reviewers can be assigned from now on. This cannot be undone.
intro-start_application = This opens a draft that only the people of your organisation can see. You can work on it until the deadline.
intro-save_application = The draft is saved even if it is incomplete. Empty rows for participants are ignored.
intro-remove_file = The file is deleted from the draft. This cannot be undone.
intro-submit_application = After submission the application cannot be changed. You receive a receipt with its number by e-mail. You can still withdraw it.
intro-withdraw_application = The application is no longer considered. This cannot be undone.
intro-check_eligibility = The finding counts for your partner and cannot be changed. A finding that the application is not eligible is sent to the applicants with its reason.
intro-release_eligibility = The applicants are told by e-mail. If any partner found the application not eligible, it is not assessed further. This cannot be undone.
intro-assign_reviewer = The reviewer is told by e-mail and sees only the title, summary and participants until they have declared that there is no conflict of interest.
intro-remove_assignment = The reviewer loses access to the application.
intro-declare_conflict = The application is closed to you at once, and your marks do not count. This cannot be undone.
intro-decline_assignment = The application is closed to you. This cannot be undone.
intro-submit_review = Other reviewers’ reviews become visible once yours is submitted, and you can then no longer change it.
intro-reopen_review = The review is open to its reviewer again, and does not count until it is submitted anew.
intro-settle_consensus = These marks decide the place on the ranked list and cannot be changed afterwards. Give a reason if any differs from the median.
intro-freeze_ranking = The list is fixed as it stands, and the boards of all partners are asked to vote on it.
intro-reopen_ranking = The frozen list and its votes no longer count, and the call is in evaluation again.
intro-vote_decision = You vote, for your partner, on exactly the list shown on this page. A vote cannot be changed. An objection needs a reason.
intro-release_decisions = Every applicant is told the decision by e-mail. This cannot be undone.
intro-retire_partner = A retired partner takes part in no new call and makes no new pledge. Its people finish what is under way.
intro-reinstate_partner = The partner takes part in new calls again. Calls under way do not change.
intro-give_back_rest = What no award needs goes back to the partners whose money it is, and can go into the pots of other calls. An offer that lapsed cannot be made anew after this.
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
intro-verify_payout = You confirm that you have checked this payout against the agreement, the milestone and the bank account.
intro-approve_payout = You approve exactly this payee, account and amount. Your approval is recorded with your name; any change to the payout makes it void.
intro-release_payout = The payout goes into the next payment order of your partner.
intro-export_order = All released payouts of the partner are written into one file for the bank. A payout is exported once only. This cannot be undone.
intro-confirm_payout = Enter the booking as it stands on the bank statement. It is posted to the books and cannot be changed afterwards.
intro-record_bank_rejection = Use this only if the bank did not pay. The payout goes back to the start and must be verified and approved again.
intro-change_payout = The payout goes back to the start with the payee’s present account. All approvals given so far become void.
intro-refuse_payout = The payout ends here, and the applicant is told the reason by e-mail. This cannot be undone; the payment can be requested again.
intro-cancel_payout = The request ends here. The payment can be requested again.

## What was done

done-register_account = Your details have been received.
done-verify_email = Your address is confirmed. You can sign in now.
done-ask_for_reset = Your request has been received.
done-reset_password = Your new password is set. Sign in with it.
done-accept_invitation = Your account is ready. Sign in with your new password.
done-change_password = Your password has been changed.
done-sign_out = You are signed out.
done-invite_account = The invitation is on its way. You can give the person a role now.
done-grant_role = The role has been recorded.
done-confirm_role = The role is confirmed and in force.
done-refuse_role = The role has been refused.
done-revoke_role = The role has been revoked.
done-suspend_account = The account is suspended.
done-restore_account = The account is active again.
done-register_organisation = The organisation is registered, and you are its lead.
done-update_organisation = The details have been saved.
done-add_member = The person can now act for the organisation.
done-remove_member = The person no longer acts for the organisation.
done-retry_letter = The letter will be sent again.
done-set_up_fund = The fund’s details have been saved.
done-add_country = The country has been added.
done-retire_partner = The partner is retired.
done-reinstate_partner = The partner takes part in new calls again.
done-give_back_rest = The rest of the pots has been given back to the partners.
done-add_partner = The partner has been added.
done-keep_themes = The theme has been saved.
done-pledge_contribution = The pledge has been posted.
done-receive_contribution = The money received has been posted.
done-draft_call = The draft has been saved.
done-edit_call = The changes have been saved.
done-send_call_for_approval = The boards of all partners have been asked to approve.
done-return_call = The call is a draft again.
done-approve_call = Your approval has been recorded.
done-publish_call = The call is published.
done-cancel_call = The call has been cancelled.
done-begin_evaluation = The evaluation has begun. Reviewers can be assigned.
done-freeze_ranking = The ranked list is frozen, and the boards have been asked to vote.
done-reopen_ranking = The call is in evaluation again.
done-vote_decision = Your vote has been recorded.
done-release_decisions = The decisions have been released to the applicants.
done-start_application = Your draft has been started.
done-save_application = Your draft has been saved.
done-attach_file = The file has been added.
done-remove_file = The file has been removed.
done-submit_application = Your application has been submitted. A receipt is on its way to you by e-mail.
done-withdraw_application = The application has been withdrawn.
done-check_eligibility = The finding has been recorded.
done-release_eligibility = The finding has been released to the applicants.
done-assign_reviewer = The reviewer has been assigned and told.
done-settle_consensus = The marks are settled.
done-remove_assignment = The assignment has been taken back.
done-reopen_review = The review has been given back to its reviewer.
done-declare_no_conflict = Your declaration has been recorded. The whole application is open to you.
done-declare_conflict = The conflict has been recorded. Thank you for declaring it.
done-decline_assignment = You have declined the review.
done-save_review = Your review has been saved. It has not been submitted yet.
done-submit_review = Your review has been submitted. Thank you.
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
done-request_payout = The payment has been requested.
done-verify_payout = The payout has been verified.
done-approve_payout = Your approval has been recorded.
done-change_payout = The payout is back at the start, and its approvals are void.
done-refuse_payout = The payout has been refused.
done-cancel_payout = The request has been cancelled.
done-release_payout = The payout has been released for payment.
done-confirm_payout = The payment is confirmed and posted.
done-record_bank_rejection = The bank’s refusal has been recorded. The payout is back at the start.
done-export_order = The payment order has been written.

## Fields

field-account = Account
field-action = Action
field-address_line = Address
field-advance = Advance
field-advance_rate = Advance
hint-advance_rate = As a percentage of the grant, paid once the agreement is in force.
field-after = After
field-agreed = Settled mark
field-amount = Amount
field-answers = Answers
field-approved_at = Approved at
field-attempts = Attempts
field-balance = Balance
field-bank_name = Name of the bank
field-bank_reference = Bank reference
hint-bank_reference = As it stands on the bank statement.
field-base_currency = Base currency
hint-base_currency = Three letters, such as EUR.
field-before = Before
field-bic = BIC
hint-bic = 8 or 11 characters. May stay empty if the bank does not need it.
field-booked_on = Booked on
field-budget = Budget
field-call = Call
hint-call = Only for a reviewer or panel chair of a single call.
field-capacity = Capacity
field-cause = Ground
field-checked_at = Checked at
field-answer = Answer
field-choices = Options
hint-choices = One on each line. Leave empty for an answer in words.
field-code = Code
field-contact_email = E-mail of the contact
field-contact_name = Contact
field-costs = Total costs
field-country = Country
field-created_at = Created at
field-criteria = Criteria
field-criterion = Criterion
field-currency = Currency
hint-currency = Three letters, such as EUR.
field-current = Present password
field-deadline = Deadline
field-deadline_utc = Deadline in UTC
field-declaration = Declaration
field-digest = Digest (SHA-256)
field-due_months = Due after months
hint-due_months = Counted from the day the agreement comes into force.
field-due_on = Due on
field-earned = Earned
field-email = E-mail address
field-entry = Entry
field-equipment = Equipment
field-exported_at = Exported at
field-file = File
field-for_applicant = Comments for the applicant
hint-for_applicant = The applicant reads these with the decision, without your name.
field-for_panel = Comments for the panel
hint-for_panel = The applicant does not see these.
field-frozen_at = Frozen at
field-funding_rate = Funding rate
hint-funding_rate = The greatest share of the costs that is funded, as a percentage.
field-gap_mode = When a pot is exhausted
field-granted = Granted
field-guidance = Guidance for reviewers
field-hint = Hint below the question
field-holder = Account holder
hint-holder = Exactly as the bank has it.
field-iban = IBAN
hint-iban = Two letters and two digits, then the account. Spaces do not matter.
field-justification = Reasons
hint-justification = Refer to the application. Other reviewers and the panel read this.
field-kind = Kind
field-last_error = Last error
field-mark = Mark
field-marks = Marks
field-max_chars = Most characters
field-max_grant = Largest grant
field-median = Median
field-media_type = Type
field-milestone = Milestone
field-milestones = Milestones
field-min_reviews = Reviews for each application
field-name = Name
field-net = To be paid now
field-note = Note
field-number = Number
field-opens = Opens
field-organisation = Organisation
field-organisation_name = Organisation
field-other = Other costs
field-outcome = Result
field-paid = Paid
field-participant = Participant
field-participants = Participants
field-partner = Partner
hint-partner = Only for roles of a partner.
field-password = Password
hint-new_password = At least 15 characters. A few unrelated words work well.
field-payee = Payee
field-payer = Paid by
field-personnel = Personnel
field-pledged = Pledged
field-pledged_on = Pledged on
field-position = Place
field-postcode = Postcode
field-pot = Pot
field-pots = Pots
field-prefix = Prefix
hint-prefix = Short letters that begin every number of the fund, such as DIF.
field-prompt = Question
field-question = Question
field-questions = Questions
field-reason = Reason
field-received = Received
field-received_on = Received on
field-recipient = To
field-reference = Reference
field-refresh_token = Refresh token
field-registration_number = Registration number
hint-registration_number = As in the public register of the country.
field-report = Report
field-requested = Grant requested
field-requested_at = Requested at
field-required = Must be answered
field-retention = Kept back
field-retention_rate = Kept back
hint-retention_rate = As a percentage of the grant, paid when all milestones are accepted.
field-retired = Retired: no longer offered in new calls
field-reviewer = Reviewer
field-role = Role
field-score = Score
field-scores = Marks
field-acting_for = For which partner
field-seat = Approval
field-share = Share
field-size = Size
field-size_class = Size of the organisation
field-spread = Spread
field-state = State
field-subcontracting = Subcontracting
field-subject = Subject
field-submitted_at = Submitted at
field-submitted_utc = Submitted in UTC
field-summary = Summary
field-takes = Takes from the pots
field-task = To do
field-terms = Terms
field-theme = Theme
field-themes = Themes
field-threshold = Least mark
field-time = Time
field-title = Title
field-token = Link from the letter
field-total = Total
field-total_amount = Total
field-total_threshold = Least total of all criteria
field-town = Town
field-travel = Travel
field-usable_from = Can be used from
field-verdict = Finding
field-version = Version
field-vote = Vote
field-website = Website
hint-website = May stay empty.
field-weight = Weight
hint-weight = As a percentage: 150 counts one and a half times as much as 100. Weights order the list; thresholds are compared with the marks as given.
field-zone = Time zone
hint-zone = By its name, such as Europe/Vienna.

## Letters

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

letter-password_changed-subject = Your password was changed
letter-password_changed-body =
    The password of your account at { $fund } was changed.

    If it was not you, ask for a new password on the sign-in page at once and inform the secretariat.

letter-role_proposed-subject = A role waits for your confirmation
letter-role_proposed-body =
    Another partner proposes to give a person the role of { $role ->
        [approver] { capacity-approver }
        [payment_officer] { capacity-payment_officer }
        [compliance_officer] { capacity-compliance_officer }
       *[other] { $role }
    }. Because this role touches money or holds, it needs the confirmation of an administrator of a different partner.

    Open the page below to confirm or refuse it. Until then the role is not in force.

letter-role_granted-subject = You have a new role
letter-role_granted-body =
    Your role of { $role ->
        [approver] { capacity-approver }
        [payment_officer] { capacity-payment_officer }
        [compliance_officer] { capacity-compliance_officer }
       *[other] { $role }
    } has been confirmed and is in force.

    What waits for you is listed on the page below.

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

        It can be funded only if money becomes free, and the secretariat contacts you if that happens. You need to do nothing.

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

    Open the page below to check payee, account and amount, and to approve or refuse.

letter-payout_release_wanted-subject = { $number }: a payout waits for release
letter-payout_release_wanted-body =
    A payout of { $amount } to { $payee } for “{ $title }” ({ $number }) has both approvals.

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

# The demonstration's clock

field-days = Days
action-turn_the_clock = Move the clock forward
intro-turn_the_clock = It is { $now } in this demonstration. Move the clock forward to pass a deadline or a cooling time; everyone then has to sign in again.
done-turn_the_clock = The clock was moved forward.
