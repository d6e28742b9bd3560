### Calls for applications.

## Headings

heading-criteria = Criteria
heading-money = Money
heading-terms = Terms
heading-timetable = Timetable
heading-parties = Partners that take part
heading-questions = Questions

## States

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

## What happens next

next-call-draft = The secretariat finishes the draft and sends it to the boards of all partners.
next-call-in_approval = A board member of every partner approves the text. Then the secretariat publishes the call.
next-call-published = Applications open on { $opens } and close on { $deadline }.
next-call-open = Applications can be submitted until { $deadline }. After that moment nothing more is accepted.
next-call-closed = Every partner checks the eligibility of the applications. When all findings are released, the secretariat begins the evaluation.
next-call-in_evaluation = Reviewers assess the applications. When all marks are settled, the ranked list is frozen and goes to the boards.
next-call-ranked = A board member of every partner votes on the frozen list. With the approval of all, it becomes the decision; after an objection, the secretariat takes it back to evaluation.
next-call-decided = All partners have approved the list. The secretariat releases the decisions to the applicants.
next-call-awarding = The applicants know the decisions. Agreements are signed and grants are paid by milestone.
next-call-cancelled = The call was given up before publication. Nothing follows.

## My work

task-publish_call = Publish the call: every partner has approved
task-begin_evaluation = Begin the evaluation: all eligibility is released
task-send_call_for_approval = Finish the draft and send it for approval
task-approve_call = Approve the call or return it

## Actions: words of buttons, and of the history

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
action-give_back_rest = Give the rest back to the partners

## What an action entails, above its form

intro-draft_call = Empty rows for criteria, questions and milestones are ignored. You can change everything until the call is approved.
intro-send_call_for_approval = The boards of all partners are asked to approve this text. It cannot be edited while they do.
intro-approve_call = You approve, for your partner, exactly the text shown on this page. The approval is recorded with your name.
intro-publish_call = The call becomes visible to everyone. After this neither its text nor its timetable, criteria or pots can be changed.
intro-return_call = The call becomes a draft again, and the approvals given so far no longer count.
intro-cancel_call = The call is given up for good. This cannot be undone.
intro-begin_evaluation = Reviewers can be assigned from now on. This cannot be undone.
intro-give_back_rest = What no award needs goes back to the partners whose money it is, and can go into the pots of other calls. An offer that lapsed cannot be made anew after this.

## What was done

done-draft_call = The draft has been saved.
done-edit_call = The changes have been saved.
done-send_call_for_approval = The boards of all partners have been asked to approve.
done-return_call = The call is a draft again.
done-approve_call = Your approval has been recorded.
done-publish_call = The call is published.
done-cancel_call = The call has been cancelled.
done-begin_evaluation = The evaluation has begun. Reviewers can be assigned.
done-give_back_rest = The rest of the pots has been given back to the partners.

## Conditions: the sentence a refused person reads

condition-pots_within_pledges = The pots of all calls together would be more than the partners have pledged. Reduce the pots, or wait until a further contribution is pledged.
condition-opening_ahead = The call would open at an hour that has passed. Set the opening to one that lies ahead, with time for the boards to approve it.
condition-deadline_ahead = The deadline for applications must lie in the future. Change the timetable first.
condition-opening_reached = The call opens at its published hour, which has not come yet.
condition-deadline_passed = This can be done only after the deadline for applications has passed.
condition-approved_as_written = The call was changed after you opened it. You approve only what you have read: open it again and read the present text.
condition-partner_has_not_approved = Your partner has already approved this text. One approval for each partner is enough.
condition-every_partner_approved = The partners decide jointly, and not every partner has approved yet.
condition-every_eligibility_released = The evaluation begins only when the eligibility of every submitted application has been released.
condition-two_partners_take_part = A joint call needs at least two active partners, for every payout needs the approval of two.
condition-pots_of_active_partners = A pot of this call belongs to a partner that is retired. Edit the draft and leave that pot out.

## What exists already

duplicate-approval = Your partner has already approved.
duplicate-code = Another call already has this code.

## What stands where there is nothing

empty-calls = There are no calls at present.
empty-questions = This call asks no questions.

## When a pot is exhausted

gap-skip = Pass over an application whose pots are exhausted and fund later ones that fit
gap-stop = Stop at the first application whose pots are exhausted

## Other words

common-pot = Common
common-part = { $amount } of the common pot
not-approved = Not approved yet
pot-of = Pot: { $name }
answer-in_words = In words, at most { $most } characters
answer-required = Required
answer-optional = Optional

## The front page

title-front = Countries pay together for what none of them would build alone.
front-lead = { $partners } fund start-ups that work across their borders: { $themes }.
front-lead_short = { $partners } fund start-ups that work across their borders.
front-see_calls = See what is open
heading-open_now = Open now and soon
heading-how = How it works
heading-funded = What was funded
empty-open_calls = No call is open at the moment. The next one will stand here as soon as it is published.
call-closes_in = { $days ->
    [0] Open, closes today
    [one] Open, closes in { $days } day
   *[other] Open, closes in { $days } days
}
call-opens_on = Opens on { $day }
call-at_most = up to { $amount } each, { $rate } of the costs
how-together = Write together
how-together_more = with partners on the other side of the border; each fills in its own part.
how-submit = Submit
how-submit_more = until the deadline. You get a receipt with the exact time.
how-judged = Be judged
how-judged_more = by reviewers of several countries; afterwards you read what they wrote.
how-paid = Be paid
how-paid_more = by milestones. Two people of two countries approve each payment.
funded-projects = projects
funded-participants = participants
funded-granted = promised
funded-paid = paid
