-- Names and outlets are found by what is left of them without case, accents and leading article; kept, so that an index finds them.

ALTER TABLE linked_entity ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE linked_entity SET folded = fold(name);
CREATE INDEX linked_entity_folded ON linked_entity (folded);

ALTER TABLE report ADD COLUMN outlet_folded TEXT;
UPDATE report SET outlet_folded = fold(outlet);
CREATE INDEX report_outlet_folded ON report (outlet_folded);
