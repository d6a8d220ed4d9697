-- The first schema. Every row is either text as it was read, or points at text by "start" and "end" (code points, half-open).
-- Keys are computed from content; `row` numbers exist only for the full-text indexes and mean nothing outside this file.

CREATE TABLE run (
  id TEXT PRIMARY KEY NOT NULL,
  command TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  onrecord_version TEXT NOT NULL,
  engine TEXT NOT NULL
) STRICT;

CREATE TABLE report (
  row INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL UNIQUE,
  url TEXT,
  outlet TEXT,
  title TEXT,
  byline TEXT,
  agency TEXT,
  language TEXT,
  published_value TEXT,
  published_precision TEXT,
  published_basis TEXT CHECK (published_basis IN ('given', 'page', 'url', 'inferred')),
  published_last TEXT,  -- the last day (or second, in UTC) that published_value covers; what as-of compares with
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  version_of TEXT REFERENCES report (key)
) STRICT;
CREATE INDEX report_url ON report (url);
CREATE INDEX report_published ON report (published_last);
CREATE INDEX report_version_of ON report (version_of);

CREATE TRIGGER report_text_is_fixed BEFORE UPDATE OF key, id, text, text_sha256 ON report
BEGIN
  SELECT RAISE(ABORT, 'the text of a report never changes');
END;

CREATE TABLE furniture (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  kind TEXT NOT NULL,
  PRIMARY KEY (report_key, seq)
) STRICT;

CREATE TABLE analysis (
  report_key TEXT PRIMARY KEY NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  engine TEXT NOT NULL,
  analysed_at TEXT NOT NULL
) STRICT;

CREATE TABLE entity (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (report_key, id)
) STRICT;

CREATE TABLE mention (
  report_key TEXT NOT NULL,
  entity TEXT NOT NULL,
  seq INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  kind TEXT NOT NULL CHECK (kind IN ('name', 'title', 'pronoun')),
  PRIMARY KEY (report_key, entity, seq),
  FOREIGN KEY (report_key, entity) REFERENCES entity (report_key, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE role (
  report_key TEXT NOT NULL,
  entity TEXT NOT NULL,
  seq INTEGER NOT NULL,
  title TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  PRIMARY KEY (report_key, entity, seq),
  FOREIGN KEY (report_key, entity) REFERENCES entity (report_key, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE time (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  value TEXT NOT NULL,
  precision TEXT NOT NULL,
  start INTEGER,
  "end" INTEGER,
  PRIMARY KEY (report_key, seq)
) STRICT;

CREATE TABLE statement (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  manner TEXT NOT NULL CHECK (manner IN ('direct', 'indirect', 'mixed')),
  speaker_entity TEXT,
  speaker_name TEXT,
  addressee_entity TEXT,
  addressee_name TEXT,
  said_value TEXT,
  said_precision TEXT,
  said_start INTEGER,
  said_end INTEGER,
  parent TEXT,
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  source_text TEXT NOT NULL,  -- the texts of the spans, pieces joined by ' … '; `verify` holds them against the report
  cue_text TEXT NOT NULL,
  content_text TEXT NOT NULL
) STRICT;
CREATE INDEX statement_report ON statement (report_key, seq);
CREATE INDEX statement_speaker ON statement (speaker_name);

CREATE TABLE statement_span (
  statement TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('source', 'cue', 'content', 'relay')),
  seq INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  PRIMARY KEY (statement, role, seq)
) STRICT;

CREATE TABLE relay (
  statement TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  entity TEXT NOT NULL,
  name TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  PRIMARY KEY (statement, seq)
) STRICT;

CREATE TABLE problem (
  id TEXT PRIMARY KEY NOT NULL,
  run TEXT REFERENCES run (id),
  report_key TEXT REFERENCES report (key) ON DELETE CASCADE,
  stage TEXT NOT NULL CHECK (stage IN ('read', 'analyse')),
  seq INTEGER NOT NULL,
  "where" TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX problem_report ON problem (report_key, stage, seq);
CREATE INDEX problem_run ON problem (run);

CREATE TABLE input (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'duplicate', 'refused', 'failed')),
  "where" TEXT NOT NULL,
  why TEXT NOT NULL,
  report_key TEXT REFERENCES report (key) ON DELETE SET NULL,
  PRIMARY KEY (run, seq)
) STRICT;
CREATE INDEX input_report ON input (report_key);

CREATE TABLE story (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT,
  first TEXT,
  last TEXT,
  reasons TEXT NOT NULL CHECK (json_valid(reasons))
) STRICT;

CREATE TABLE story_report (
  report_key TEXT PRIMARY KEY NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX story_report_story ON story_report (story, seq);

CREATE TABLE finding (
  id TEXT PRIMARY KEY NOT NULL,
  type TEXT NOT NULL,
  slot TEXT,
  story TEXT REFERENCES story (id) ON DELETE CASCADE,
  why TEXT NOT NULL,
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons))
) STRICT;
CREATE INDEX finding_story ON finding (story);

CREATE TABLE finding_side (
  finding TEXT NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('a', 'b')),
  seq INTEGER NOT NULL,
  statement TEXT NOT NULL REFERENCES statement (id),
  PRIMARY KEY (finding, side, seq)
) STRICT;
CREATE INDEX finding_side_statement ON finding_side (statement);

