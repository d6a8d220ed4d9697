-- Reports that people took out of sight, or out of the record for good; and seals, by which damage shows that SQLite cannot see.

PRAGMA defer_foreign_keys = ON;

-- Which kinds of judgement there are is said where they are made: a CHECK would cost a new table for each kind that comes.
DROP TRIGGER judgement_is_kept;
DROP TRIGGER judgement_is_there;
DROP TRIGGER judgement_is_fixed;
CREATE TABLE judgement_before AS SELECT * FROM judgement;
DROP TABLE judgement;
CREATE TABLE judgement (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL CHECK (json_valid(target)),  -- what it is about
  value TEXT NOT NULL CHECK (json_valid(value)),  -- what holds from now on
  was TEXT NOT NULL CHECK (json_valid(was)),  -- what its author saw before
  author TEXT NOT NULL CHECK (author <> ''),
  at TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
INSERT INTO judgement SELECT id, kind, target, value, was, author, at, why FROM judgement_before;
DROP TABLE judgement_before;
CREATE INDEX judgement_at ON judgement (at);

CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
BEGIN
  SELECT RAISE(ABORT, 'a judgement is never removed; undo it with another');
END;
CREATE TRIGGER judgement_is_there BEFORE INSERT ON judgement WHEN EXISTS (SELECT 1 FROM judgement WHERE id = new.id)
BEGIN
  SELECT RAISE(IGNORE);  -- the same again, from another record; and no REPLACE may put another in its place
END;
CREATE TRIGGER judgement_is_fixed BEFORE UPDATE ON judgement
BEGIN
  SELECT RAISE(ABORT, 'a judgement never changes; undo it with another');
END;

CREATE TABLE withheld (  -- reports that a judgement took out of sight, with all that was found in them
  report_key TEXT PRIMARY KEY NOT NULL,
  id TEXT NOT NULL UNIQUE,
  url TEXT,
  text_sha256 TEXT NOT NULL,
  judgement TEXT NOT NULL REFERENCES judgement (id),
  kept TEXT NOT NULL CHECK (json_valid(kept))  -- the rows of every table, as the machine gave them
) STRICT;
CREATE INDEX withheld_text ON withheld (text_sha256);
CREATE INDEX withheld_url ON withheld (url);

CREATE TABLE tombstone (  -- of a report whose bytes are gone; hashes only, so that it is known when it comes again
  id TEXT PRIMARY KEY NOT NULL,
  text_sha256 TEXT NOT NULL,
  id_sha256 TEXT,  -- NULL, as the next: another text under this id, or at this address, may come in
  url_sha256 TEXT,
  judgements INTEGER NOT NULL,  -- how many went with it
  author TEXT NOT NULL CHECK (author <> ''),
  at TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX tombstone_text ON tombstone (text_sha256);
CREATE INDEX tombstone_named ON tombstone (id_sha256);
CREATE INDEX tombstone_url ON tombstone (url_sha256);

ALTER TABLE report ADD COLUMN seal TEXT;  -- SHA-256 of what was stored, made before it was written
ALTER TABLE analysis ADD COLUMN seal TEXT;
