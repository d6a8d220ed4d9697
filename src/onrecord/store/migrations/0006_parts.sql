-- A side of a finding may hold a part of a statement: `statement` is the whole then, `part` the part's id. Parts are made from the
-- whole and its text whenever they are asked for.

ALTER TABLE finding_side ADD COLUMN part TEXT;
CREATE INDEX finding_side_part ON finding_side (part) WHERE part IS NOT NULL;

-- When a story changed: its history tells which reports it held at any moment.

ALTER TABLE story_change ADD COLUMN at TEXT;
