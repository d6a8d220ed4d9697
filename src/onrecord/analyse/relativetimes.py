"""Times that hang on another: on the day of publication (weekdays, "last week") or on what the text named before ("the next day")."""

from __future__ import annotations

from datetime import timedelta
from re import Match

from onrecord.analyse.calendar import UNITS, Value, ago, between, moved, number, shifted, weekday
from onrecord.analyse.timewords import MOD, NUMBER, PART, UNIT, WEEKDAY, N, Rule, Scene, either_case, listed, rule, said

_BACK = ("last", "past", "previous")
_STEP = {"yesterday": -1, "tomorrow": 1}
_REPEATED = {"hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y"}


def _weekday(m: Match[str], scene: Scene) -> Value | None:
    which = said(m, "which")
    if which in ("next", "coming"):
        found = weekday(m["weekday"], scene.day, ahead=True, skip_today=True)
    elif which in _BACK:
        found = weekday(m["weekday"], scene.day, ahead=False, skip_today=True)
    else:
        today = weekday(m["weekday"], scene.day, ahead=False) == scene.day
        found = weekday(m["weekday"], scene.day, ahead=bool(scene.ahead) and not today)
    return found.isoformat(), "day"


def _weekday_range(m: Match[str], scene: Scene) -> Value | None:
    end = weekday(m["to"], scene.day, ahead=bool(scene.ahead))
    return between(weekday(m["from"], end, ahead=False, skip_today=True), end)


def _every_weekday(m: Match[str], scene: Scene) -> Value | None:
    """A repeating interval of ISO 8601 that starts on the nearest such day not after publication."""
    return f"R/{weekday(m['weekday'], scene.day, ahead=False).isoformat()}/P1W", "set"


def _every(m: Match[str], _scene: Scene) -> Value | None:
    if word := said(m, "word"):
        return f"R/{_REPEATED[word]}", "set"
    n = number(said(m, "n") or "1") if said(m, "n") != "other" else 2
    return (f"R/{_length(n, said(m, 'unit'))}", "set") if n else None


def _length(n: int, unit: str) -> str:
    if unit in ("decade", "fortnight"):
        return f"P{10 * n}Y" if unit == "decade" else f"P{2 * n}W"
    if unit == "quarter":
        return f"P{3 * n}M"
    if unit == "weekend":
        return f"P{n}W"
    return f"P{'T' if unit in ('hour', 'minute') else ''}{n}{UNITS[unit]}"


def _day_word(m: Match[str], scene: Scene) -> Value | None:
    return shifted("day", _STEP.get(said(m, "word"), 0), scene.day)


def _last_night(_m: Match[str], scene: Scene) -> Value | None:
    return shifted("day", -1, scene.day)


def _overnight(_m: Match[str], scene: Scene) -> Value | None:
    return between(scene.day - timedelta(days=1), scene.day)


def _beyond(m: Match[str], scene: Scene) -> Value | None:
    return shifted("day", 2 if said(m, "next") else -2, scene.day)


def _relative(m: Match[str], scene: Scene) -> Value | None:
    which = said(m, "which").split()[-1]
    by = -1 if which in _BACK else 1 if which in ("next", "coming") else 0
    if which == "this" and said(m, "unit") == "weekend":
        return _weekend(m, scene)
    return shifted(said(m, "unit"), by, scene.day)


def _weekend(_m: Match[str], scene: Scene) -> Value | None:
    """The weekend that the tense picks: on a weekday the one to come belongs to this week, the one gone by to the last."""
    back = scene.ahead is False and scene.day.weekday() < 5
    return shifted("weekend", -1 if back else 0, scene.day)


def _ago(m: Match[str], scene: Scene) -> Value | None:
    n, unit = number(m["n"]), said(m, "unit")
    if n and unit == "fortnight":
        n, unit = 2 * n, "week"
    if n and unit == "hour" and n % 24 == 0:
        n, unit = n // 24, "day"
    return ago(unit, n, scene.day) if n else None


def _weekday_week(m: Match[str], scene: Scene) -> Value | None:
    """ "Thursday last week": the day within the ISO week that is named."""
    monday = scene.day - timedelta(days=scene.day.weekday())
    by = {"last": -1, "next": 1}.get(said(m, "which"), 0)
    return (weekday(m["weekday"], monday, ahead=True) + timedelta(weeks=by)).isoformat(), "day"


def _stretch(m: Match[str], scene: Scene) -> Value | None:
    """ "The past ten days": from so long before publication to its day; "the next" the other way. Hours are a length alone."""
    n, unit = number(said(m, "n") or "one"), said(m, "unit")
    if not n:
        return None
    if unit in ("hour", "minute"):
        return _length(n, unit), "duration"
    ahead = said(m, "which") in ("next", "coming")
    edge = moved(unit, n if ahead else -n, scene.day)
    return None if edge is None else between(*sorted((edge, scene.day)))


