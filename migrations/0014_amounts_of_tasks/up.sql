-- The money a task is about, as its row in a list tells it.
ALTER TABLE tasks ADD COLUMN amount_minor {money};
ALTER TABLE tasks ADD COLUMN currency text;
