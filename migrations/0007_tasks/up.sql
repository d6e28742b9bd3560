-- What is awaited of whom: a projection of the matters, kept in the unit of work that changes them.
CREATE TABLE tasks (
    id              {id}      PRIMARY KEY,
    matter_kind     text      NOT NULL,
    matter_id       {id}      NOT NULL,
    page_kind       text      NOT NULL,
    page_id         {id}      NOT NULL,
    action          text      NOT NULL,
    capacity        text      NOT NULL,
    partner_id      {id}      REFERENCES partners (id),
    call_id         {id}      REFERENCES calls (id),
    organisation_id {id}      REFERENCES organisations (id),
    account_id      {id}      REFERENCES accounts (id),
    title           text      NOT NULL,
    since           {instant} NOT NULL,
    due             {instant},
    open_from       {instant},
    open_until      {instant}
) {strict};
CREATE INDEX tasks_by_matter ON tasks (matter_id);
CREATE INDEX tasks_by_capacity ON tasks (capacity, partner_id, call_id);
CREATE INDEX tasks_by_organisation ON tasks (organisation_id);
CREATE INDEX tasks_by_account ON tasks (account_id);

-- People whose earlier part in the matter shuts them out of a task.
CREATE TABLE task_exclusions (
    task_id    {id} NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    account_id {id} NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (task_id, account_id)
) {strict};
CREATE INDEX task_exclusions_by_account ON task_exclusions (account_id);
