-- What is awaited of whom: a projection of the matters, kept in the unit of work that changes them.
CREATE TABLE tasks (
    id              text        PRIMARY KEY,
    matter_kind     text        NOT NULL,
    matter_id       text        NOT NULL,
    page_kind       text        NOT NULL,
    page_id         text        NOT NULL,
    action          text        NOT NULL,
    capacity        text        NOT NULL,
    partner_id      text        REFERENCES partners (id),
    call_id         text        REFERENCES calls (id),
    organisation_id text        REFERENCES organisations (id),
    account_id      text        REFERENCES accounts (id),
    title           text        NOT NULL,
    since           text NOT NULL,
    due             text,
    open_from       text,
    open_until      text
) STRICT;
CREATE INDEX tasks_by_matter ON tasks (matter_id);
CREATE INDEX tasks_by_capacity ON tasks (capacity, partner_id, call_id);
CREATE INDEX tasks_by_organisation ON tasks (organisation_id);
CREATE INDEX tasks_by_account ON tasks (account_id);

-- People whose earlier part in the matter shuts them out of a task.
CREATE TABLE task_exclusions (
    task_id    text NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    account_id text NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (task_id, account_id)
) STRICT;
CREATE INDEX task_exclusions_by_account ON task_exclusions (account_id);
