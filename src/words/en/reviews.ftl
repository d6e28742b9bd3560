### Reviews and settled marks.

## Titles of pages and forms

title-declaration = Declaration before you read
title-sheet = Your review

## Headings

heading-comments = Comments
heading-consensus = Settled marks
heading-evaluation = Evaluation
heading-other_reviews = Reviews of the others
heading-own_review = Your review
heading-reviews_waiting = Waiting for you
heading-reviews_others = Done, or no longer yours
heading-reviewers = Reviewers

## States

state-assignment-invited = Declaration outstanding
state-assignment-clear = Review under way
state-assignment-conflicted = Conflict of interest
state-assignment-declined = Declined
state-assignment-submitted = Review submitted
state-assignment-removed = Removed

## What happens next

next-assignment-invited = Read the title, summary and participants. Then declare whether you have a conflict of interest. The whole application opens once you have declared that there is none.
next-assignment-clear = Mark every criterion, give your reasons, and submit the review. You can save and return until then.
next-assignment-conflicted = A conflict of interest is recorded for you. The application is closed to you, and the secretariat finds another reviewer.
next-assignment-declined = You declined this review. The secretariat finds another reviewer.
next-assignment-submitted = Your review has been received. You need to do nothing more.
next-assignment-removed = The secretariat took this assignment back. You need to do nothing.

## My work

task-assign_reviewer = Assign reviewers
task-declare_no_conflict = Declare whether you have a conflict of interest
task-submit_review = Review the application
task-settle_consensus = Settle the marks

## Actions: words of buttons, and of the history

action-assign_reviewer = Assign a reviewer
action-remove_assignment = Take the assignment back
action-declare_no_conflict = Declare that there is no conflict
action-declare_conflict = Declare a conflict of interest
action-decline_assignment = Decline the review
action-save_review = Save without submitting
action-submit_review = Submit the review
action-reopen_review = Give the review back
action-settle_consensus = Settle the marks

## What an action entails, above its form

intro-assign_reviewer = The reviewer is told by e-mail and sees only the title, summary and participants until they have declared that there is no conflict of interest.
intro-remove_assignment = The reviewer loses access to the application.
intro-declare_conflict = The application is closed to you at once, and your marks do not count. This cannot be undone.
intro-decline_assignment = The application is closed to you, unless the secretariat asks you again.
intro-submit_review = Other reviewers’ reviews become visible once yours is submitted, and you can then no longer change it.
intro-reopen_review = The review is open to its reviewer again, and does not count until it is submitted anew.
intro-settle_consensus = These marks decide the place on the ranked list. Give a reason if any differs from the median, or if the reviewers’ marks lie 1.5 points or more apart.

## What was done

done-assign_reviewer = The reviewer has been assigned and told.
done-settle_consensus = The marks are settled.
done-remove_assignment = The assignment has been taken back.
done-reopen_review = The review has been given back to its reviewer.
done-declare_no_conflict = Your declaration has been recorded. The whole application is open to you.
done-declare_conflict = The conflict has been recorded. Thank you for declaring it.
done-decline_assignment = You have declined the review.
done-save_review = Your review has been saved. It has not been submitted yet.
done-submit_review = Your review has been submitted. Thank you.

## Conditions: the sentence a refused person reads

condition-call_is_in_evaluation = Reviewers are assigned only while the call is in evaluation.
condition-person_is_reviewer = This person is not a reviewer of the fund or of this call.
condition-not_of_a_participant = Whoever acts for a participant of the application, or stands aside from it, holds no office in it: another person must do this.
condition-declared_no_conflict = The application opens, and can be marked, only after the reviewer has declared that there is no conflict of interest.
condition-enough_reviews = The application does not yet have as many submitted reviews as its call demands.
condition-consensus_is_open = The marks of this application are already settled, so reviews can no longer change.
condition-deviation_has_reason = At least one mark differs from the median of the reviewers. Give a reason for it.
condition-not_the_reviewer = You review this application yourself. Someone who does not must do this.
## What exists already

duplicate-assignment = This reviewer is already assigned to the application.

## Declarations

declaration-no_conflict = I have no conflict of interest with this application. I am not involved in it and gain nothing from its success or failure. I have no family or close personal tie to the people named; I have not been employed by, shared a project or publication with, or advised a participant in the last three years; I hold no financial interest in any of them; and I do not compete with them. I shall treat everything I read as confidential, share it with nobody, use it for this review only, enter it into no outside service, and report at once any conflict that comes to light.

## What stands where there is nothing

empty-other_reviews = No other review has been submitted yet.
empty-reviewers = No reviewer has been assigned yet.
empty-reviews = No application has been assigned to you.

## Other words

criterion-in_short = { $name } · counts { $weight } · at least { $least }
change-of = Change
saved-on = Saved on { $moment }
criteria-left = { $count ->
    [0] Every criterion has its mark and reasons
    [one] One criterion still wants a mark or reasons
   *[other] { $count } criteria still want a mark or reasons
}
criterion-least = at least { $least }
a-reviewer = A reviewer
marks-diverge = Marks differ widely

state-assignment-ended = Ended
next-assignment-ended = You are no longer a reviewer of this call. You need to do nothing.
heading-fallen_reviews = Reviews that no longer count
intro-fallen_reviews = These reviews were submitted, but left the median when a conflict of interest came to light or the reviewer’s role ended. The reason stands in the table of reviewers.
heading-earlier_round = Marks settled before, round { $round }
conflict-arose =
    { $how ->
        [recused] Stands aside from an application of this call, for a conflict of interest.
        [invited] Came to act for { $organisation }, which applies in this call, after being assigned: invited by its lead.
        [registered] Came to act for { $organisation }, which applies in this call, after being assigned: they registered it under the number of a participant.
        [corrected] Came to act for { $organisation }, which applies in this call, after being assigned: its registration number was corrected to that of a participant.
       *[asked] Came to act for { $organisation }, which applies in this call, after being assigned: let in by its lead.
    } { $reviewers ->
        [one] {""}
       *[other] So did { $reviewers } reviewers of this call in all.
    }
conflict-found = Conflict found by the secretariat or the panel: { $reason }
review-fell = The review no longer counts.
condition-reviewer_is_active = This person’s account is not active, so no review can be assigned to it.
condition-not_in_a_competing_application = This person takes part in another application of the same call and may not review this one.
condition-no_conflict_known = This person has a conflict of interest with the application, or a hint at one waits for the secretariat: they cannot be asked to review it.
condition-application_stands = The application was withdrawn. Nothing is left to do on it.
condition-decision_not_released = The decision on this application has been released, so its reviews can no longer change.
condition-divergence_has_reason = On at least one criterion the reviewers’ marks lie 1.5 points or more apart. Give a reason for the mark on which you settle.
action-end_assignment = End the assignment
action-note_conflict = Note a conflict that arose
action-find_conflict = Record a conflict of interest
action-reopen_consensus = Open the settled marks again
action-void_consensus = Let the settled marks fall
intro-find_conflict = The reviewer loses access to the application, and a submitted review leaves the median. Settled marks are opened again, and a list that ranks them is set aside. This cannot be undone.
intro-reopen_consensus = The reviews can be given back and the marks settled anew. What was settled stays readable with your reason.
done-find_conflict = The conflict has been recorded, and the review does not count.
done-reopen_consensus = The settled marks are open again.
