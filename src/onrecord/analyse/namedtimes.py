"""Times with a name or a number of their own: dates, months, years, decades, quarters, seasons, holidays, times of day."""

from __future__ import annotations

from datetime import date
from re import Match

from onrecord.analyse.calendar import (
    DECADES,
    MONTHS,
    WEEKDAYS,
    Value,
    between,
    day_of,
    end_of,
    holiday,
    month_number,
    months,
    nearest_month,
    nearest_year,
    ordinal,
    parse_date,
    quarter_of,
    season,
    years,
)
from onrecord.analyse.timewords import (
    CLOSED,
    DASH,
    DAY,
    FIRST,
    HOLIDAYS,
    MOD,
    MONTH,
    ON,
    ORDINAL,
    SURE_MONTH,
    WEEKDAY,
    YEAR,
    Rule,
    Scene,
    behind,
    either_case,
    listed,
    rule,
    said,
)
from onrecord.text import any_of

_WEEKDAY_YEARS = 6  # the farthest that a weekday and its date can be from one another on one side, but for 29 February
_QUARTER = r"(?P<ordinal>(?i:first|second|third|fourth)|[1-4](?:st|nd|rd|th))[ -]quarter|Q(?P<q>[1-4])"
_BY_THE_END = rf"{behind('by|until|till|before|through')}(?:the )?end[ -](?:of )?"
_NO_NAME = r"(?!\.? ?\d| [A-Z]|[-’']\w|[a-z])"


def _day(found: date | None) -> Value | None:
    return (found.isoformat(), "day") if found else None


def _full(m: Match[str], _scene: Scene) -> Value | None:
    return _day(day_of(int(m["year"]), month_number(m["month"]), int(m["day"])))


def _iso(m: Match[str], _scene: Scene) -> Value | None:
    return _day(parse_date(m.group()))


