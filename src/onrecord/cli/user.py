"""``onrecord user``: who may use the record over the web, and as what."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from onrecord.accounts import ROLES, Account, Accounts, Role, Session, open_accounts
from onrecord.accounts.passwords import MAX_CHARS, check
from onrecord.accounts.sessions import MAX_DAYS
from onrecord.cli.logged import operator
from onrecord.cli.options import STYLES, accounts_option, format_option, record_option
from onrecord.cli.output import Listing, plural, say, write_listing
from onrecord.cli.verbs import help_of
from onrecord.errors import InputError
from onrecord.store import Place

F = TypeVar("F", bound=Callable[..., Any])
_FIRST = "The first account is that of an admin: --role admin."
_COLUMNS = ("name", "role", "signs in by", "disabled", "made")
_SESSIONS = ("key", "account", "kind", "role", "made", "seen", "ends", "about")


command = click.Group(
    "user",
    **help_of(
        "user",
        """\
  onrecord user add "Ana Ruiz" --role admin            # asks for the password twice
  onrecord user add Bo --role editor < password.txt
  onrecord user add Chi --role reader --no-password    # signs in through the proxy in front
  onrecord user role Bo annotator
  onrecord user disable Bo""",
        """\
A reader looks and screens drafts; an annotator also corrects statements, dismisses findings and takes judgements back; an editor also
merges and splits entities and stories, and adds reports; an admin also sees the log. Accounts are disabled, never removed: judgements
bear their names. What changes how an account signs in, or what it may do, ends its sessions and tokens. A password is asked for, or
read from standard input, and never taken from the command line.""",
    ),
)


def _where(function: F) -> F:
    return record_option(accounts_option(function))


@command.command("add", short_help="Make an account.")
@_where
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What it may do.")
@click.option("--no-password", "bare", is_flag=True, help="Only a trusted proxy can say that it is this person.")
def add(path: Place, accounts: Path, name: str, role: Role, bare: bool) -> None:
    """Make an account. The first one is an admin, since nobody could see the log otherwise."""
    if role != "admin" and not accounts.exists():
        raise InputError(_FIRST)
    password = None if bare else _password()
    if password is not None:
        check(password, name=name)  # before there is a file
    with open_accounts(accounts, create=True) as house, house.noted(operator(), "account") as about:
        if role != "admin" and not house.people.list():
            raise InputError(_FIRST)
        made = house.people.add(name, role, password)
        about.append(f"{made.name}: made, {made.role}{'' if made.has_password else ', without a password'}")
    say(f"{made.name} is {made.role}. Accounts are in {accounts}; back it up with the record.")


@command.command("list", short_help="List accounts.")
@_where
@format_option(*STYLES)
def listing(path: Place, accounts: Path, style: str) -> None:
    """List accounts, by name."""
    with open_accounts(accounts) as house:
        people = house.people.list()
    write_listing(Listing(entries=people, columns=_COLUMNS, cells=_cells, line=_wire, empty="Nobody has an account."), style)


def _cells(account: Account) -> tuple[str, ...]:
    means = "password" if account.has_password else "proxy"
    return account.name, account.role, means, "disabled" if account.disabled else "", account.made


def _wire(account: Account) -> dict[str, Any]:
    return {"name": account.name, "role": account.role, "password": account.has_password} | {
        "disabled": account.disabled,
        "made": account.made,
    }


@command.command("role", short_help="Change what an account may do.")
@_where
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def role(path: Place, accounts: Path, name: str, role: Role) -> None:
    """Change what an account may do."""
    with open_accounts(accounts) as house, house.noted(operator(), "account") as about:
        before = house.people.named(name)
        changed = house.people.change_role(name, role)
        about.append(f"{changed.name}: {before.role} before, now {changed.role}")
    say(f"{changed.name} is {changed.role}.")


@command.command("disable", short_help="Let an account sign in no more.")
@_where
@click.argument("name")
def disable(path: Place, accounts: Path, name: str) -> None:
    """Let an account sign in no more. Its sessions and tokens end; what it judged stays."""
    _tell(accounts, name, "disabled", lambda house: house.people.disable(name))


@command.command("enable", short_help="Let a disabled account sign in again.")
@_where
@click.argument("name")
def enable(path: Place, accounts: Path, name: str) -> None:
    """Let a disabled account sign in again."""
    _tell(accounts, name, "enabled", lambda house: house.people.enable(name))


@command.command("password", short_help="Give an account another password.")
@_where
@click.argument("name")
@click.option("--none", "bare", is_flag=True, help="Take the password away: only a trusted proxy can say that it is this person.")
def password(path: Place, accounts: Path, name: str, bare: bool) -> None:
    """Give an account another password. Its sessions and tokens end."""
    given = None if bare else _password()
    _tell(accounts, name, "password taken away" if bare else "password changed", lambda house: house.people.set_password(name, given))


def _tell(accounts: Path, name: str, done: str, change: Callable[[Accounts], Account]) -> None:
    with open_accounts(accounts) as house, house.noted(operator(), "account") as about:
        changed = change(house)
        about.append(f"{changed.name}: {done}")
    say(f"{changed.name}: {done}.")


@command.command("token", short_help="Let a program act in the name of an account.")
@_where
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What the program may do, at most.")
@click.option("--days", type=click.IntRange(1, MAX_DAYS), default=30, show_default=True, help="How long.")
@click.option("--for", "about", default="a program", show_default=True, metavar="WORDS", help="What for; shown in lists.")
def token(path: Place, accounts: Path, name: str, **asked: Any) -> None:
    """Let a program act in the name of an account. The token is printed once, on standard output, and kept nowhere."""
    with open_accounts(accounts) as house, house.noted(operator(), "session") as words:
        account = house.people.named(name)
        if account.disabled:
            raise InputError(f"{account.name} is disabled.")
        secret = house.sessions.token(account, **asked)
        words.append(f"{account.name}: token made, {asked['role']}, {plural(asked['days'], 'day')}, for {asked['about']}")
    click.echo(secret)
    say("Send it as: Authorization: Bearer TOKEN. It is not shown again.")


@command.command("sessions", short_help="List where accounts are signed in, and end that.")
@_where
@click.argument("name", required=False)
@click.option("--end", "ending", metavar="KEY", help="End the session whose key begins so; all ends all of NAME.")
@format_option(*STYLES)
def sessions(path: Place, accounts: Path, name: str | None, ending: str | None, style: str) -> None:
    """List where accounts are signed in, and which tokens hold; with --end, end that."""
    with open_accounts(accounts) as house:
        account = house.people.named(name).name if name else None
        if ending is not None:
            if account is None:
                raise InputError("Whose sessions? onrecord user sessions NAME --end KEY")
            with house.noted(operator(), "session") as about:
                ended = house.sessions.end(account, None if ending == "all" else ending)
                about.append(f"{account}: {plural(ended, 'session')} ended")
            say(f"{plural(ended, 'session')} of {account} ended.")
            return
        found = house.sessions.of(account)
    shown = Listing(entries=found, columns=_SESSIONS, cells=_session_cells, line=_session_wire, empty="Nobody is signed in.")
    write_listing(shown, style)


def _session_cells(session: Session) -> tuple[str, ...]:
    return tuple(str(value) for value in _session_wire(session).values())


def _session_wire(session: Session) -> dict[str, Any]:
    moments = {name: datetime.fromtimestamp(getattr(session, name), UTC).isoformat(timespec="seconds") for name in ("made", "seen", "ends")}
    about = {"about": session.about}
    return {"key": session.key[:12], "account": session.account, "kind": session.kind, "role": session.role} | moments | about


def _password() -> str:
    """Typed twice and not shown, or the first line of standard input. Raises InputError when there is none."""
    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return given
    line = sys.stdin.readline(4 * MAX_CHARS).rstrip("\r\n")
    if not line:
        raise InputError("There is no password on standard input. Write one line to it, or run this in a terminal.")
    return line
