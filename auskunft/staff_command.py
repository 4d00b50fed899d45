"""The commands about staff accounts."""

import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auskunft import store
from auskunft.failure import OperatorError
from auskunft.options import Data, settings_at
from casestore.staff.accounts import StaffAccounts
from casestore.wire.passwords import GoodPassword, is_easy
from casestore.wire.staff import NewStaff, Role

staff = typer.Typer(help="Staff accounts.", no_args_is_help=True)

RoleWish = Annotated[str, typer.Option("--role", help="agent, lead, privacy or auditor")]
CalledWish = Annotated[
    str, typer.Option("--display-name", help="What visitors read in the chat; without one, no name.")
]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password.")]
_role: TypeAdapter[Role] = TypeAdapter(Role)
_password: TypeAdapter[str] = TypeAdapter(GoodPassword)


@staff.command("add")
def staff_add(
    name: str,
    role: RoleWish,
    data: Data = None,
    display_name: CalledWish = "",
    *,
    password_stdin: PasswordStdin = False,
) -> None:
    """Make a staff account; without --password-stdin a password is made and printed once."""
    password, told = _given_or_made(password_stdin=password_stdin)
    new = NewStaff.model_validate(
        {"name": name, "role": role, "password": password, "display_name": display_name}
    )
    asyncio.run(store.add_staff(settings_at(data), new))
    typer.echo(f"Made the staff account {name} ({role}).{told}")


@staff.command("token")
def staff_token(name: str, data: Data = None) -> None:
    """Print a bearer token for programs, alone."""
    typer.echo(asyncio.run(store.staff_token(settings_at(data), name)))


@staff.command("list")
def staff_list(data: Data = None) -> None:
    """List the accounts."""
    for one in asyncio.run(store.list_staff(settings_at(data))):
        kind = "provider" if one.is_external else "second factor" if one.has_second_factor else "password"
        called = f", called {one.display_name}" if one.display_name else ""
        typer.echo(f"{one.name:<24} {one.role:<8} {kind}{', disabled' if one.disabled else ''}{called}")


@staff.command("password")
def staff_password(name: str, data: Data = None, *, password_stdin: PasswordStdin = False) -> None:
    """Give a new password; open log-ins end."""
    password, told = _given_or_made(password_stdin=password_stdin)
    new = _password.validate_python(password)
    if is_easy(new, name):
        message = "The password is the name."
        raise OperatorError(message)
    _change(data, name, lambda accounts: accounts.set_password(name, new))
    typer.echo(f"{name} has a new password.{told}")


@staff.command("role")
def staff_role(name: str, role: Annotated[str, typer.Argument(help="The role.")], data: Data = None) -> None:
    """Give another role; open log-ins end."""
    wanted = _role.validate_python(role)
    _change(data, name, lambda accounts: accounts.set_role(name, wanted))
    typer.echo(f"{name} is {role} now.")


@staff.command("disable")
def staff_disable(name: str, data: Data = None) -> None:
    """Let an account in no more; its log-ins end and its tokens are void."""
    _change(data, name, lambda accounts: accounts.disable(name))
    typer.echo(f"{name} is disabled.")


@staff.command("enable")
def staff_enable(name: str, data: Data = None) -> None:
    """Let a disabled account in again."""
    _change(data, name, lambda accounts: accounts.enable(name))
    typer.echo(f"{name} may log in again.")


@staff.command("revoke")
def staff_revoke(name: str, data: Data = None) -> None:
    """End all log-ins of an account, and void its tokens."""
    _change(data, name, lambda accounts: accounts.revoke(name))
    typer.echo(f"{name} is logged out everywhere, and has no token any more.")


@staff.command("reset-second-factor")
def staff_reset_second_factor(name: str, data: Data = None) -> None:
    """Take the second factor away from who has lost it."""
    _change(data, name, lambda accounts: accounts.remove_second_factor(name))
    typer.echo(f"{name} has no second factor any more.")


def _given_or_made(*, password_stdin: bool) -> tuple[str, str]:
    """A password, and how it is told to the operator, who does not know one that was made."""
    if password_stdin:
        return sys.stdin.readline().rstrip("\n"), ""
    made = secrets.token_urlsafe(15)
    return made, f" Password: {made}"


def _change(data: Path | None, name: str, change: Callable[[StaffAccounts], Awaitable[None]]) -> None:
    asyncio.run(store.change_staff(settings_at(data), name, change))
