-- The session in which a seed was begun: it alone may give its first code.
ALTER TABLE second_factors ADD COLUMN pending_session {id};