def _duration(m: Match[str], _scene: Scene) -> Value | None:
    n = number(m["n"])
    return (_length(n, said(m, "unit")), "duration") if n else None


def _after_named(m: Match[str], scene: Scene) -> Value | None:
    """So long after or before the day that the text named last; a unit of its own kind ("two weeks later") keeps the day."""
    n = number(said(m, "n") or "one")
    if scene.named is None or not n:
        return None
    by = -n if said(m, "side") in ("earlier", "before", "previous", "previously") else n
    unit = said(m, "unit")
    if unit == "week":
        unit, by = "day", 7 * by
    return ago(unit, -by, scene.named)


def _years_after(m: Match[str], scene: Scene) -> Value | None:
    n = number(m["n"])
    if scene.named_year is None or not n:
        return None
    n *= 10 if said(m, "unit") == "decade" else 1
    return str(scene.named_year + (n if said(m, "side") == "later" else -n)), "year"


def _beside_named(m: Match[str], scene: Scene) -> Value | None:
    """ "The next day", "the same week": the neighbour, or the fellow, of what the text named last."""
    if scene.named is None:
        return None
    side = said(m, "side")
    by = -1 if side in ("previous", "preceding", "before") else 0 if side in ("same", "that") else 1
    unit = said(m, "unit")
    return shifted("day" if unit in ("morning", "afternoon", "evening", "night") else unit, by, scene.named)


def _beside_year(m: Match[str], scene: Scene) -> Value | None:
    """ "The year before": of the year that the text named last, else of that of publication, as figures are compared."""
    year = scene.named_year or scene.day.year
    side = said(m, "side") or "before"
    return str(year + (-1 if side in ("previous", "preceding", "before", "earlier") else 0 if side in ("same", "that") else 1)), "year"


_WHICH = rf"(?P<which>{either_case('next|last|past|this|coming|previous')})"
_PART = "(?P<unit>morning|afternoon|evening|night)"
_PER = r"(?P<unit>hour|day|week|weekend|month|quarter|year)"
_AFTER_ALL = r"(?=[.,;:!?)”\"]|$| (?:and|but|he|she|they|it)\b)"  # "the day after the vote" is told by the vote, not by a date
_NO_AGE = r"(?!s?[ -](?:old|ago|later|earlier|of age|younger|older|in advance)\b|['’-])"
_NOT_NAME = rf"(?! (?:{listed('no day after')})\b)"
_NO_NAME_BEFORE = "".join(rf"(?<!\b{w} )" for w in listed("no day before").split("|"))
_ABOUT = rf"(?:(?:{listed('no year before')}|just|the first) )"
_SIDES = " later| earlier| previously| before"
_FOR = either_case("for|within|lasting|lasted|lasts|spent|spend|spending|took|takes|taking|over|during")

