-- What the screens ask for, by an index: the statements of one speaker, and reports by their date.

CREATE INDEX statement_speaker_of ON statement (report_key, speaker_entity);
DROP INDEX report_published;
CREATE INDEX report_published ON report (published_last, id);
CREATE INDEX report_recorded ON report (recorded_at);
CREATE INDEX report_outlet ON report (outlet);
