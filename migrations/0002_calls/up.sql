-- Calls: terms, pots, criteria, questions, milestones template and the partners' approvals.

CREATE TABLE calls (
    id              {id}      PRIMARY KEY,
    code            text      NOT NULL UNIQUE,
    title           text      NOT NULL,
    summary         text      NOT NULL,
    terms           text      NOT NULL,
    opens_local     text      NOT NULL,
    opens_zone      text      NOT NULL,
    opens_at        {instant} NOT NULL,
    deadline_local  text      NOT NULL,
    deadline_zone   text      NOT NULL,
    deadline_at     {instant} NOT NULL,
    currency        text      NOT NULL CHECK (length(currency) = 3),
    funding_rate    integer   NOT NULL CHECK (funding_rate BETWEEN 1 AND 10000),
    max_grant_minor {money}   NOT NULL CHECK (max_grant_minor > 0),
    min_reviews     integer   NOT NULL CHECK (min_reviews BETWEEN 1 AND 20),
    total_threshold integer   NOT NULL CHECK (total_threshold >= 0),
    advance_rate    integer   NOT NULL CHECK (advance_rate BETWEEN 0 AND 10000),
    retention_rate  integer   NOT NULL CHECK (retention_rate BETWEEN 0 AND 10000),
    gap_mode        text      NOT NULL,
    state           text      NOT NULL,
    approval_round  integer   NOT NULL DEFAULT 1,
    drafted_by      {id}      NOT NULL REFERENCES accounts (id),
    drafted_at      {instant} NOT NULL,
    published_at    {instant},
    version         integer   NOT NULL DEFAULT 1
) {strict};
CREATE INDEX calls_by_state ON calls (state, deadline_at);

CREATE TABLE call_themes (
    call_id  {id} NOT NULL REFERENCES calls (id),
    theme_id {id} NOT NULL REFERENCES themes (id),
    PRIMARY KEY (call_id, theme_id)
) {strict};

-- A pot without a partner is the common pot. `version` is the row lock when awards are reserved.
CREATE TABLE call_pots (
    id           {id}    PRIMARY KEY,
    call_id      {id}    NOT NULL REFERENCES calls (id),
    partner_id   {id}    REFERENCES partners (id),
    amount_minor {money} NOT NULL CHECK (amount_minor >= 0),
    version      integer NOT NULL DEFAULT 1
) {strict};
CREATE UNIQUE INDEX call_pots_once ON call_pots (call_id, COALESCE(CAST(partner_id AS text), ''));

-- The parties of a call: the partners active when it was sent to the boards, with or without a pot
-- of their own, each with its part of the common pot.
CREATE TABLE call_partners (
    call_id      {id}    NOT NULL REFERENCES calls (id),
    partner_id   {id}    NOT NULL REFERENCES partners (id),
    common_minor {money} NOT NULL CHECK (common_minor >= 0),
    PRIMARY KEY (call_id, partner_id)
) {strict};
CREATE INDEX call_partners_by_partner ON call_partners (partner_id);

CREATE TABLE call_criteria (
    id        {id}    PRIMARY KEY,
    call_id   {id}    NOT NULL REFERENCES calls (id),
    position  integer NOT NULL,
    name      text    NOT NULL,
    guidance  text    NOT NULL,
    weight    integer NOT NULL CHECK (weight > 0),
    threshold integer NOT NULL CHECK (threshold BETWEEN 0 AND 10),
    UNIQUE (call_id, position)
) {strict};

CREATE TABLE call_questions (
    id        {id}    PRIMARY KEY,
    call_id   {id}    NOT NULL REFERENCES calls (id),
    position  integer NOT NULL,
    prompt    text    NOT NULL,
    hint      text    NOT NULL,
    kind      text    NOT NULL,
    choices   {json}  NOT NULL,
    required  {flag}  NOT NULL,
    max_chars integer NOT NULL,
    UNIQUE (call_id, position)
) {strict};

CREATE TABLE call_milestones (
    id         {id}    PRIMARY KEY,
    call_id    {id}    NOT NULL REFERENCES calls (id),
    position   integer NOT NULL,
    title      text    NOT NULL,
    share      integer NOT NULL CHECK (share BETWEEN 1 AND 10000),
    due_months integer NOT NULL CHECK (due_months BETWEEN 1 AND 120),
    UNIQUE (call_id, position)
) {strict};

CREATE TABLE call_approvals (
    id          {id}      PRIMARY KEY,
    call_id     {id}      NOT NULL REFERENCES calls (id),
    round       integer   NOT NULL,
    partner_id  {id}      NOT NULL REFERENCES partners (id),
    account_id  {id}      NOT NULL REFERENCES accounts (id),
    digest      text      NOT NULL,
    approved_at {instant} NOT NULL,
    UNIQUE (call_id, round, partner_id),
    UNIQUE (call_id, round, account_id)
) {strict};

-- Roles are scoped: the whole fund, one partner, or one call.
CREATE TABLE role_grants (
    id           {id}      PRIMARY KEY,
    account_id   {id}      NOT NULL REFERENCES accounts (id),
    role         text      NOT NULL,
    scope        text      NOT NULL,
    partner_id   {id}      REFERENCES partners (id),
    call_id      {id}      REFERENCES calls (id),
    state        text      NOT NULL,
    granted_by   {id}      REFERENCES accounts (id),
    granted_at   {instant} NOT NULL,
    confirmed_by {id}      REFERENCES accounts (id),
    confirmed_at {instant},
    revoked_by   {id}      REFERENCES accounts (id),
    revoked_at   {instant},
    version      integer   NOT NULL DEFAULT 1,
    CHECK ((scope = 'fund' AND partner_id IS NULL AND call_id IS NULL)
        OR (scope = 'partner' AND partner_id IS NOT NULL AND call_id IS NULL)
        OR (scope = 'call' AND partner_id IS NULL AND call_id IS NOT NULL))
) {strict};
CREATE INDEX role_grants_by_account ON role_grants (account_id, state);
CREATE UNIQUE INDEX role_grants_once ON role_grants
    (account_id, role, COALESCE(CAST(partner_id AS text), ''), COALESCE(CAST(call_id AS text), ''))
    WHERE state IN ('proposed', 'active');
