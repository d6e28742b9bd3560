DROP INDEX tasks_by_due;
DROP TABLE task_reminders;
