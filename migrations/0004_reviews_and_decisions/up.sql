-- Reviews: assignments with their declarations, score sheets; then consensus, ranking and votes.

CREATE TABLE assignments (
    id             {id}         PRIMARY KEY,
    application_id {id}         NOT NULL REFERENCES applications (id),
    account_id     {id}         NOT NULL REFERENCES accounts (id),
    state          text        NOT NULL,
    assigned_by    {id}         NOT NULL REFERENCES accounts (id),
    assigned_at    {instant} NOT NULL,
    due_on         {day},
    declared_at    {instant},
    declared_by    {id}         REFERENCES accounts (id),
    declaration    text,
    version        integer     NOT NULL DEFAULT 1
) {strict};
-- Who declined or was taken off can be asked again, but not twice at once.
CREATE UNIQUE INDEX assignments_once ON assignments (application_id, account_id)
    WHERE state IN ('invited', 'clear', 'submitted');
CREATE INDEX assignments_by_account ON assignments (account_id, state);

CREATE TABLE reviews (
    id                {id}         PRIMARY KEY,
    assignment_id     {id}         NOT NULL UNIQUE REFERENCES assignments (id),
    for_applicant     text        NOT NULL,
    for_panel         text        NOT NULL,
    saved_at          {instant} NOT NULL,
    submitted_at      {instant},
    version           integer     NOT NULL DEFAULT 1
) {strict};

CREATE TABLE review_scores (
    review_id     {id}     NOT NULL REFERENCES reviews (id),
    criterion_id  {id}     NOT NULL REFERENCES call_criteria (id),
    half_points   integer CHECK (half_points BETWEEN 0 AND 10),
    justification text    NOT NULL,
    PRIMARY KEY (review_id, criterion_id)
) {strict};

-- Every settling of an application's marks; an earlier one stays readable after it was opened again.
CREATE TABLE consensus_rounds (
    application_id {id}         NOT NULL REFERENCES applications (id),
    round          integer     NOT NULL,
    reason         text,
    settled_by     {id}         NOT NULL REFERENCES accounts (id),
    settled_at     {instant} NOT NULL,
    reopened_by    {id}         REFERENCES accounts (id),
    reopened_at    {instant},
    reopened_why   text,
    PRIMARY KEY (application_id, round)
) {strict};

CREATE TABLE consensus_scores (
    application_id {id}         NOT NULL,
    round          integer     NOT NULL,
    criterion_id   {id}         NOT NULL REFERENCES call_criteria (id),
    median         integer     NOT NULL CHECK (median BETWEEN 0 AND 10),
    agreed         integer     NOT NULL CHECK (agreed BETWEEN 0 AND 10),
    PRIMARY KEY (application_id, round, criterion_id),
    FOREIGN KEY (application_id, round) REFERENCES consensus_rounds (application_id, round)
) {strict};

-- A list that went back to evaluation stays readable; the next one has the next edition.
CREATE TABLE rankings (
    id            {id}         PRIMARY KEY,
    call_id       {id}         NOT NULL REFERENCES calls (id),
    edition       integer     NOT NULL,
    state         text        NOT NULL,
    digest        text        NOT NULL,
    frozen_by     {id}         NOT NULL REFERENCES accounts (id),
    frozen_at     {instant} NOT NULL,
    decided_at    {instant},
    released_at   {instant},
    set_aside_at  {instant},
    set_aside_why text,
    order_why     text,
    version       integer     NOT NULL DEFAULT 1,
    UNIQUE (call_id, edition)
) {strict};
CREATE UNIQUE INDEX rankings_once ON rankings (call_id) WHERE state <> 'set_aside';

CREATE TABLE ranking_entries (
    ranking_id     {id}     NOT NULL REFERENCES rankings (id),
    application_id {id}     NOT NULL REFERENCES applications (id),
    position       integer NOT NULL,
    line           integer NOT NULL,
    rank_score     integer NOT NULL,
    total          integer NOT NULL,
    passes         {flag} NOT NULL,
    outcome        text    NOT NULL,
    reason         text    NOT NULL,
    tie_trace      text    NOT NULL,
    PRIMARY KEY (ranking_id, application_id)
) {strict};

-- What each ranked application takes from which pot, per participant.
CREATE TABLE ranking_takes (
    ranking_id     {id}    NOT NULL REFERENCES rankings (id),
    application_id {id}    NOT NULL REFERENCES applications (id),
    participant_id {id}    NOT NULL REFERENCES participants (id),
    pot_id         {id}    NOT NULL REFERENCES call_pots (id),
    amount_minor   {money} NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (ranking_id, participant_id, pot_id)
) {strict};

CREATE TABLE decision_votes (
    id         {id}         PRIMARY KEY,
    ranking_id {id}         NOT NULL REFERENCES rankings (id),
    partner_id {id}         NOT NULL REFERENCES partners (id),
    account_id {id}         NOT NULL REFERENCES accounts (id),
    verdict    text        NOT NULL,
    reason     text        NOT NULL,
    digest     text        NOT NULL,
    voted_at   {instant} NOT NULL,
    UNIQUE (ranking_id, partner_id),
    UNIQUE (ranking_id, account_id)
) {strict};