CREATE TABLE linked_entity (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL
) STRICT;

CREATE TABLE entity_link (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  local TEXT NOT NULL,
  entity TEXT NOT NULL REFERENCES linked_entity (id),
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (report_key, local)
) STRICT;
CREATE INDEX entity_link_entity ON entity_link (entity);

CREATE TABLE vector (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  model TEXT NOT NULL,
  "values" BLOB NOT NULL,  -- float32, little-endian
  PRIMARY KEY (report_key, model)
) STRICT;

CREATE TABLE judgement (
  id TEXT PRIMARY KEY NOT NULL,
  target_kind TEXT NOT NULL,
  target TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  why TEXT NOT NULL,
  undone_by TEXT REFERENCES judgement (id)
) STRICT;
CREATE INDEX judgement_target ON judgement (target_kind, target);

CREATE VIRTUAL TABLE report_fts USING fts5 (
  title, text, content = 'report', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER report_fts_insert AFTER INSERT ON report BEGIN
  INSERT INTO report_fts (rowid, title, text) VALUES (new.row, new.title, new.text);
END;
CREATE TRIGGER report_fts_delete AFTER DELETE ON report BEGIN
  INSERT INTO report_fts (report_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
END;
CREATE TRIGGER report_fts_update AFTER UPDATE OF title ON report BEGIN
  INSERT INTO report_fts (report_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
  INSERT INTO report_fts (rowid, title, text) VALUES (new.row, new.title, new.text);
END;

CREATE VIRTUAL TABLE statement_fts USING fts5 (
  content_text, source_text, speaker_name, content = 'statement', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_fts_insert AFTER INSERT ON statement BEGIN
  INSERT INTO statement_fts (rowid, content_text, source_text, speaker_name)
  VALUES (new.row, new.content_text, new.source_text, new.speaker_name);
END;
CREATE TRIGGER statement_fts_delete AFTER DELETE ON statement BEGIN
  INSERT INTO statement_fts (statement_fts, rowid, content_text, source_text, speaker_name)
  VALUES ('delete', old.row, old.content_text, old.source_text, old.speaker_name);
END;
CREATE TRIGGER statement_fts_update AFTER UPDATE OF content_text, source_text, speaker_name ON statement BEGIN
  INSERT INTO statement_fts (statement_fts, rowid, content_text, source_text, speaker_name)
  VALUES ('delete', old.row, old.content_text, old.source_text, old.speaker_name);
  INSERT INTO statement_fts (rowid, content_text, source_text, speaker_name)
  VALUES (new.row, new.content_text, new.source_text, new.speaker_name);
END;

CREATE VIEW who_said_what AS
SELECT s.id AS statement, coalesce(l.name, s.speaker_name) AS speaker, s.manner, s.content_text AS content, s.cue_text AS cue,
       s.addressee_name AS addressee, s.said_value AS said, r.published_value AS published, r.outlet, r.agency, r.title, r.url,
       r.id AS report, sr.story, s.score
FROM statement s
JOIN report r ON r.key = s.report_key
LEFT JOIN entity_link e ON e.report_key = s.report_key AND e.local = s.speaker_entity
LEFT JOIN linked_entity l ON l.id = e.entity
LEFT JOIN story_report sr ON sr.report_key = s.report_key;

CREATE VIEW story_reports AS
SELECT t.id AS story, t.title AS story_title, r.id AS report, r.published_value AS published, r.outlet, r.agency, r.title, r.url
FROM story t JOIN story_report sr ON sr.story = t.id JOIN report r ON r.key = sr.report_key
ORDER BY t.id, sr.seq;

CREATE VIEW finding_texts AS
SELECT f.id AS finding, f.type, f.slot, f.story, f.why, d.side, s.id AS statement, s.speaker_name AS speaker, s.content_text AS content,
       r.outlet, r.published_value AS published, r.id AS report
FROM finding f JOIN finding_side d ON d.finding = f.id JOIN statement s ON s.id = d.statement JOIN report r ON r.key = s.report_key
ORDER BY f.id, d.side, d.seq;
