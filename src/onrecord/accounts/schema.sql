-- The house file of a record: who may use it, their sessions, and what they did. Version 1.
CREATE TABLE account (
  name TEXT PRIMARY KEY,
  folded TEXT NOT NULL UNIQUE, -- one name, however it is typed
  role TEXT NOT NULL CHECK (role IN ('reader', 'annotator', 'editor', 'admin')),
  password TEXT, -- argon2id in its encoded form; NULL: only a proxy that is trusted can say that it is this person
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  made TEXT NOT NULL
) STRICT;

CREATE TABLE session (
  key TEXT PRIMARY KEY, -- SHA-256 of the secret, which is kept nowhere
  account TEXT NOT NULL REFERENCES account (name),
  kind TEXT NOT NULL CHECK (kind IN ('browser', 'program')),
  role TEXT NOT NULL CHECK (role IN ('reader', 'annotator', 'editor', 'admin')), -- at most; the account's own may be less
  made REAL NOT NULL, -- seconds since 1970, like the next two
  seen REAL NOT NULL,
  ends REAL NOT NULL,
  about TEXT NOT NULL -- where from, or what for
) STRICT;
CREATE INDEX session_account ON session (account, kind, made);

CREATE TABLE audit (
  n INTEGER PRIMARY KEY AUTOINCREMENT, -- SQLite keeps the highest that there was: rows cut off at the end leave a gap too
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  before TEXT NOT NULL, -- hash of the row before
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
