-- What the tables hang on and what hangs on them, in the words of PostgreSQL. The tables and views themselves are those of the numbered
-- scripts (`store/translate.py`). Made anew with every migration, so all of this can be run twice.

-- Words of the SQL that `store` is written in.

CREATE OR REPLACE FUNCTION json_each(list text) RETURNS TABLE (value text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 50 AS $$ SELECT e.value FROM json_array_elements_text(list::json) e $$;

CREATE OR REPLACE FUNCTION json_member(object text, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT object::json ->> name $$;
DO $$ BEGIN
  CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = text, FUNCTION = json_member);
EXCEPTION WHEN duplicate_function THEN NULL;
END $$;

CREATE OR REPLACE FUNCTION instr(whole text, part text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos(whole, part) $$;

-- What is written in every transaction first: whoever holds this row is the one writer, and its number tells readers that something is new.

CREATE TABLE IF NOT EXISTS record (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  schema integer NOT NULL,
  writes bigint NOT NULL DEFAULT 0
);

-- Where words stand, by row of the table: `store/lexemes.py`.

CREATE TABLE IF NOT EXISTS report_words (row bigint PRIMARY KEY REFERENCES report ON DELETE CASCADE, words tsvector NOT NULL);
CREATE INDEX IF NOT EXISTS report_words_index ON report_words USING gin (words);
CREATE TABLE IF NOT EXISTS statement_words (row bigint PRIMARY KEY REFERENCES statement ON DELETE CASCADE, words tsvector NOT NULL);
CREATE INDEX IF NOT EXISTS statement_words_index ON statement_words USING gin (words);

CREATE INDEX IF NOT EXISTS report_newest ON report (published_last NULLS FIRST, id);  -- read backwards: the newest first, undated last

-- As in SQLite: the text of a report never changes, a judgement neither changes nor goes, and which reports are in no story is kept.

CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE OR REPLACE TRIGGER report_text_is_fixed BEFORE UPDATE OF key, id, text, text_sha256 ON report
FOR EACH ROW EXECUTE FUNCTION refuse('the text of a report never changes');
CREATE OR REPLACE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
FOR EACH ROW EXECUTE FUNCTION refuse('a judgement is never removed; undo it with another');
CREATE OR REPLACE TRIGGER judgement_is_fixed BEFORE UPDATE ON judgement
FOR EACH ROW EXECUTE FUNCTION refuse('a judgement never changes; undo it with another');

CREATE OR REPLACE FUNCTION judgement_is_there() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM judgement WHERE id = new.id) THEN
    RETURN NULL;  -- the same again, from another record
  END IF;
  RETURN new;
END $$;
CREATE OR REPLACE TRIGGER judgement_is_there BEFORE INSERT ON judgement FOR EACH ROW EXECUTE FUNCTION judgement_is_there();

CREATE OR REPLACE FUNCTION keep_unplaced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_TABLE_NAME = 'report' THEN
    INSERT INTO unplaced VALUES (new.row);
  ELSIF TG_OP = 'INSERT' THEN
    DELETE FROM unplaced WHERE report = (SELECT r.row FROM report r WHERE r.key = new.report_key);
  ELSE
    INSERT INTO unplaced SELECT r.row FROM report r WHERE r.key = old.report_key ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_is_unplaced AFTER INSERT ON report FOR EACH ROW EXECUTE FUNCTION keep_unplaced();
CREATE OR REPLACE TRIGGER report_is_placed AFTER INSERT ON story_report FOR EACH ROW EXECUTE FUNCTION keep_unplaced();
CREATE OR REPLACE TRIGGER report_is_unplaced_again AFTER DELETE ON story_report FOR EACH ROW EXECUTE FUNCTION keep_unplaced();
