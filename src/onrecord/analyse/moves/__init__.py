"""Speech acts on offers: who invites, demands, refuses, promises what, to whom, on which terms.

No parser runs. A lexicon of frames (``lexicon/data/move-frames.txt``) opens an act, or the moves model does where no frame knows the
words; a shallow grammar of English clauses finds its subject and arguments, negation and modality settle what was done.
"""

from onrecord.analyse.moves.build import with_moves
from onrecord.analyse.moves.find import find_moves
from onrecord.analyse.moves.narrated import find_narrated
from onrecord.analyse.moves.sown import is_sown
from onrecord.analyse.moves.told import find_told

__all__ = ["find_moves", "find_narrated", "find_told", "is_sown", "with_moves"]
