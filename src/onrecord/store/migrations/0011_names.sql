-- Who is who is kept up to date in what a report touches: every name of the record with what it stands for, an index that finds the names worth
-- comparing with one, and what is still to be linked and compared.

CREATE TABLE known_name (  -- of the entities of reports that are in a story, each once by type and folded name
  row INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  folded TEXT NOT NULL,
  name TEXT NOT NULL,  -- of its spellings the first in the alphabet
  entity TEXT NOT NULL,  -- what it stands for where its story says nothing else
  score REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  rivals TEXT,  -- a list of the entities that it fits when these cannot be one; NULL: they can
  UNIQUE (type, folded)
) STRICT;
CREATE INDEX known_name_entity ON known_name (entity);

CREATE TABLE name_key (
  key TEXT NOT NULL,
  name INTEGER NOT NULL REFERENCES known_name (row) ON DELETE CASCADE,
  asked INTEGER NOT NULL,  -- 1: worth comparing with those only that have the key with 0
  PRIMARY KEY (key, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_key_name ON name_key (name);

CREATE TABLE name_fit (  -- two names that may be taken for one, in both directions
  name INTEGER NOT NULL REFERENCES known_name (row) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES known_name (row) ON DELETE CASCADE,
  score REAL NOT NULL,
  PRIMARY KEY (name, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_fit_other ON name_fit (other);

CREATE TABLE spelling (  -- how many of the machine's links lead to an entity under each name
  entity TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  links INTEGER NOT NULL,
  PRIMARY KEY (entity, type, name)
) STRICT, WITHOUT ROWID;
INSERT INTO spelling SELECT CASE WHEN k.judgement IS NULL THEN k.entity ELSE k.machine_entity END, e.type, e.name, count(*)
FROM entity_link k JOIN entity e ON e.report_key = k.report_key AND e.id = k.local WHERE k.judgement IS NULL OR k.machine_entity IS NOT NULL
GROUP BY 1, 2, 3;

CREATE TABLE unlinked (story TEXT PRIMARY KEY NOT NULL REFERENCES story (id) ON DELETE CASCADE) STRICT;  -- its names are to be linked
INSERT INTO unlinked SELECT id FROM story;
CREATE TABLE unlinked_name (type TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (type, folded)) STRICT, WITHOUT ROWID;  -- a bearer went
CREATE TABLE uncompared (story TEXT PRIMARY KEY NOT NULL REFERENCES story (id) ON DELETE CASCADE) STRICT;  -- its findings are to be made
INSERT INTO uncompared SELECT id FROM story WHERE (SELECT count(*) FROM run WHERE finished IS NULL) > 0;
