-- What is awaited of whom: a projection of the matters, kept in the unit of work that changes them.
CREATE TABLE tasks (
    id              uuid        PRIMARY KEY,
    matter_kind     text        NOT NULL,
    matter_id       uuid        NOT NULL,
    page_kind       text        NOT NULL,
    page_id         uuid        NOT NULL,
    action          text        NOT NULL,
    capacity        text        NOT NULL,
    partner_id      uuid        REFERENCES partners (id),
    call_id         uuid        REFERENCES calls (id),
    organisation_id uuid        REFERENCES organisations (id),
    account_id      uuid        REFERENCES accounts (id),
    title           text        NOT NULL,
    since           timestamptz NOT NULL,
    due             timestamptz,
    open_from       timestamptz,
    open_until      timestamptz
);
CREATE INDEX tasks_by_matter ON tasks (matter_id);
CREATE INDEX tasks_by_capacity ON tasks (capacity, partner_id, call_id);
CREATE INDEX tasks_by_organisation ON tasks (organisation_id);
CREATE INDEX tasks_by_account ON tasks (account_id);

-- People whose earlier part in the matter shuts them out of a task.
CREATE TABLE task_exclusions (
    task_id    uuid NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (task_id, account_id)
);
CREATE INDEX task_exclusions_by_account ON task_exclusions (account_id);
