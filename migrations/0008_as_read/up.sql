-- What one says to have read: the text of a call by its digest, a theme by its version.
-- The digest is empty for a call drafted before; it is reckoned when the call is read.
ALTER TABLE calls ADD COLUMN text_digest text NOT NULL DEFAULT '';
ALTER TABLE themes ADD COLUMN version integer NOT NULL DEFAULT 1;
