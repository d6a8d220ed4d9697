-- What screens of a large record ask for, by an index: findings of a type, the surest first, and the statements that people should look at.

CREATE INDEX finding_shown ON finding (type, score DESC, id) WHERE judgement IS NULL;
CREATE INDEX statement_unsure ON statement (score, id) WHERE score < 0.6;
CREATE INDEX statement_unnamed ON statement (score DESC, id) WHERE speaker_entity IS NULL;

-- In how many reports everybody is, from the index alone.
DROP INDEX entity_link_entity;
CREATE INDEX entity_link_entity ON entity_link (entity, report_key);
