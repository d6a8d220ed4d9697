-- What tells whether reports are of one story, and an index that finds those which share a key with one, near it in time.
-- Vectors by the first schema point where the lead does, and not the title; profiles are made anew when next something is added.

DROP TABLE vector;

CREATE TABLE profile (
  report INTEGER PRIMARY KEY NOT NULL REFERENCES report (row) ON DELETE CASCADE,
  model TEXT NOT NULL,
  day INTEGER,  -- of publication, 1 is the first of January of the year 1; NULL: not known
  vector BLOB NOT NULL,  -- 16-bit numbers, little-endian, in thousandths
  names TEXT NOT NULL CHECK (json_valid(names))  -- weights in thousandths
) STRICT;

CREATE TABLE profile_key (
  key TEXT NOT NULL,
  day INTEGER NOT NULL,  -- of the profile; undated reports come after all others
  report INTEGER NOT NULL REFERENCES profile (report) ON DELETE CASCADE,
  PRIMARY KEY (key, day, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_key_report ON profile_key (report);

CREATE TABLE unplaced (report INTEGER PRIMARY KEY NOT NULL REFERENCES report (row) ON DELETE CASCADE) STRICT;  -- in no story
INSERT INTO unplaced SELECT row FROM report;
CREATE TRIGGER report_is_unplaced AFTER INSERT ON report BEGIN
  INSERT INTO unplaced VALUES (new.row);
END;
CREATE TRIGGER report_is_placed AFTER INSERT ON story_report BEGIN
  DELETE FROM unplaced WHERE report = (SELECT row FROM report WHERE key = new.report_key);
END;
CREATE TRIGGER report_is_unplaced_again AFTER DELETE ON story_report BEGIN
  INSERT OR IGNORE INTO unplaced SELECT row FROM report WHERE key = old.report_key;
END;

CREATE TABLE story_change (
  seq INTEGER PRIMARY KEY,
  run TEXT REFERENCES run (id),
  kind TEXT NOT NULL CHECK (kind IN ('begun', 'grown', 'joined', 'parted', 'gone')),
  story TEXT NOT NULL,  -- no reference: a story that is gone has its history too
  other TEXT,  -- the story that reports came from or went to
  reports TEXT NOT NULL CHECK (json_valid(reports)),
  reasons TEXT NOT NULL CHECK (json_valid(reasons))
) STRICT;
CREATE INDEX story_change_story ON story_change (story);
CREATE INDEX story_change_other ON story_change (other);
