-- What statements do, what happened, and numbers about it. As in the first schema every row points at text by "start" and "end".
-- What one analysis row says about another (a figure's event, an event's figures) is no foreign key, as a statement's parent is none:
-- an analysis that names what it does not hold is found by `verify` and costs no report.

CREATE TABLE move (
  statement TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  act TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  actor_entity TEXT,
  actor_name TEXT,
  target_entity TEXT,
  target_name TEXT,
  side_entity TEXT,  -- on whose behalf
  side_name TEXT,
  what TEXT,
  what_start INTEGER,
  what_end INTEGER,
  negated INTEGER NOT NULL CHECK (negated IN (0, 1)),
  modality TEXT,
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (statement, seq)
) STRICT;
CREATE INDEX move_act ON move (act);
CREATE INDEX move_actor ON move (actor_entity);

CREATE TABLE term (
  statement TEXT NOT NULL,
  move INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  PRIMARY KEY (statement, move, seq),
  FOREIGN KEY (statement, move) REFERENCES move (statement, seq) ON DELETE CASCADE
) STRICT;
CREATE INDEX term_key ON term (key, value);

CREATE TABLE event (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  actor_entity TEXT,
  actor_name TEXT,
  target_entity TEXT,
  target_name TEXT,
  place_entity TEXT,
  place_name TEXT,
  source_entity TEXT,  -- according to whom
  source_name TEXT,
  when_value TEXT,
  when_precision TEXT,
  when_start INTEGER,
  when_end INTEGER,
  instrument TEXT,
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (report_key, id)
) STRICT;
CREATE INDEX event_type ON event (type);
CREATE INDEX event_actor ON event (actor_entity);

CREATE TABLE event_mention (
  report_key TEXT NOT NULL,
  event TEXT NOT NULL,
  seq INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  PRIMARY KEY (report_key, event, seq),
  FOREIGN KEY (report_key, event) REFERENCES event (report_key, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE event_figure (
  report_key TEXT NOT NULL,
  event TEXT NOT NULL,
  seq INTEGER NOT NULL,
  figure TEXT NOT NULL,
  PRIMARY KEY (report_key, event, seq),
  FOREIGN KEY (report_key, event) REFERENCES event (report_key, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE figure (
  report_key TEXT NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  low REAL,
  high REAL,
  unit TEXT,
  measure TEXT NOT NULL,
  scope TEXT,
  place_entity TEXT,
  place_name TEXT,
  source_entity TEXT,  -- according to whom
  source_name TEXT,
  as_of_value TEXT,
  as_of_precision TEXT,
  as_of_start INTEGER,
  as_of_end INTEGER,
  event TEXT,
  statement TEXT,
  revises TEXT,
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (report_key, id)
) STRICT;
CREATE INDEX figure_measure ON figure (measure, unit);
CREATE INDEX figure_source ON figure (source_entity);
CREATE INDEX figure_statement ON figure (statement);

CREATE VIEW figures_given AS
SELECT f.measure, f.low, f.high, f.unit, f.scope, f.place_name AS place, f.as_of_value AS as_of,
       coalesce(l.name, f.source_name) AS according_to, substr(r.text, f.start + 1, f."end" - f.start) AS words, v.type AS event_type,
       r.published_value AS published, r.outlet, r.agency, r.title, r.id AS report, sr.story, f.statement, f.event, f.id AS figure, f.score
FROM figure f
JOIN report r ON r.key = f.report_key
LEFT JOIN event v ON v.report_key = f.report_key AND v.id = f.event
LEFT JOIN entity_link x ON x.report_key = f.report_key AND x.local = f.source_entity
LEFT JOIN linked_entity l ON l.id = x.entity
LEFT JOIN story_report sr ON sr.report_key = f.report_key;
