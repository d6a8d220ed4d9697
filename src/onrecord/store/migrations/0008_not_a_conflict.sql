-- People judge findings too. A kept finding that somebody judged not to be a conflict names the judgement; nothing shows it then.
-- The table of judgements is made anew, since SQLite cannot change which kinds a CHECK allows; what points at it is looked at last.

PRAGMA defer_foreign_keys = ON;

DROP TRIGGER judgement_is_kept;
DROP TRIGGER judgement_is_there;
DROP TRIGGER judgement_is_fixed;
CREATE TABLE judgement_before AS SELECT * FROM judgement;
DROP TABLE judgement;

CREATE TABLE judgement (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN (
    'merge', 'split', 'speaker', 'content', 'source', 'cue', 'said', 'not a statement', 'not a conflict', 'undo'
  )),
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

ALTER TABLE finding ADD COLUMN judgement TEXT REFERENCES judgement (id);  -- NULL: nobody judged it not to be a conflict
CREATE INDEX finding_judgement ON finding (judgement) WHERE judgement IS NOT NULL;

DROP VIEW finding_texts;
CREATE VIEW finding_texts AS
SELECT f.id AS finding, f.type, f.slot, f.story, f.why, d.side, d.statement, d.figure,
       coalesce(s.speaker_name, g.source_name) AS speaker,
       coalesce(s.content_text, substr(r.text, g.start + 1, g."end" - g.start)) AS content,
       r.outlet, r.published_value AS published, r.id AS report
FROM finding f
JOIN finding_side d ON d.finding = f.id
LEFT JOIN statement s ON s.id = d.statement
LEFT JOIN figure g ON g.report_key = d.figure_report AND g.id = d.figure
JOIN report r ON r.key = coalesce(s.report_key, d.figure_report)
WHERE f.judgement IS NULL
ORDER BY f.id, d.side, d.seq;