RELATIVE_RULES: tuple[Rule, ...] = (
    rule(
        "weekday",
        "publication",
        rf"\b(?:(?:[Oo]vernight|(?:[Tt]he )?[Nn]ight) )?(?:[Ff]rom |[Bb]etween )(?P<from>{WEEKDAY})"
        rf" (?:to|and|until|through) (?P<to>{WEEKDAY})\b",
        _weekday_range,
    ),
    rule("weekday", "publication", rf"{_NO_NAME_BEFORE}\b(?:{_WHICH} |{MOD})?(?P<weekday>{WEEKDAY}){PART}?\b{_NOT_NAME}", _weekday),
    rule("weekday", "publication", rf"\b(?P<weekday>{WEEKDAY}){PART}? (?:of )?(?P<which>[Ll]ast|[Tt]his|[Nn]ext) week\b", _weekday_week),
    rule("weekday", "publication", rf"\b(?:[Ee]very|[Ee]ach) (?P<weekday>{WEEKDAY}){PART}?\b", _every_weekday),
    rule("weekday", "publication", rf"\b(?:[Oo]n )(?P<weekday>{WEEKDAY})s\b", _every_weekday),
    rule("unit", "none", rf"\b(?:[Ee]very|[Ee]ach) (?:(?P<n>{NUMBER}|other) )?{_PER}s?\b", _every, "every |each "),
    rule("unit", "none", rf"\b(?:[Oo]nce|[Tt]wice|{NUMBER} times) (?:a|an|every|each|per) {_PER}\b", _every, "once |twice | times "),
    rule("unit", "none", r"(?<![-\w])(?P<word>daily|weekly|monthly|yearly|annually|nightly|hourly)(?![-\w]| [A-Z])", _every, "ly"),
    rule(
        "word",
        "publication",
        rf"\b(?:{MOD})?(?P<word>today|yesterday|tomorrow|tonight|(?<![A-Za-z] )(?:Today|Yesterday|Tomorrow|Tonight)){PART}?\b",
        _day_word,
    ),
    rule("word", "publication", r"\b(?:[Ee]arlier |[Ll]ater |[Ll]ate )?[Tt]his (?:morning|afternoon|evening)\b", _day_word),
    rule("word", "publication", r"\b(?:[Ll]ate )?[Ll]ast (?:night|evening)\b", _last_night),
    rule("word", "publication", r"\b[Oo]vernight\b(?! (?:success|stay|from|train|bus|flight|guest)s?\b)", _overnight),
    rule("word", "publication", r"\b[Tt]he day (?:before yesterday|after (?P<next>tomorrow))\b", _beyond),
    rule(
        "unit",
        "publication",
        rf"(?<!\b[Tt]he )(?<!\bvery )\b(?:{MOD})?(?P<which>{either_case('this|last|next')}|[Tt]h(?:e|is) (?:past|coming))"
        r" (?P<unit>week|weekend|month|quarter|year|decade)\b(?!-(?:long|old))",
        _relative,
        "this |last |next |past |coming ",
    ),
    rule(
        "unit",
        "publication",
        r"(?<!\b[Tt]hat )(?<!\b[Ee]very )\b(?:[Oo]ver |[Aa]t |[Oo]n |[Dd]uring |[Tt]hroughout )?the weekend\b",
        _weekend,
        "the weekend",
    ),
    rule("unit", "publication", rf"(?<!\b[Hh]alf )\b{N} {UNIT} ago\b", _ago, " ago"),
    rule(
        "unit",
        "publication",
        rf"\b(?:[Ff]or |[Oo]ver |[Ii]n |[Ww]ithin |[Dd]uring )?[Tt]he (?P<which>last|past|next|coming) (?P<n>{NUMBER}|couple of)"
        rf" {UNIT}\b(?! of (?!the year|this|last))",
        _stretch,
        "the last |the past |the next |the coming ",
    ),
    rule(
        "unit",
        "publication",
        rf"\b(?:{either_case('for|over|in|within|during')}) the (?P<which>last|past|next|coming) (?P<unit>week|month|year|decade)"
        r"\b(?! of )",
        _stretch,
        "the last |the past |the next |the coming ",
    ),
    rule("unit", "none", rf"\b(?:{_FOR}) (?:{_ABOUT})?{N} {UNIT}\b{_NO_AGE}", _duration),
    rule("unit", "none", rf"\b{N} {UNIT}(?=,? (?:starting|beginning)\b)", _duration, "starting|beginning"),
    rule(
        "unit",
        "none",
        rf"(?<![-\w])(?P<n>{NUMBER})-(?P<unit>day|week|month|year|decade|hour|minute)\b(?![- ]old)",
        _duration,
        "-day|-week|-month|-year|-decade|-hour|-minute",
    ),
    rule(
        "unit", "text", rf"\b{N} (?P<unit>day|week|month)s? (?P<side>later|earlier|previously|before{_AFTER_ALL})\b", _after_named, _SIDES
    ),
    rule("unit", "year", rf"\b{N} (?P<unit>year|decade)s? (?P<side>later|earlier|previously|before{_AFTER_ALL})\b", _years_after, _SIDES),
    rule(
        "unit",
        "text",
        r"\b[Tt](?:he|hat) (?P<side>next|following|previous|preceding|same)"
        r" (?P<unit>day|week|weekend|month)\b",
        _beside_named,
        "next |following |previous |preceding |same ",
    ),
    rule("word", "text", rf"\b[Tt](?:he|hat) (?P<side>next|following|previous|preceding|same) {_PART}\b", _beside_named),
    rule("word", "text", rf"\b(?:[Oo]n )?(?P<side>[Tt]hat) {_PART}\b", _beside_named),
    rule("unit", "text", rf"\b[Tt]he (?P<unit>day|week|month) (?P<side>before|after){_AFTER_ALL}", _beside_named, " before| after"),
    rule("unit", "text", r"(?<=\b[Oo]n )(?P<side>that) (?P<unit>day)\b", _beside_named, "that day"),
    rule(
        "unit",
        "publication",
        rf"\b[Tt]he (?:(?P<side>previous|preceding|same|following) year\b|year (?:before|earlier){_AFTER_ALL})|\ba year earlier\b",
        _beside_year,
        "ous year|ing year|same year|year before|year earlier",
    ),
)
