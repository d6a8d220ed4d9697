-- A side of a finding holds statements or figures.

DROP VIEW finding_texts;
ALTER TABLE finding_side RENAME TO finding_side_of_statements;

CREATE TABLE finding_side (
  finding TEXT NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('a', 'b')),
  seq INTEGER NOT NULL,
  statement TEXT REFERENCES statement (id),
  figure_report TEXT,
  figure TEXT,
  PRIMARY KEY (finding, side, seq),
  FOREIGN KEY (figure_report, figure) REFERENCES figure (report_key, id),
  CHECK ((statement IS NULL) = (figure IS NOT NULL) AND (figure IS NULL) = (figure_report IS NULL))
) STRICT;
INSERT INTO finding_side (finding, side, seq, statement) SELECT finding, side, seq, statement FROM finding_side_of_statements;
DROP TABLE finding_side_of_statements;
CREATE INDEX finding_side_statement ON finding_side (statement);
CREATE INDEX finding_side_figure ON finding_side (figure_report, figure);
CREATE INDEX figure_id ON figure (id);

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
ORDER BY f.id, d.side, d.seq;
