-- Awards: money reserved per participant and pot, signatures, milestones, bank accounts.

CREATE TABLE awards (
    id               {id}      PRIMARY KEY,
    application_id   {id}      NOT NULL REFERENCES applications (id),
    call_id          {id}      NOT NULL REFERENCES calls (id),
    currency         text      NOT NULL CHECK (length(currency) = 3),
    granted_minor    {money}   NOT NULL CHECK (granted_minor > 0),
    state            text      NOT NULL,
    agreement        text      NOT NULL,
    agreement_digest text      NOT NULL,
    offered_by       {id}      NOT NULL REFERENCES accounts (id),
    offered_at       {instant} NOT NULL,
    in_force_at      {instant},
    version          integer   NOT NULL DEFAULT 1
) {strict};
-- An offer that lapsed may be made anew.
CREATE UNIQUE INDEX awards_one_live ON awards (application_id) WHERE state <> 'lapsed';
CREATE INDEX awards_by_call ON awards (call_id, state);

CREATE TABLE award_shares (
    id              {id}    PRIMARY KEY,
    award_id        {id}    NOT NULL REFERENCES awards (id),
    participant_id  {id}    NOT NULL REFERENCES participants (id),
    pot_id          {id}    NOT NULL REFERENCES call_pots (id),
    payer_id        {id}    NOT NULL REFERENCES partners (id),
    granted_minor   {money} NOT NULL CHECK (granted_minor > 0),
    advance_minor   {money} NOT NULL CHECK (advance_minor >= 0),
    retention_minor {money} NOT NULL CHECK (retention_minor >= 0),
    UNIQUE (award_id, participant_id, pot_id)
) {strict};
CREATE INDEX award_shares_by_pot ON award_shares (pot_id);

CREATE TABLE agreement_signatures (
    id         {id}      PRIMARY KEY,
    award_id   {id}      NOT NULL REFERENCES awards (id),
    partner_id {id}      REFERENCES partners (id),
    account_id {id}      NOT NULL REFERENCES accounts (id),
    digest     text      NOT NULL,
    signed_at  {instant} NOT NULL,
    UNIQUE (award_id, account_id)
) {strict};
CREATE UNIQUE INDEX agreement_signatures_once
    ON agreement_signatures (award_id, COALESCE(CAST(partner_id AS text), ''));

CREATE TABLE milestones (
    id          {id}      PRIMARY KEY,
    award_id    {id}      NOT NULL REFERENCES awards (id),
    position    integer   NOT NULL,
    title       text      NOT NULL,
    share       integer   NOT NULL,
    due_months  integer   NOT NULL,
    due_on      {day},
    state       text      NOT NULL,
    report      text      NOT NULL,
    reported_by {id}      REFERENCES accounts (id),
    reported_at {instant},
    decided_by  {id}      REFERENCES accounts (id),
    decided_at  {instant},
    reason      text,
    version     integer   NOT NULL DEFAULT 1,
    UNIQUE (award_id, position)
) {strict};

-- The split is made once, when the award is offered, so that no cent is lost or invented later.
CREATE TABLE milestone_amounts (
    milestone_id    {id}    NOT NULL REFERENCES milestones (id),
    award_share_id  {id}    NOT NULL REFERENCES award_shares (id),
    earned_minor    {money} NOT NULL CHECK (earned_minor >= 0),
    recovered_minor {money} NOT NULL CHECK (recovered_minor >= 0),
    retained_minor  {money} NOT NULL CHECK (retained_minor >= 0),
    net_minor       {money} NOT NULL CHECK (net_minor >= 0),
    PRIMARY KEY (milestone_id, award_share_id),
    CHECK (earned_minor = recovered_minor + retained_minor + net_minor)
) {strict};

CREATE TABLE bank_accounts (
    id             {id}      PRIMARY KEY,
    award_id       {id}      NOT NULL REFERENCES awards (id),
    participant_id {id}      NOT NULL REFERENCES participants (id),
    holder         text      NOT NULL,
    holder_plain   text      NOT NULL,
    iban           text      NOT NULL,
    bic            text,
    bank_name      text      NOT NULL,
    country        text      NOT NULL REFERENCES countries (code),
    state          text      NOT NULL,
    recorded_by    {id}      NOT NULL REFERENCES accounts (id),
    recorded_at    {instant} NOT NULL,
    decided_by     {id}      REFERENCES accounts (id),
    decided_at     {instant},
    usable_from    {instant},
    reason         text,
    version        integer   NOT NULL DEFAULT 1
) {strict};
CREATE INDEX bank_accounts_by_award ON bank_accounts (award_id, participant_id);
CREATE UNIQUE INDEX bank_accounts_one_in_use ON bank_accounts (award_id, participant_id)
    WHERE state = 'verified';
