"""Whether what is said of somebody is said for the speaker's own side: "we", "our members", "the Republic will", says its minister."""

from __future__ import annotations

from onrecord.analyse.cast import titles_of
from onrecord.analyse.moves.found import Place
from onrecord.analyse.moves.grammar import SELVES
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.lexicon import read_words

_HEAD_WITHIN = 3  # tokens: "a joint note", "a letter delivered to this paper"
_OF_STATE = frozenset(
    ("minister", "prime minister", "secretary", "president", "premier", "chancellor", "king", "queen", "spokesman", "spokeswoman")
)
_THEIRS = frozenset(("his", "her", "its", "their"))


def is_own_side(scene: Scene, place: Place, subject: Range) -> bool:
    """The subject is the speaker, or whom the speaker may commit."""
    word = scene.low[subject[0]]
    if word in SELVES:
        return subject[1] - subject[0] == 1
    if not scene.is_party(*subject):
        return False
    if word == "our" or (word in _THEIRS and subject[1] - subject[0] > 1 and not place.direct):
        return True
    if place.direct:
        return False
    speaker = place.draft.speaker
    entity = scene.who(*subject, place.draft).entity
    if speaker is None or entity is None or entity == speaker:
        return entity == speaker and entity is not None or (speaker is None and _is_document(scene, place))
    return _may_commit(scene, place, speaker, entity)


def _may_commit(scene: Scene, place: Place, speaker: int, entity: int) -> bool:
    """An office holder whose title names no other side speaks for the state; a joint note for those who issue it."""
    if _is_document(scene, place):
        return True
    if scene.sides.same(speaker, entity):
        return True
    named = scene.cast.entities
    if named[speaker].type != "person" or named[entity].type not in ("state", "place") or scene.sides.of(speaker) is not None:
        return False
    return any(title.head in _OF_STATE for title in titles_of(scene.cast, speaker))


def _is_document(scene: Scene, place: Place) -> bool:
    """The source is a paper: "the note says that"."""
    if not place.draft.source:
        return False
    first, end = scene.tokens.within(place.draft.source[0])
    return any(word in _NOTES or word in read_words("sent-documents") for word in scene.low[first : min(end, first + _HEAD_WITHIN)])


_NOTES = frozenset(("note", "letter", "statement", "communique", "communiqué", "declaration", "agreement", "text"))
