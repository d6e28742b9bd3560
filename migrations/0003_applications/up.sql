-- Applications: the proposal, its consortium, budget, answers, files and eligibility.

-- One row a year; the fund's row is locked first, so the first number of a year is no race.
CREATE TABLE number_series (
    prefix text    NOT NULL,
    year   integer NOT NULL,
    latest integer NOT NULL,
    PRIMARY KEY (prefix, year)
) {strict};

CREATE TABLE applications (
    id                      {id}      PRIMARY KEY,
    call_id                 {id}      NOT NULL REFERENCES calls (id),
    organisation_id         {id}      NOT NULL REFERENCES organisations (id),
    number                  text      UNIQUE,
    title                   text      NOT NULL,
    summary                 text      NOT NULL,
    state                   text      NOT NULL,
    started_by              {id}      NOT NULL REFERENCES accounts (id),
    started_at              {instant} NOT NULL,
    saved_at                {instant} NOT NULL,
    submitted_by            {id}      REFERENCES accounts (id),
    submitted_at            {instant},
    submission              text,
    digest                  text,
    eligibility_released_at {instant},
    withdrawn_at            {instant},
    withdrawal_reason       text,
    version                 integer   NOT NULL DEFAULT 1
) {strict};
CREATE INDEX applications_by_call ON applications (call_id, state);
CREATE INDEX applications_by_organisation ON applications (organisation_id);

CREATE TABLE application_answers (
    application_id {id} NOT NULL REFERENCES applications (id),
    question_id    {id} NOT NULL REFERENCES call_questions (id),
    answer         text NOT NULL,
    PRIMARY KEY (application_id, question_id)
) {strict};

-- A draft keeps what was typed even where it is not yet valid; submission demands all of it.
CREATE TABLE participants (
    id                  {id}    PRIMARY KEY,
    application_id      {id}    NOT NULL REFERENCES applications (id),
    position            integer NOT NULL,
    organisation_id     {id}    REFERENCES organisations (id),
    organisation_name   text    NOT NULL,
    country             text    REFERENCES countries (code),
    registration_number text    NOT NULL,
    contact_name        text    NOT NULL,
    contact_email       text    NOT NULL,
    partner_id          {id}    REFERENCES partners (id),
    requested_minor     {money} NOT NULL CHECK (requested_minor >= 0)
) {strict};
CREATE INDEX participants_by_application ON participants (application_id, position);

CREATE TABLE budget_lines (
    participant_id {id}    NOT NULL REFERENCES participants (id),
    category       text    NOT NULL,
    amount_minor   {money} NOT NULL CHECK (amount_minor >= 0),
    PRIMARY KEY (participant_id, category)
) {strict};

CREATE TABLE attachments (
    id             {id}      PRIMARY KEY,
    application_id {id}      NOT NULL REFERENCES applications (id),
    name           text      NOT NULL,
    media_type     text      NOT NULL,
    size_bytes     {long}    NOT NULL CHECK (size_bytes > 0),
    digest         text      NOT NULL,
    stored_as      text      NOT NULL UNIQUE,
    uploaded_by    {id}      NOT NULL REFERENCES accounts (id),
    uploaded_at    {instant} NOT NULL,
    removed_at     {instant}
) {strict};
CREATE INDEX attachments_by_application ON attachments (application_id);

CREATE TABLE eligibility_checks (
    id             {id}      PRIMARY KEY,
    application_id {id}      NOT NULL REFERENCES applications (id),
    partner_id     {id}      NOT NULL REFERENCES partners (id),
    account_id     {id}      NOT NULL REFERENCES accounts (id),
    verdict        text      NOT NULL,
    reason         text      NOT NULL,
    checked_at     {instant} NOT NULL,
    UNIQUE (application_id, partner_id)
) {strict};
