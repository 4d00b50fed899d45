"""The command line; every failure an operator can mend is one line and a non-zero exit."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from answers.answer import Answers
from answers.corpus import PolicyError
from answers.passage import MisquoteError
from answers.replies import Replies
from answers.topic import ContentError
from auskunft import store
from auskunft.config_command import config
from auskunft.failure import OperatorError
from auskunft.given_secrets import take_given_secrets
from auskunft.keys_command import keys
from auskunft.mail_command import mail
from auskunft.model_command import model
from auskunft.options import Data, settings_at
from auskunft.person_command import erase_person, export_person
from auskunft.retention_command import retention
from auskunft.run import Name, run
from auskunft.staff_command import staff
from casestore.requests.export import Shape
from casestore.storage import schema
from privacy.language import Language
from privacy.reference import reference_in
from privacy.request import State
from settings import content_folder

app = typer.Typer(
    help="Auskunft, the privacy assistant.", no_args_is_help=True, pretty_exceptions_enable=False
)
requests = typer.Typer(help="Data subject requests.", no_args_is_help=True)
feedback = typer.Typer(help="What staff thought of answers.", no_args_is_help=True)
audit = typer.Typer(help="The audit trail.", no_args_is_help=True)
policy = typer.Typer(help="The policy text.", no_args_is_help=True)
db = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(staff, name="staff")
app.add_typer(requests, name="requests")
app.add_typer(feedback, name="feedback")
app.add_typer(audit, name="audit")
app.add_typer(retention, name="retention")
app.add_typer(keys, name="keys")
app.add_typer(config, name="config")
app.add_typer(mail, name="mail")
app.add_typer(model, name="model")
app.add_typer(policy, name="policy")
app.add_typer(db, name="db")
app.command("export-person")(export_person)
app.command("erase-person")(erase_person)

LanguageWish = Annotated[Language | None, typer.Option(help="Language of the question; found when left out.")]
StateWish = Annotated[State | None, typer.Option(help="Only those in this state.")]


@app.command()
def up(
    data: Data = None,
    port: Annotated[int | None, typer.Option(help="Port of the chat.", envvar="AUSKUNFT_PORT")] = None,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Load sample customers and a staff account.")] = False,
) -> None:
    """Run everything on this machine until stopped."""
    from auskunft.up import up as run_all  # noqa: PLC0415  # keeps the other commands quick

    given = {"port": port} if port else {}
    run_all(settings_at(data, **given), demo=demo)


@app.command("run")
def run_one(process: Annotated[Name, typer.Argument(help="Which.")], data: Data = None) -> None:
    """Run one of the processes until stopped: for many machines, where something else restarts it."""
    run(settings_at(data), process)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask.")] = None,
    language: LanguageWish = None,
    data: Data = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer object.")] = False,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help="Answer standard input, a JSON object a line.")
    ] = False,
) -> None:
    """Answer a question from the policy text; no server needed."""
    from auskunft.ask import Asker, shown, standard_input  # noqa: PLC0415
    from auskunft.training import ensure_model  # noqa: PLC0415

    asker = Asker(ensure_model(settings_at(data), Console(stderr=True)))
    if as_lines:
        for line in asker.ask_lines(standard_input()):
            typer.echo(line)
    elif question is None:
        message = 'Ask something: auskunft ask "Wie lange speichert ihr meine Daten?"'
        raise OperatorError(message)
    else:
        answer = asker.ask(question, language)
        typer.echo(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2) if as_json else shown(answer))


@app.command()
def train(data: Data = None) -> None:
    """Train the model, unless it is up to date."""
    from auskunft.training import ensure_model  # noqa: PLC0415

    typer.echo(f"The model is {ensure_model(settings_at(data), Console())}.")


@app.command()
def embed(
    address: Annotated[str, typer.Argument(help="Where browsers reach us: https://privacy.example.com")],
) -> None:
    """Print the line that puts the chat on a website."""
    from gateway.embed import BUILDS, Builds  # noqa: PLC0415

    typer.echo(Builds(BUILDS).newest.line(address))


@requests.command("list")
def requests_list(
    state: StateWish = None,
    data: Data = None,
    *,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List requests, newest first, the requester masked."""
    page = asyncio.run(store.list_requests(settings_at(data), state))
    if as_json:
        typer.echo(page.model_dump_json(indent=2))
        return
    for item in page.items:
        rights = ",".join(item.rights)
        typer.echo(f"{item.reference}  {item.state:<12} due {item.due_on}  {rights}")
    typer.echo(f"{len(page.items)} requests{', and older ones' if page.next else ''}.")


