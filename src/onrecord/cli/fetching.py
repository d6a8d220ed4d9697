"""What ``fetch`` and ``watch`` share: their options, and how a round is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.cli.add import refused
from onrecord.cli.options import limits_option, together
from onrecord.cli.output import plural, say
from onrecord.export import entry, wire
from onrecord.fetch import FetchOptions
from onrecord.limits import Limits
from onrecord.pipeline.fetching import FetchPlan, FetchSummary
from onrecord.safe import one_line
from onrecord.settings import CONTACT_VARIABLE

fetching_options = together(
    click.option(
        "--contact",
        envvar=CONTACT_VARIABLE,
        default="",
        metavar="MAIL|URL",
        show_default="$ONRECORD_CONTACT",
        help="Where a publisher reaches you; sent with every request. Nothing is fetched without it.",
    ),
    click.option(
        "--port", "ports", type=click.IntRange(1, 65535), multiple=True, metavar="N", help="Also from this port (80 and 443 are)."
    ),
    click.option(
        "--permitted",
        multiple=True,
        metavar="HOST",
        help="The publisher at HOST permits it: his robots.txt and opt-outs are written down and not obeyed.",
    ),
    limits_option,
)


def plan_of(archive: Path | None, more: dict[str, Any]) -> FetchPlan:
    """The options as the pipeline takes them. Raises InputError without a contact."""
    limits: Limits = more["limits"]
    options = FetchOptions(
        contact=more["contact"],
        limits=limits.fetch,
        ports=frozenset({80, 443, *more["ports"]}),
        permitted=frozenset(host.strip().lower().rstrip(".") for host in more["permitted"]),
    )
    return FetchPlan(options=options, archive=archive, read=limits.read)


def addresses_of(words: tuple[str, ...]) -> list[str]:
    """The addresses: as they are, or from a file that has one on each line; lines that begin with # do not count."""
    found: list[str] = []
    for word in words:
        if "://" not in word and Path(word).is_file():
            lines = Path(word).read_text(encoding="utf-8-sig", errors="replace").splitlines()
            found += [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        else:
            found.append(word)
    return found


def tell(summary: FetchSummary) -> None:
    """What was not taken, and why, on standard error."""
    for problem in summary.problems:
        say(one_line(problem))
    for refusal in (*summary.missed, *(refusal for added in summary.added for refusal in added.refusals)):
        say(refused(refusal))


def sentence(summary: FetchSummary) -> str:
    """One line about a round."""
    parts = [plural(summary.pages, "page")]
    counted = [(summary.unchanged, "unchanged"), (summary.refused, "refused"), (summary.failed, "failed")]
    parts += [f"{count} {name}" for count, name in counted if count]
    feeds = f" from {plural(summary.feeds, 'feed')}" if summary.feeds else ""
    lines = f"Fetched {', '.join(parts)}{feeds} in {summary.seconds:.1f} s."
    if summary.archive is not None:
        lines += f" Kept in {summary.archive}."
    if summary.added:
        stored, there = (sum(getattr(added, name) for added in summary.added) for name in ("stored", "duplicate"))
        lines += f" Into the record: {stored} stored, {there} already there."
    return lines


def summary_object(summary: FetchSummary) -> dict[str, object]:
    """A round as it is printed with ``--format json``."""
    refusals = (*summary.missed, *(refusal for added in summary.added for refusal in added.refusals))
    return entry(
        summary,
        "pages unchanged feeds refused failed archive stored duplicate refusals problems seconds",
        archive=str(summary.archive) if summary.archive else None,
        stored=sum(added.stored for added in summary.added),
        duplicate=sum(added.duplicate for added in summary.added),
        refusals=wire(refusals),
        seconds=round(summary.seconds, 3),
    )
