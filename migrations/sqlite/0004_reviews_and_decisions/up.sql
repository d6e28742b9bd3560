-- Reviews: assignments with their declarations, score sheets; then consensus, ranking and votes.

CREATE TABLE assignments (
    id             text        PRIMARY KEY,
    application_id text        NOT NULL REFERENCES applications (id),
    account_id     text        NOT NULL REFERENCES accounts (id),
    state          text        NOT NULL,
    assigned_by    text        NOT NULL REFERENCES accounts (id),
    assigned_at    text        NOT NULL,
    due_on         text,
    declared_at    text       ,
    declaration    text,
    version        integer     NOT NULL DEFAULT 1,
    UNIQUE (application_id, account_id)
) STRICT;
CREATE INDEX assignments_by_account ON assignments (account_id, state);

CREATE TABLE reviews (
    id                text        PRIMARY KEY,
    assignment_id     text        NOT NULL UNIQUE REFERENCES assignments (id),
    for_applicant     text        NOT NULL,
    for_panel         text        NOT NULL,
    saved_at          text        NOT NULL,
    submitted_at      text       ,
    version           integer     NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE review_scores (
    review_id     text    NOT NULL REFERENCES reviews (id),
    criterion_id  text    NOT NULL REFERENCES call_criteria (id),
    half_points   integer CHECK (half_points BETWEEN 0 AND 10),
    justification text    NOT NULL,
    PRIMARY KEY (review_id, criterion_id)
) STRICT;

CREATE TABLE consensus_scores (
    application_id text        NOT NULL REFERENCES applications (id),
    criterion_id   text        NOT NULL REFERENCES call_criteria (id),
    median         integer     NOT NULL CHECK (median BETWEEN 0 AND 10),
    agreed         integer     NOT NULL CHECK (agreed BETWEEN 0 AND 10),
    reason         text,
    settled_by     text        REFERENCES accounts (id),
    settled_at     text        NOT NULL,
    PRIMARY KEY (application_id, criterion_id)
) STRICT;

CREATE TABLE rankings (
    id          text        PRIMARY KEY,
    call_id     text        NOT NULL UNIQUE REFERENCES calls (id),
    state       text        NOT NULL,
    digest      text        NOT NULL,
    frozen_by   text        NOT NULL REFERENCES accounts (id),
    frozen_at   text        NOT NULL,
    decided_at  text       ,
    released_at text       ,
    version     integer     NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE ranking_entries (
    ranking_id     text    NOT NULL REFERENCES rankings (id),
    application_id text    NOT NULL UNIQUE REFERENCES applications (id),
    position       integer,
    rank_score     integer NOT NULL,
    total          integer NOT NULL,
    passes         integer NOT NULL,
    outcome        text    NOT NULL,
    reason         text    NOT NULL,
    tie_trace      text    NOT NULL,
    PRIMARY KEY (ranking_id, application_id)
) STRICT;

-- What each ranked application takes from which pot, per participant.
CREATE TABLE ranking_takes (
    ranking_id     text   NOT NULL REFERENCES rankings (id),
    application_id text   NOT NULL REFERENCES applications (id),
    participant_id text   NOT NULL REFERENCES participants (id),
    pot_id         text   NOT NULL REFERENCES call_pots (id),
    amount_minor   integer NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (ranking_id, participant_id, pot_id)
) STRICT;

CREATE TABLE decision_votes (
    id         text        PRIMARY KEY,
    ranking_id text        NOT NULL REFERENCES rankings (id),
    partner_id text        NOT NULL REFERENCES partners (id),
    account_id text        NOT NULL REFERENCES accounts (id),
    verdict    text        NOT NULL,
    reason     text        NOT NULL,
    digest     text        NOT NULL,
    voted_at   text        NOT NULL,
    UNIQUE (ranking_id, partner_id),
    UNIQUE (ranking_id, account_id)
) STRICT;
