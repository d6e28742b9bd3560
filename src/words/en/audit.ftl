### The history of things.

## Headings

heading-history = History

## What stands where there is nothing

empty-history = Nothing has been recorded yet.

## Outcomes

audit-done = Done
audit-refused = Refused