@requests.command("show")
def requests_show(reference: str, data: Data = None) -> None:
    """Show one request as JSON; the opening is recorded."""
    wanted = reference_in(reference) or reference
    typer.echo(asyncio.run(store.show_request(settings_at(data), wanted)).model_dump_json(indent=2))


@requests.command("export")
def requests_export(
    shape: Annotated[Shape, typer.Option("--format", help="csv: a row a request; json: with the trail.")],
    state: StateWish = None,
    out: Annotated[Path | None, typer.Option(help="File to make; standard output when left out.")] = None,
    data: Data = None,
) -> None:
    """Export requests, oldest first, the requester whole; the export is recorded."""
    count = asyncio.run(store.export_requests(settings_at(data), shape, state, out))
    typer.echo(f"Exported {count} requests{f' to {out}' if out else ''}.", err=True)


@feedback.command("export")
def feedback_export(data: Data = None) -> None:
    """Print accepted feedback as training data, a file for data/nlu; the export is recorded."""
    from answers.phrases import FOLDER  # noqa: PLC0415
    from answers.teaching import training_data  # noqa: PLC0415

    phrases = asyncio.run(store.export_feedback(settings_at(data)))
    typer.echo(training_data([(p.topic, p.language, p.text) for p in phrases], FOLDER), nl=False)
    typer.echo(f"Exported {len(phrases)} phrases.", err=True)


@audit.command("verify")
def audit_verify(
    data: Data = None,
    anchor: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="File of `auskunft audit anchor`.")
    ] = None,
) -> None:
    """Check that nothing in the requests' trails was changed, taken out or cut off."""
    lines = anchor.read_text(errors="replace").splitlines() if anchor else None
    typer.echo(f"{asyncio.run(store.verify_trails(settings_at(data), lines))} trails hold.")


@audit.command("anchor")
def audit_anchor(
    data: Data = None, out: Annotated[Path | None, typer.Option(help="File to make.")] = None
) -> None:
    """Tell what all trails come to now: kept elsewhere, it shows when one goes as a whole."""
    asyncio.run(store.write_anchor(settings_at(data), out))


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    data: Data = None,
    with_keys: Annotated[Path | None, typer.Option(help="Folder to make for the keys, elsewhere.")] = None,
) -> None:
    """Copy everything that cannot be made again; the system may run."""
    from auskunft.backup import back_up  # noqa: PLC0415

    for line in back_up(settings_at(data), folder, with_keys):
        typer.echo(line)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="Folder of a backup.")],
    data: Data = None,
    keys: Annotated[Path | None, typer.Option(help="Folder of its keys.")] = None,
) -> None:
    """Make an installation of a backup, where there is none."""
    from auskunft.restore import restore as put_back  # noqa: PLC0415

    for line in put_back(data or Path("var"), folder, keys):
        typer.echo(line)


@policy.command("check")
def policy_check(data: Data = None) -> None:
    """Check the policy text: quotations, topics that are withheld, changes since the version before."""
    from auskunft.policy import replies_report, report  # noqa: PLC0415

    answers = Answers.load(content_folder())
    replies = Replies.load(content_folder(), answers.corpus)
    for line in [*report(answers, settings_at(data).data / "policy"), *replies_report(replies)]:
        typer.echo(line)


@db.command("upgrade")
def db_upgrade(data: Data = None) -> None:
    """Bring the database schema up to date."""
    typer.echo(f"The database is at revision {schema.upgrade(settings_at(data))}.")


def main() -> None:
    """Run the command; the entry point."""
    try:
        take_given_secrets()
        app()
    except (OperatorError, PolicyError, ContentError, MisquoteError) as error:
        _give_up(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        _give_up(": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"]))))
    except OSError as error:
        _give_up(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _give_up(reason: str) -> None:
    typer.echo(f"auskunft: {reason}", err=True)
    raise SystemExit(1)
