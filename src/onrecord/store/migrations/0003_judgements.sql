-- What people decide about what the machine found. A judgement is a row that is never changed: it is undone by another one.
-- It names what it is about by report, spans, folded names and types, so that it holds for the next analysis too.

DROP TABLE judgement;  -- the first schema's; nothing ever wrote to it

CREATE TABLE judgement (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'speaker', 'content', 'source', 'cue', 'said', 'not a statement', 'undo')),
  target TEXT NOT NULL CHECK (json_valid(target)),  -- what it is about
  value TEXT NOT NULL CHECK (json_valid(value)),  -- what holds from now on
  was TEXT NOT NULL CHECK (json_valid(was)),  -- what its author saw before
  author TEXT NOT NULL CHECK (author <> ''),
  at TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
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

-- What follows is made from the judgements, and made anew whenever they, an analysis or the links change. The tables `statement`,
-- `statement_span`, `move`, `figure` and `entity_link` hold what people see; these hold what the machine said wherever that differs.

CREATE TABLE overruled (
  statement TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  judgement TEXT NOT NULL REFERENCES judgement (id),
  machine TEXT NOT NULL CHECK (json_valid(machine)),
  PRIMARY KEY (statement, field)
) STRICT;
CREATE INDEX overruled_judgement ON overruled (judgement);

CREATE TABLE waiting (  -- judgements whose target the record does not hold now
  judgement TEXT PRIMARY KEY NOT NULL REFERENCES judgement (id),
  why TEXT NOT NULL
) STRICT;

ALTER TABLE statement ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));  -- judged not to be a statement

ALTER TABLE entity_link ADD COLUMN judgement TEXT REFERENCES judgement (id);  -- NULL: the machine's link, and then so are the next three
ALTER TABLE entity_link ADD COLUMN machine_entity TEXT REFERENCES linked_entity (id);  -- NULL: the machine has linked it to nothing
ALTER TABLE entity_link ADD COLUMN machine_score REAL;
ALTER TABLE entity_link ADD COLUMN machine_reasons TEXT;
CREATE INDEX entity_link_judgement ON entity_link (judgement) WHERE judgement IS NOT NULL;
CREATE INDEX entity_link_machine ON entity_link (machine_entity) WHERE machine_entity IS NOT NULL;

ALTER TABLE entity ADD COLUMN folded TEXT NOT NULL DEFAULT '';  -- the name without case, accents and leading article
UPDATE entity SET folded = fold(name);
CREATE INDEX entity_folded ON entity (folded, type);
CREATE INDEX entity_everywhere ON entity (id);

CREATE VIEW bearer AS  -- whom each report's entity stands for: itself, when nothing links it
SELECT report_key, local, entity FROM entity_link
UNION ALL
SELECT e.report_key, e.id, e.id FROM entity e
WHERE NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.report_key = e.report_key AND k.local = e.id);

DROP VIEW who_said_what;
CREATE VIEW who_said_what AS
SELECT s.id AS statement, coalesce(l.name, s.speaker_name) AS speaker, s.manner, s.content_text AS content, s.cue_text AS cue,
       s.addressee_name AS addressee, s.said_value AS said, r.published_value AS published, r.outlet, r.agency, r.title, r.url,
       r.id AS report, sr.story, s.score,
       (SELECT group_concat(o.field || ' by ' || j.author || ' on ' || substr(j.at, 1, 10) || ': ' || j.why, '; ')
        FROM overruled o JOIN judgement j ON j.id = o.judgement WHERE o.statement = s.id) AS corrected
FROM statement s
JOIN report r ON r.key = s.report_key
LEFT JOIN entity_link e ON e.report_key = s.report_key AND e.local = s.speaker_entity
LEFT JOIN linked_entity l ON l.id = e.entity
LEFT JOIN story_report sr ON sr.report_key = s.report_key
WHERE NOT s.hidden;

CREATE VIEW moves_told AS
SELECT m.act, m.negated, m.modality, coalesce(a.name, m.actor_name) AS actor, coalesce(t.name, m.target_name) AS target,
       m.side_name AS on_behalf_of, m.what,
       (SELECT group_concat(k.key || ': ' || k.value, '; ') FROM term k WHERE k.statement = m.statement AND k.move = m.seq) AS terms,
       substr(r.text, m.start + 1, m."end" - m.start) AS words, r.published_value AS published, r.outlet, r.agency, r.title,
       r.id AS report, sr.story, m.statement, m.score
FROM move m
JOIN statement s ON s.id = m.statement
JOIN report r ON r.key = s.report_key
LEFT JOIN entity_link x ON x.report_key = s.report_key AND x.local = m.actor_entity
LEFT JOIN linked_entity a ON a.id = x.entity
LEFT JOIN entity_link y ON y.report_key = s.report_key AND y.local = m.target_entity
LEFT JOIN linked_entity t ON t.id = y.entity
LEFT JOIN story_report sr ON sr.report_key = s.report_key
WHERE NOT s.hidden;
