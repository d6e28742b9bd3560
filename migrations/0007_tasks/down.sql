DROP TABLE task_exclusions;
DROP TABLE tasks;
