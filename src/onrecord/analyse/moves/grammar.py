"""Closed word classes of English, and the forms of verbs that stand before a verb."""

from __future__ import annotations

DETERMINERS = frozenset("the a an this that these those any some no every each all both another such its his her their our my your".split())
OWNERS = frozenset("his her its their our my your".split())
PREPOSITIONS = frozenset(
    "of in at on to for from with by about against into over under after before during between among through since until till "
    "as than like amid despite without within toward towards near inside outside upon via per except behind across around along "
    "beyond regarding concerning following".split()
)
LINKS = frozenset("and or but nor yet so because although though while whereas if unless whether when where who which that whose whom".split())
HAVE = frozenset("has have had having 've 'd".split())
BE = frozenset("is are was were be been being am 'm 're 's".split())
DO = frozenset("do does did".split())
WILL = frozenset("will wo shall 'll would".split())
MODALS = WILL | frozenset("could can ca cannot may might should must ought".split())
NEGATIONS = frozenset("not never cannot no-longer neither nor hardly".split())
AUXILIARIES = HAVE | BE | DO | MODALS | NEGATIONS
BECOMING = BE | frozenset("remain remains remained stay stays stayed seem seems seemed appear appears appeared".split())
ADVERBS = frozenset(
    "also again now then still already even ever just later earlier once twice thus therefore further instead so far only first "
    "hereby indeed too both all today yesterday tomorrow overnight long since always often soon yet rather altogether outright".split()
)
SELVES = frozenset("i we".split())
PRONOUNS = frozenset("i we you he she it they me us him her them who everyone everybody anyone anybody someone nobody".split())
OBJECTS = frozenset("me us you him her them everyone everybody anyone anybody it".split())
HYPOTHETICAL = frozenset("if whether unless until till lest".split())
AHEAD = frozenset("when once before whenever".split())  # suppose what they open, unless it is told as past
QUESTION_WORDS = frozenset("whether what how why who when where which".split())
ANAPHORS = frozenset("it this that so these them".split())


def is_adverb(word: str) -> bool:
    """Words that may stand between a subject and its verb.

    >>> is_adverb("flatly"), is_adverb("family")
    (True, False)
    """
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


_NOT_ADVERBS = frozenset("family supply reply apply rally assembly ally italy july bully monopoly anomaly comply multiply imply rely".split())