def _numeric(m: Match[str], _scene: Scene) -> Value | None:
    """With dots the day stands first; with slashes only a number above twelve tells which is the day."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
    if m["mark"] == "/" and a <= 12:
        return _day(day_of(year, a, b)) if b > 12 or a == b else None
    return _day(day_of(year, b, a))


def _day_month(m: Match[str], scene: Scene) -> Value | None:
    """In the year that the tense picks; a weekday that does not fall on the date there picks the nearest year in which it does."""
    month, number, on = month_number(m["month"]), int(m["day"]), said(m, "on")
    nearest = nearest_year(month, number, scene.day, ahead=scene.ahead)
    if nearest is None or not on or WEEKDAYS[nearest.weekday()].startswith(on[:3]):
        return _day(nearest)
    around = (day_of(scene.day.year + by, month, number) for by in range(-_WEEKDAY_YEARS, _WEEKDAY_YEARS + 1))
    fitting = [
        d for d in around if d and WEEKDAYS[d.weekday()].startswith(on[:3]) and (scene.ahead is None or (d > scene.day) == scene.ahead)
    ]
    return _day(min(fitting, key=lambda day: abs(day - scene.day), default=nearest))


def _full_range(m: Match[str], _scene: Scene) -> Value | None:
    return _days(int(m["year"]), m)


def _date_range(m: Match[str], scene: Scene) -> Value | None:
    last = nearest_year(month_number(m["month"]), int(m["day"]), scene.day, ahead=scene.ahead)
    return _days(last.year, m) if last else None


def _days(year: int, m: Match[str]) -> Value | None:
    first, last = (day_of(year, month_number(m["month"]), int(m[k])) for k in ("first", "day"))
    return between(first, last) if first and last else None


def _month_year(m: Match[str], _scene: Scene) -> Value | None:
    return f"{m['year']}-{month_number(m['month']):02d}", "month"


def _month_range(m: Match[str], _scene: Scene) -> Value | None:
    first, last = month_number(m["from"]), month_number(m["month"])
    return months(int(m["year"]), first, last - first + 1) if first < last else None


def _month(m: Match[str], scene: Scene) -> Value | None:
    month, which = month_number(m["month"]), said(m, "which")
    if which in ("last", "past"):
        before = scene.day.year - (month >= scene.day.month)
        return f"{before}-{month:02d}", "month"
    if which == "this":
        return f"{scene.day.year}-{month:02d}", "month"
    return nearest_month(month, scene.day, ahead=which == "next" or scene.ahead), "month"


def _month_of(m: Match[str], scene: Scene) -> Value | None:
    by = {"last": -1, "next": 1}.get(said(m, "which"), 0)
    return f"{scene.day.year + by}-{month_number(m['month']):02d}", "month"


def _nth_weekday(m: Match[str], scene: Scene) -> Value | None:
    """ "The first Monday of June", of the year that is named, else of the one that the tense picks."""
    month, which = month_number(m["month"]), said(m, "ordinal")
    year = int(said(m, "year") or nearest_month(month, scene.day, ahead=scene.ahead)[:4])
    return _day(holiday(f"{said(m, 'weekday')} {which if which == 'last' else ordinal(which)} {month}", year))


def _day_of_month(m: Match[str], scene: Scene) -> Value | None:
    """ "On the 3rd": of the month that the text named last, else of the one that the tense picks."""
    near = scene.named or scene.day
    found = day_of(near.year, near.month, int(m["day"]))
    if found and not scene.named and (found > near) != bool(scene.ahead) and found != near:
        year, month = divmod(near.year * 12 + near.month - 1 + (1 if scene.ahead else -1), 12)
        found = day_of(year, month + 1, int(m["day"]))
    return _day(found)


def _year(m: Match[str], _scene: Scene) -> Value | None:
    return m["year"], "year"


def _year_range(m: Match[str], _scene: Scene) -> Value | None:
    first = int(m["year"])
    last = int(m["to"]) if len(m["to"]) == 4 else first // 100 * 100 + int(m["to"])
    return years(first, last - first + 1) if first < last <= first + 200 else None


def _end(m: Match[str], scene: Scene) -> Value | None:
    """The last day of a year or month: what is to be done by its end has that day to be done."""
    month = said(m, "month")
    if year := said(m, "year"):
        value = f"{year}-{month_number(month):02d}" if month else year
    elif month:
        value = nearest_month(month_number(month), scene.day, ahead=scene.ahead)
    else:
        value = str(scene.day.year + {"last": -1, "next": 1}.get(said(m, "which"), 0))
    return _day(end_of(value))


def _decade(m: Match[str], _scene: Scene) -> Value | None:
    return years(int(m["year"]), 10)


def _short_decade(m: Match[str], _scene: Scene) -> Value | None:
    """ "The sixties" and "the '90s" are of the twentieth century."""
    word = said(m, "word")
    return years(DECADES[word] if word else 1900 + int(m["tens"]), 10)


def _century(m: Match[str], _scene: Scene) -> Value | None:
    """ISO 8601 counts a century by its first two digits: the 20th is 1900 to 1999."""
    n = ordinal(m["ordinal"])
    return years(100 * (n - 1), 100) if n and 11 <= n <= 30 else None


def _quarter_year(m: Match[str], _scene: Scene) -> Value | None:
    return f"{m['year']}-Q{_quarter_number(m)}", "quarter"


def _quarter_number(m: Match[str]) -> int:
    return int(m["q"] or ordinal(m["ordinal"]) or 1)


def _quarter(m: Match[str], scene: Scene) -> Value | None:
    """A quarter without its year: the last that has begun, as results are told, or the next where the tense looks ahead."""
    wanted, now = _quarter_number(m), (scene.day.month + 2) // 3
    back, on = (now - wanted) % 4, (wanted - now) % 4
    return quarter_of(scene.day, on if scene.ahead else -back), "quarter"


def _half(m: Match[str], _scene: Scene) -> Value | None:
    return months(int(m["year"]), 1 if m["ordinal"].lower() in ("first", "1st") else 7, 6)


def _fiscal(m: Match[str], scene: Scene) -> Value | None:
    """The year as it is called; its bounds differ from country to country."""
    return _year_range(m, scene) if m["to"] else (m["year"], "year")


def _season_year(m: Match[str], _scene: Scene) -> Value | None:
    return season(m["season"], int(m["year"]))


def _season(m: Match[str], scene: Scene) -> Value | None:
    """ "Last summer" is the last that has ended, "next" the next to begin, "this" the one of the year."""
    which = said(m, "which")
    options = [season(m["season"], scene.day.year + by) for by in (-2, -1, 0, 1)]
    today = scene.day.isoformat()
    if which in ("last", "past"):
        return [v for v in options if v[0][11:] < today][-1]
    if which in ("next", "coming"):
        return next((v for v in options if v[0] > today), None)
    return min(options[1:3], key=lambda v: abs((date.fromisoformat(v[0][:10]) - scene.day).days))


def _holiday_year(m: Match[str], _scene: Scene) -> Value | None:
    return _day(holiday(HOLIDAYS[m["name"]], int(m["year"])))


def _holiday(m: Match[str], scene: Scene) -> Value | None:
    year, which = scene.day.year, said(m, "which")
    options = [holiday(HOLIDAYS[m["name"]], y) for y in (year - 1, year, year + 1)]
    if which in ("last", "past"):
        return _day([d for d in options if d < scene.day][-1])
    if which == "next" or (scene.ahead and which != "this"):
        return _day(next((d for d in options if d >= scene.day), None))
    return _day(options[1] if which == "this" else min(options, key=lambda d: abs(d - scene.day)))


_NAMES = any_of(HOLIDAYS)
_LONG_NAMES = any_of(n for n in HOLIDAYS if " " in n)
_WHICH = rf"(?:(?P<which>{either_case('last|this|next|past')}) )"
_BEFORE_MONTH = behind("in|since|until|during|through")
_NTH_WEEKDAY = rf"\b[Tt]he (?P<ordinal>first|second|third|fourth|last) (?P<weekday>{WEEKDAY}) (?:of|in) {MONTH}"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_MONTH_NAMES = "|".join(m.capitalize() for m in MONTHS)
_SMALL_WORD = "(?:in|on|for|of|to|with|at|and|by|was|is|has|that)\\b"
_YEAR_BEFORE, _YEAR_AFTER = r"(?<![\w$£€#.,:/+–—-])", rf"(?![\w%/:–-]|[.,]\d|°|(?: |-)(?:{listed('no year after')})\b)"
_NOT_COUNTED = "".join(rf"(?<!\b{w} )" for w in either_case(listed("no year before")).split("|"))

NAMED_RULES: tuple[Rule, ...] = (
    rule("month", "none", rf"\b{ON}(?:the )?{DAY} (?:of )?{MONTH},? {YEAR}\b{CLOSED}", _full),
    rule("month", "none", rf"\b{ON}{MONTH} {DAY},? {YEAR}\b{CLOSED}", _full),
    rule("month", "none", rf"{_NTH_WEEKDAY},? {YEAR}\b", _nth_weekday),
    rule("month", "publication", rf"{_NTH_WEEKDAY}(?!\w|,? \d)", _nth_weekday),
    rule("year", "none", r"(?<![\d-])(?:19|20)\d\d-[01]\d-[0-3]\d(?![\d-])", _iso),
    rule("year", "none", rf"(?<![\d./])(?P<a>\d{{1,2}})(?P<mark>[./])(?P<b>\d{{1,2}})(?P=mark){YEAR}(?![\d/])", _numeric),
    rule("month", "publication", rf"\b{ON}(?:the )?{DAY} (?:of )?{MONTH}(?!\w)(?!,? \d{{4}}){CLOSED}", _day_month),
    rule("month", "publication", rf"\b{ON}{MONTH} {DAY}\b(?!,? \d{{4}}\b|[:.]\d|%){CLOSED}", _day_month),
    rule("month", "none", rf"\b{FIRST}{DAY} {MONTH},? {YEAR}\b", _full_range),
    rule("month", "none", rf"\b{MONTH} {FIRST}{DAY},? {YEAR}\b", _full_range),
    rule("month", "publication", rf"\b{FIRST}{DAY} {MONTH}(?!\w)(?!,? \d{{4}})", _date_range),
    rule("month", "publication", rf"\b{MONTH} {FIRST}{DAY}\b(?!,? \d{{4}}\b)", _date_range),
    rule(
        "month",
        "none",
        rf"\b(?:[Ff]rom |[Bb]etween )?(?P<from>(?:{MONTH.replace('?P<month>', '?:')}))(?:{DASH}| and ){MONTH},? {YEAR}\b",
        _month_range,
    ),
    rule("month", "none", rf"\b{MOD}?{MONTH},?(?: of)? {YEAR}\b", _month_year),
    rule(
        "month",
        "publication",
        rf"\b{MOD}?{MONTH} (?:of )?(?P<which>[Ll]ast|[Tt]his|[Nn]ext) year\b",
        _month_of,
        "last year|this year|next year",
    ),
    rule("month", "none", rf"{_BY_THE_END}{MONTH},? {YEAR}\b", _end, "end |end-"),
    rule("month", "publication", rf"{_BY_THE_END}{MONTH}(?!\w)(?!,? \d{{4}})", _end, "end |end-"),
    rule("month", "publication", rf"\b(?:{_WHICH}|{_BEFORE_MONTH}{MOD}?|{MOD}){MONTH}(?!\w){_NO_NAME}", _month),
    rule("month", "publication", rf"(?<![A-Z]\w )(?<!\d )\b{_WHICH}?{MOD}?{SURE_MONTH}(?! [A-Z])(?![-’']?[a-rt-z])", _month),
    rule("month", "publication", rf"{behind('a|an|the')}(?P<month>(?:March|April|May|June|August)\b)(?= (?!{_SMALL_WORD})[a-z])", _month),
    rule("month", "publication", rf"{behind('from|by|between|to|and')}(?P<month>(?:April|June|August)\b)(?!\w){_NO_NAME}", _month),
    rule("month", "publication", rf"{behind('between')}{MONTH}(?= and (?:{_MONTH_NAMES})\b)", _month),
    rule("month", "publication", rf"\b[Tt]he (?:end|start|beginning|middle|month) of {MONTH}(?!\w){_NO_NAME}", _month, " of "),
    rule("month", "publication", rf"{behind('the')}{SURE_MONTH}(?= [A-Z][a-z]+ [a-z])", _month),
    rule(
        "word",
        "publication",
        r"(?<=\b[Oo]n )the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?=[.,;:)]|$| (?:and|but|when|that|at|he|she|they)\b)",
        _day_of_month,
    ),
    rule("year", "none", rf"{_BY_THE_END}{YEAR}\b(?![-–/]\d)", _end, "end |end-"),
    rule("unit", "publication", rf"{_BY_THE_END}(?:the |{_WHICH})?year\b", _end, "end |end-"),
    rule("unit", "publication", rf"{behind('by|until|before')}year[ -]end\b", _end),
    rule("year", "none", rf"(?=[12ELMelm]){_YEAR_BEFORE}{_NOT_COUNTED}(?:{MOD}(?:in )?)?{YEAR}{_YEAR_AFTER}", _year),
    rule("year", "none", rf"{behind('in|since|until')}(?P<year>1[5-8]\d\d){_YEAR_AFTER}", _year, "15|16|17|18"),
    rule("year", "none", rf"{_YEAR_BEFORE}{YEAR}(?= [–—-] (?:19|20)\d\d\b)", _year),
    rule("year", "none", rf"(?:(?<=\bpre-)|(?<=\bpost-)){YEAR}{_YEAR_AFTER}", _year),
    rule("year", "none", rf"(?<![\w$£€#.,/-]){YEAR}[-–/](?P<to>(?:19|20)\d\d|\d\d)(?![\w/–-]|[.,]\d)", _year_range),
    rule("year", "none", rf"\b(?:[Tt]he )?(?:{MOD})?(?P<year>(?:1[5-9]|20)\d0)s\b", _decade, "0s"),
    rule("year", "none", rf"\b[Tt]he (?:{MOD})?(?P<year>(?:1[5-9]|20)\d0)['’]s\b", _decade, "0's|0’s"),
    rule("unit", "none", rf"\b[Tt]he (?:{MOD})?(?P<word>{'|'.join(DECADES)})\b", _short_decade, "ies"),
    rule("year", "none", rf"(?<![\w])(?:[Tt]he )?(?:{MOD})?['’](?P<tens>[2-9]0)s\b", _short_decade),
    rule("unit", "none", rf"\b(?:[Tt]he )?(?:{MOD})?{ORDINAL}[ -]century\b", _century, "century"),
    rule("year", "none", rf"\b(?:[Tt]he )?(?:{_QUARTER})(?: of)?(?: the)?(?: fiscal)?(?: year)? {YEAR}\b", _quarter_year, "quarter|q"),
    rule("unit", "publication", rf"\b(?:[Tt]he )?(?:{_QUARTER})(?! of (?!the year|this year))\b", _quarter, "quarter|q"),
    rule("year", "none", rf"\b(?:[Tt]he )?(?P<ordinal>[Ff]irst|[Ss]econd|1st|2nd) half of {YEAR}\b", _half, "half of "),
    rule(
        "unit",
        "none",
        rf"\b(?:[Tt]he )?(?:[Ff]iscal|[Ff]inancial)(?: [Yy]ear)? {YEAR}(?:[-–/](?P<to>(?:20|19)?\d\d))?(?!\w)",
        _fiscal,
        "fiscal|financial",
    ),
    rule(
        "year",
        "none",
        rf"\b(?:[Tt]he )?(?:{MOD})?{_SEASON}(?: of)? {YEAR}\b",
        _season_year,
        "spring|summer|autumn|fall|winter",
    ),
    rule(
        "unit",
        "publication",
        rf"\b(?P<which>{either_case('last|this|next')}|[Tt]he (?:past|coming)) {_SEASON}\b",
        _season,
        "spring|summer|autumn|fall|winter",
    ),
    rule("holiday", "none", rf"\b(?P<name>{_NAMES}),? {YEAR}\b", _holiday_year),
    rule("holiday", "publication", rf"\b{_WHICH}?(?P<name>{_LONG_NAMES})(?!,? \d{{4}})(?! [A-Z]|\w)", _holiday),
    rule("holiday", "publication", rf"\b{_WHICH}(?P<name>{_NAMES})(?!,? \d{{4}})(?! [A-Z]|\w)", _holiday),
    rule(
        "holiday",
        "publication",
        rf"{behind('at|by|on|over|after|until|before|since')}{_WHICH}?"
        rf"(?P<name>{_NAMES})(?=[.,;:!?)]|$| (?:and|but|in|at|with|when|as|he|she|they|it)\b)(?!,? \d{{4}})",
        _holiday,
    ),
)
