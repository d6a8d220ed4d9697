"""``onrecord serve``: the desk in a browser, on this machine, or for those who have an account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from onrecord.accounts import AuditLog, open_accounts
from onrecord.api import api_routes
from onrecord.cli.fetching import plan_of
from onrecord.cli.options import accounts_option, limits_option, record_option
from onrecord.cli.output import plural, say
from onrecord.cli.verbs import verb
from onrecord.errors import InputError
from onrecord.limits import Limits
from onrecord.pipeline import AddSummary
from onrecord.pipeline.fetching import FetchPlan, fetch_reports
from onrecord.progress import OnProgress
from onrecord.serving import Doors, Intake, Listening, Proxy, Records, make_app, proxy_of, serve
from onrecord.serving.intake import Fetch
from onrecord.settings import CONTACT_VARIABLE, ServeLimits
from onrecord.store import Place
from onrecord.web import desk_routes

_PORT = 8017
_PLAIN = """\
Passwords and what is read go over the network as they are. Put a proxy with https in front and name it with --trust, or give --tls-cert
and --tls-key."""


@verb(
    "serve",
    """\
  onrecord serve --record harbour.db
  onrecord user add "Ana Ruiz" --role admin && onrecord serve --host 192.168.1.4 --tls-cert desk.pem --tls-key desk.key
  onrecord serve --host 10.0.0.4 --trust 10.0.0.5 --user-header X-Forwarded-User --name desk.paper.example""",
    """\
Stories, statements, sources, disagreements, review and corrections, search, screening, and adding reports; and a programming interface
under /api/v1. Without accounts it answers on 127.0.0.1 and to nobody else. With accounts (onrecord user) everybody signs in, also on
this machine, and it may answer on another address: by https with a certificate, or behind a proxy, which may also say who asks.
A record that is not there yet is made. With --fetch, addresses that are handed in are fetched as onrecord fetch does it; else it opens
no connection. Ctrl-C ends it.""",
)
@record_option
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, show_default=True, metavar="N", help="Where it answers.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Any other is refused without accounts.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A host name under which it is asked for; may be repeated.")
@accounts_option
@click.option(
    "--tls-cert", "certificate", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE", help="PEM, for https."
)
@click.option("--tls-key", "key", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE", help="PEM, its key.")
@click.option("--trust", "proxies", multiple=True, metavar="ADDRESS", help="A proxy in front, whose word counts about who asks from where.")
@click.option(
    "--user-header", metavar="HEADER", help="The header in which that proxy names the account; it has to remove it from what comes."
)
@click.option("--fetch", "fetches", is_flag=True, help="Fetch addresses that are handed in; without it none is.")
@click.option(
    "--contact",
    envvar=CONTACT_VARIABLE,
    default="",
    metavar="MAIL|URL",
    show_default="$ONRECORD_CONTACT",
    help="With --fetch, as for fetch.",
)
@limits_option
def command(path: Place, accounts: Path, names: tuple[str, ...], limits: Limits, **asked: Any) -> None:
    contact = asked.pop("contact")
    fetch = _fetching(path, contact, limits) if asked.pop("fetches") else None
    proxy = proxy_of(asked.pop("proxies"), asked.pop("user_header"))
    host = "127.0.0.1" if asked["host"] == "localhost" else asked["host"]
    at = Listening(**(asked | {"host": host}), max_requests=limits.serve.max_requests)
    with _house(accounts, limits.serve, proxy) as house:
        at.check(accounts=house.doors is not None)
        records = Records(path, question_seconds=limits.serve.question_seconds)
        intake = Intake(records, fetch, limits.read)
        try:
            routes = [*api_routes(records, intake), *desk_routes(records, intake)]
            app = make_app(routes, house.doors, log=house.log, names=(*at.names, *names), limits=limits.serve)
            serve(app, at, on_ready=lambda: _tell(at, path, house, proxy))
        finally:
            intake.close()
            records.close()


def _fetching(path: Place, contact: str, limits: Limits) -> Fetch:
    plan: FetchPlan = plan_of(None, {"contact": contact, "limits": limits, "ports": (), "permitted": ()})

    def fetch(address: str, told: OnProgress) -> AddSummary:
        return fetch_reports(path, [address], plan, on_progress=told).as_added()

    return fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class _House:
    """``doors``: None where nobody has an account. ``log``: None where none is kept."""

    doors: Doors | None = None
    log: AuditLog | None = None
    people: int = 0


@contextmanager
def _house(path: Path, limits: ServeLimits, proxy: Proxy) -> Iterator[_House]:
    with ExitStack() as stack:
        if not path.exists():
            yield _House()
            return
        accounts = stack.enter_context(open_accounts(path, limits=limits))
        people = accounts.people.list()
        if not people:
            yield _House(log=accounts.log)
            return
        enabled = [person for person in people if not person.disabled]
        if not any(person.has_password for person in enabled) and proxy.user_header is None:
            raise InputError("Nobody could sign in: no account has a password. Give one: onrecord user password NAME")
        yield _House(doors=Doors(accounts, limits=limits, proxy=proxy), log=accounts.log, people=len(enabled))


def _tell(at: Listening, path: Place, house: _House, proxy: Proxy) -> None:
    who = f"; {plural(house.people, 'account')}" if house.doors else ""
    say(f"The desk is at {at.address} (record: {path}{who}). Ctrl-C ends it.")
    if not at.is_local and not at.is_encrypted and not proxy.networks:
        say(_PLAIN)
