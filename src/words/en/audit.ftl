### The history of things.

## Headings

heading-history = History
heading-anchor_keys = Public keys of the anchors
heading-proof = How anyone can check the books

## What stands where there is nothing

empty-history = Nothing has been recorded yet.
empty-anchors = Nothing has been anchored yet.
empty-anchor_keys = There is no key to sign anchors with. They are paused until the operator has put one in its place.

## Anchors

anchors-what = An anchor is the signed number and hash of the last record of the audit trail and of the last entry of the ledger. Whoever keeps one outside this system can prove later that nothing before it was changed or cut off: by “jointfund verify --anchor FILE”.
anchor-daily = Daily
anchor-asked_for = On request
anchor-file = Fetch the file
proof-keys = Every day the fund signs how far its audit trail and its ledger have come, and sends it to the auditors. Signatures by the fund are checked with this public key (Ed25519); write it down, and you need not believe this page later:

action-anchor_now = Make an anchor now
action-anchor_daily = Make the anchor of the day
intro-anchor_now = The trail and the ledger are signed as they stand now. The file can be fetched below; keep it where nobody who runs this system can change it.
done-anchor_now = The anchor is made. Fetch its file below.

condition-signing_key_is_ready = Anchors are paused: the machine has no key to sign them with, or others may read it. The operator finds in the log what is wrong. Everything else goes on.

## Outcomes

audit-done = Done
audit-refused = Refused
