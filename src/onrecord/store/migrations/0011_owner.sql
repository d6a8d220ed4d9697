-- Which process is at a run, so that a run that goes on is not taken for one that was stopped.

ALTER TABLE run ADD COLUMN owner TEXT;
