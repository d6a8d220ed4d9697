"""Speech acts on offers: who invites, demands, refuses, promises what, to whom, on which terms.

No parser runs. A lexicon of frames (``lexicon/data/move-frames.txt``) opens an act, a shallow grammar of English clauses finds its
subject and arguments, negation and modality settle what was done.
"""

from onrecord.analyse.moves.build import with_moves
from onrecord.analyse.moves.find import find_moves
from onrecord.analyse.moves.narrated import find_narrated

__all__ = ["find_moves", "find_narrated", "with_moves"]
