-- Reviews: assignments with their declarations, score sheets; then consensus, ranking and votes.

CREATE TABLE assignments (
    id             uuid        PRIMARY KEY,
    application_id uuid        NOT NULL REFERENCES applications (id),
    account_id     uuid        NOT NULL REFERENCES accounts (id),
    state          text        NOT NULL,
    assigned_by    uuid        NOT NULL REFERENCES accounts (id),
    assigned_at    timestamptz NOT NULL,
    due_on         date,
    declared_at    timestamptz,
    declaration    text,
    version        integer     NOT NULL DEFAULT 1,
    UNIQUE (application_id, account_id)
);
CREATE INDEX assignments_by_account ON assignments (account_id, state);

CREATE TABLE reviews (
    id                uuid        PRIMARY KEY,
    assignment_id     uuid        NOT NULL UNIQUE REFERENCES assignments (id),
    for_applicant     text        NOT NULL,
    for_panel         text        NOT NULL,
    saved_at          timestamptz NOT NULL,
    submitted_at      timestamptz,
    version           integer     NOT NULL DEFAULT 1
);

CREATE TABLE review_scores (
    review_id     uuid    NOT NULL REFERENCES reviews (id),
    criterion_id  uuid    NOT NULL REFERENCES call_criteria (id),
    half_points   integer CHECK (half_points BETWEEN 0 AND 10),
    justification text    NOT NULL,
    PRIMARY KEY (review_id, criterion_id)
);

CREATE TABLE consensus_scores (
    application_id uuid        NOT NULL REFERENCES applications (id),
    criterion_id   uuid        NOT NULL REFERENCES call_criteria (id),
    median         integer     NOT NULL CHECK (median BETWEEN 0 AND 10),
    agreed         integer     NOT NULL CHECK (agreed BETWEEN 0 AND 10),
    reason         text,
    settled_by     uuid        REFERENCES accounts (id),
    settled_at     timestamptz NOT NULL,
    PRIMARY KEY (application_id, criterion_id)
);

CREATE TABLE rankings (
    id          uuid        PRIMARY KEY,
    call_id     uuid        NOT NULL UNIQUE REFERENCES calls (id),
    state       text        NOT NULL,
    digest      text        NOT NULL,
    frozen_by   uuid        NOT NULL REFERENCES accounts (id),
    frozen_at   timestamptz NOT NULL,
    decided_at  timestamptz,
    released_at timestamptz,
    version     integer     NOT NULL DEFAULT 1
);

CREATE TABLE ranking_entries (
    ranking_id     uuid    NOT NULL REFERENCES rankings (id),
    application_id uuid    NOT NULL UNIQUE REFERENCES applications (id),
    position       integer,
    rank_score     integer NOT NULL,
    total          integer NOT NULL,
    passes         boolean NOT NULL,
    outcome        text    NOT NULL,
    reason         text    NOT NULL,
    tie_trace      text    NOT NULL,
    PRIMARY KEY (ranking_id, application_id)
);

-- What each ranked application takes from which pot, per participant.
CREATE TABLE ranking_takes (
    ranking_id     uuid   NOT NULL REFERENCES rankings (id),
    application_id uuid   NOT NULL REFERENCES applications (id),
    participant_id uuid   NOT NULL REFERENCES participants (id),
    pot_id         uuid   NOT NULL REFERENCES call_pots (id),
    amount_minor   bigint NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (ranking_id, participant_id, pot_id)
);

CREATE TABLE decision_votes (
    id         uuid        PRIMARY KEY,
    ranking_id uuid        NOT NULL REFERENCES rankings (id),
    partner_id uuid        NOT NULL REFERENCES partners (id),
    account_id uuid        NOT NULL REFERENCES accounts (id),
    verdict    text        NOT NULL,
    reason     text        NOT NULL,
    digest     text        NOT NULL,
    voted_at   timestamptz NOT NULL,
    UNIQUE (ranking_id, partner_id),
    UNIQUE (ranking_id, account_id)
);