CREATE UNIQUE INDEX bank_accounts_one_proposed ON bank_accounts (award_id, participant_id)
    WHERE state = 'recorded';

-- Payouts: one per share of an award and cause; each seat of approval is a row of its own.

CREATE TABLE payouts (
    id              {id}      PRIMARY KEY,
    award_id        {id}      NOT NULL REFERENCES awards (id),
    award_share_id  {id}      NOT NULL REFERENCES award_shares (id),
    kind            text      NOT NULL,
    milestone_id    {id}      REFERENCES milestones (id),
    payer_id        {id}      NOT NULL REFERENCES partners (id),
    bank_account_id {id}      NOT NULL REFERENCES bank_accounts (id),
    amount_minor    {money}   NOT NULL CHECK (amount_minor > 0),
    currency        text      NOT NULL CHECK (length(currency) = 3),
    state           text      NOT NULL,
    approval_round  integer   NOT NULL DEFAULT 1,
    digest          text      NOT NULL,
    requested_by    {id}      NOT NULL REFERENCES accounts (id),
    requested_at    {instant} NOT NULL,
    verified_by     {id}      REFERENCES accounts (id),
    verified_at     {instant},
    released_by     {id}      REFERENCES accounts (id),
    released_at     {instant},
    reason          text,
    version         integer   NOT NULL DEFAULT 1
) {strict};
CREATE INDEX payouts_by_award ON payouts (award_id);
CREATE INDEX payouts_by_state ON payouts (state);
CREATE UNIQUE INDEX payouts_one_live ON payouts
    (award_share_id, kind, COALESCE(CAST(milestone_id AS text), ''))
    WHERE state NOT IN ('refused', 'cancelled');

CREATE TABLE payout_approvals (
    id          {id}      PRIMARY KEY,
    payout_id   {id}      NOT NULL REFERENCES payouts (id),
    round       integer   NOT NULL,
    seat        text      NOT NULL,
    partner_id  {id}      NOT NULL REFERENCES partners (id),
    account_id  {id}      NOT NULL REFERENCES accounts (id),
    digest      text      NOT NULL,
    approved_at {instant} NOT NULL,
    voided_at   {instant},
    UNIQUE (payout_id, round, seat),
    UNIQUE (payout_id, round, account_id),
    UNIQUE (payout_id, round, partner_id)
) {strict};

-- The bytes handed to the bank are kept, so that what was sent can be shown for ever.
CREATE TABLE payment_orders (
    id          {id}      PRIMARY KEY,
    number      text      NOT NULL UNIQUE,
    payer_id    {id}      NOT NULL REFERENCES partners (id),
    currency    text      NOT NULL CHECK (length(currency) = 3),
    total_minor {money}   NOT NULL CHECK (total_minor > 0),
    file_name   text      NOT NULL,
    content     text      NOT NULL,
    digest      text      NOT NULL,
    exported_by {id}      NOT NULL REFERENCES accounts (id),
    exported_at {instant} NOT NULL
) {strict};

-- An end-to-end identifier is used once for ever; a payout sent again gets a new one.
CREATE TABLE payment_order_lines (
    payment_order_id {id}    NOT NULL REFERENCES payment_orders (id),
    payout_id        {id}    NOT NULL REFERENCES payouts (id),
    end_to_end_id    text    NOT NULL UNIQUE,
    -- The line it replaces, where the bank did not pay that one or sent it back.
    replaces         text    REFERENCES payment_order_lines (end_to_end_id),
    amount_minor     {money} NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (payment_order_id, payout_id)
) {strict};
CREATE INDEX payment_order_lines_by_payout ON payment_order_lines (payout_id);

-- What the bank said of an order's line: booked, booked otherwise, put right, refused, sent back.
CREATE TABLE bank_answers (
    id                 {id}      PRIMARY KEY,
    payout_id          {id}      NOT NULL REFERENCES payouts (id),
    end_to_end_id      text      NOT NULL REFERENCES payment_order_lines (end_to_end_id),
    kind               text      NOT NULL,
    bank_reference     text,
    bank_reference_key text      UNIQUE,
    booked_on          {day},
    amount_minor       {money}   CHECK (amount_minor > 0),
    reason_code        text,
    note               text      NOT NULL,
    recorded_by        {id}      NOT NULL REFERENCES accounts (id),
    recorded_at        {instant} NOT NULL
) {strict};
CREATE INDEX bank_answers_by_payout ON bank_answers (payout_id);
-- A line of an order is booked once.
CREATE UNIQUE INDEX bank_answers_one_booking ON bank_answers (end_to_end_id)
    WHERE kind IN ('booked', 'corrected');
