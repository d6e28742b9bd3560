### The ranked list and the decision.

## Headings

heading-feedback = Result
heading-unsettled = Marks still to be settled
heading-ranking = Ranked list
heading-votes = Votes

## States

state-ranking-frozen = Before the boards
state-ranking-decided = Decided
state-ranking-released = Released

## What happens next

next-ranking-frozen = A board member of every partner votes on this list as it stands. With the approval of all, it becomes the decision. After an objection it can go back to evaluation.
next-ranking-decided = Every partner has approved. The secretariat releases the decisions to the applicants.
next-ranking-released = The decisions have been released. For each funded application the secretariat lays out a grant agreement.

## My work

task-release_decisions = Release the decisions
task-freeze_ranking = Freeze the ranked list
task-vote_decision = Vote on the ranked list
task-reopen_ranking = Take the list back to evaluation: a partner objected

## Actions: words of buttons, and of the history

action-freeze_ranking = Freeze the ranked list
action-reopen_ranking = Return to evaluation
action-vote_decision = Cast the vote
action-adopt_decision = Adopt the decision
action-release_decisions = Release the decisions
action-announce_award = Announce the award
action-announce_reserve = Announce the place on the reserve list
action-announce_rejection = Announce that it is not funded

## What an action entails, above its form

intro-freeze_ranking = The list is fixed as it stands, and the boards of all partners are asked to vote on it.
intro-reopen_ranking = The list is set aside with its votes and stays readable. The call is in evaluation again: settled marks can be opened and settled anew, and the next list is frozen and voted on afresh.
intro-vote_decision = You vote, for your partner, on exactly the list shown on this page. A vote cannot be changed. An objection needs a reason.
intro-release_decisions = Every applicant is told the decision by e-mail. This cannot be undone.

## What was done

done-freeze_ranking = The ranked list is frozen, and the boards have been asked to vote.
done-reopen_ranking = The call is in evaluation again.
done-vote_decision = Your vote has been recorded.
done-release_decisions = The decisions have been released to the applicants.

## Conditions: the sentence a refused person reads

condition-every_consensus_settled = The ranked list is frozen only when the marks of every application under review are settled.
condition-something_to_rank = No application has settled marks yet, so there is nothing to rank.
condition-partner_has_not_voted = Your partner has already voted on this list. Each partner has one vote.
condition-a_row_is_left_for_them = Nothing is left on this list for you to vote on: you have voted, or you stand aside from the applications that are left. Another member of your board, or a substitute, votes on them.
condition-voted_as_frozen = The list is not the one you opened. You vote only on what you have read: open the present list and read it.
condition-a_partner_objected = A frozen list goes back to evaluation only after a partner has objected to it.

## What exists already

duplicate-vote = Your partner has already voted.

## Votes

vote-approve = Approve
vote-object = Object

## Results

outcome-funded = Funded
outcome-reserve = Reserve list
outcome-rejected = Not funded

outcome-with_score = { $outcome } · weighted mark { $score } of { $best }

## Reasons of the ranked list

reason-fits = The pots cover it.
reason-gap = The pots do not cover it.
reason-ended = The list ends above it: the pots do not cover an application before it.
reason-short = { $missing } is missing in the pot of { $pots }.
reason-below = { $criterion } has { $mark } where the call asks for { $least }.
reason-below_total = All marks sum to { $sum } where the call asks for { $least }.
sum-of-marks = { $sum } of { $best } points; the call asks for { $least }

state-ranking-set_aside = Set aside
next-ranking-set_aside = This list was set aside and decides nothing. It stays readable as it was.
why-objection = A partner objected to the list.
why-review = A review it rested on no longer counts.
why-withdrawal = An application on it was withdrawn.
ranking-edition = List { $edition }
action-void_ranking = Let the ranked list fall
heading-preview = The list as it would be frozen
preview-unsettled = { $count ->
        [one] One application waits for its marks to be settled. The list is frozen only when all are.
       *[other] { $count } applications wait for their marks to be settled. The list is frozen only when all are.
    }
ranking-money_ends = The money ends here: { $given } of { $whole } given
ranking-below_threshold = Below a threshold
not-voted = Not voted yet
did-not-vote = Did not vote
voted-approve = Approved
voted-object = Objected
voted-in_part = Approved, but for { $count ->
    [one] one application
   *[other] { $count } applications
} on which another is to vote
vote-but = Without { $numbers }: stands aside.
reason-aside = You stand aside from this application.
place-shared = { $place } =
outcome-open = Equal: people decide
reason-equal = The pots cover some of its equals, but not all.
parted-criterion = Equal weighted mark; { $criterion } decides the order.
parted-order = Equal marks; in the order set below.
parted-equal = Equal in every mark with the line above.
tie-order = Applications with the same weighted mark share a place. Their order follows { $criteria }. Those equal in every mark are covered together; where the pots cover only some of them, the order is set with a reason, and the boards vote on it.
order-set = The order of applications with equal marks was set for this reason: { $reason }
field-order = Order of “{ $title }” among its equals
empty-ranking = No application has settled marks yet.
