### Applications and their eligibility.

## Titles of pages and forms

title-submit = Submit the application

## Headings

heading-left_to_do = Left to do
heading-rules_of_call = What the call allows
heading-eligibility = Eligibility
heading-files = Files
heading-participants = Participants and their budgets

## States

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

## What happens next

next-application-draft = Complete and submit the application by { $deadline }. A draft that is not submitted is not considered.
next-application-submitted = The application has been received. After the deadline ({ $deadline }) every partner concerned checks its eligibility, and the applicant receives the finding by e-mail.
next-application-checked = The deadline ({ $deadline }) has passed. Every partner concerned checks the eligibility, and the applicant receives the finding by e-mail.
next-application-eligible = When all findings of the call are released and its evaluation has begun, the secretariat assigns reviewers.
next-application-ineligible = The application is not assessed further. The reasons are given below.
next-application-under_review = Reviewers whom the secretariat assigns assess the application, and the panel settles their marks.
next-application-assessed = The assessment is complete. It stays confidential until the decisions are released.
next-application-ranked = The boards of the partners decide on the ranked list. The applicant is told by e-mail when the decisions are released.
next-application-awarded = The secretariat lays out the grant agreement, which every partner and the lead applicant sign.
next-application-reserve = The application met the thresholds, but the money of the call does not cover it. It stays on the reserve list.
next-application-rejected = The application is not funded. The score and the reviewers’ comments are given below.
next-application-missed = The draft was not submitted before the deadline ({ $deadline }), so it is not considered. Its text stays readable here.
next-application-withdrawn = The application was withdrawn and is no longer considered.
next-application-lapsed = The offer lapsed before every party had signed the agreement. The secretariat can make it anew while the pots still hold its money.

## My work

task-check_eligibility = Check eligibility
task-release_eligible = Release the finding on eligibility
task-release_ineligible = Release the finding on eligibility
task-save_application = Finish the draft
task-submit_application = Finish and submit

## Actions: words of buttons, and of the history

action-start_application = Start an application
action-edit_application = Edit the application
action-save_application = Save the draft
action-attach_file = Add the file
action-remove_file = Remove the file
action-submit_application = Submit the application
action-miss_deadline = Close the draft after its deadline
action-withdraw_application = Withdraw the application
action-check_eligibility = Record the finding
action-release_eligible = Release the finding “eligible”
action-release_ineligible = Release the finding “not eligible”

## What an action entails, above its form

intro-start_application = This opens a draft that only the people of your organisation can see. You can work on it until the deadline.
intro-save_application = The draft is saved even if it is incomplete. Empty rows for participants are ignored.
intro-remove_file = The file is deleted from the draft. This cannot be undone.
intro-submit_application = After submission the application cannot be changed. You receive a receipt with its number by e-mail. You can still withdraw it.
intro-withdraw_application = The application is no longer considered. This cannot be undone.
intro-check_eligibility = The finding counts for your partner and cannot be changed. A finding that the application is not eligible is sent to the applicants with its reason.
intro-release_eligible = The applicants are told by e-mail, and the application can be assigned to reviewers. This cannot be undone.
intro-release_ineligible = The applicants are told by e-mail, with the reasons, and the application is not assessed further. This cannot be undone.

## What was done

done-start_application = Your draft has been started.
done-save_application = Your draft has been saved.
done-attach_file = The file has been added.
done-remove_file = The file has been removed.
done-submit_application = Your application has been submitted. A receipt is on its way to you by e-mail.
done-withdraw_application = The application has been withdrawn.
done-check_eligibility = The finding has been recorded.
done-release_eligible = The finding has been released to the applicants.

## Conditions: the sentence a refused person reads

condition-call_is_open = The call is not open for applications: it has not opened yet, or its deadline has passed.
condition-partner_has_not_checked = Your partner has already recorded its finding on this application.
condition-every_partner_found_eligible = Not every partner concerned has found the application eligible yet. All of them must record a finding first.
condition-a_partner_found_ineligible = No partner concerned has found the application not eligible, so it cannot be released as such.

## What exists already

duplicate-finding = Your partner has already recorded its finding.

## Declarations

declaration-submit = I am authorised to submit this application for the lead organisation and all participants. What it says is true and complete to the best of my knowledge. The costs are not funded from another public source unless the application says so. I accept the terms of the call, and I know that the application cannot be changed after submission.

## Other words

untitled = Untitled application
problems-left = { $count ->
    [one] One field must still be completed or corrected before the application can be submitted.
   *[other] { $count } fields must still be completed or corrected before the application can be submitted.
}

needs-sign_in = Sign in or register first. What you write is kept as a draft until you submit it.
needs-organisation = To apply, first register the organisation that leads the project, or ask its lead to add you to it.

## What stands where there is nothing

empty-applications = There are no applications here.
nothing-left_to_do = Nothing is missing: the application can be submitted from its page.
nothing-written = Nothing written yet.
asked-of = { $part } of { $whole }
meter-of_costs = At most { $rate } of the costs
empty-participants = No participant has been entered yet.

## Findings

verdict-eligible = Eligible
verdict-ineligible = Not eligible
