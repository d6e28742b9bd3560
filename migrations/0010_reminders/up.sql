-- When a letter will remind of a task; a row is gone once it has been sent.
CREATE TABLE task_reminders (
    task_id   {id}      NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    remind_at {instant} NOT NULL,
    PRIMARY KEY (task_id, remind_at)
) {strict};
CREATE INDEX task_reminders_by_time ON task_reminders (remind_at);
CREATE INDEX tasks_by_due ON tasks (due);
