"""Sample customers and a staff account, to try the system out."""

import csv
import secrets

from casestore.context import ConflictError, open_context
from casestore.staff.accounts import StaffAccounts
from casestore.verification import directory
from casestore.wire.staff import NewCustomer, NewStaff
from settings import Settings, content_folder

NAME = "demo"


async def load_demo(settings: Settings) -> str:
    """Load the sample data; return the line that tells the log-in."""
    context = open_context(settings)
    try:
        with (content_folder() / "demo" / "customers.csv").open(encoding="utf-8", newline="") as file:
            await directory.load(context, [NewCustomer.model_validate(row) for row in csv.DictReader(file)])
        password = secrets.token_urlsafe(12)
        await StaffAccounts(context).add(NewStaff(name=NAME, role="privacy", password=password))
    except ConflictError:
        return f"Staff:  {NAME} (made at an earlier start)"
    finally:
        await context.database.close()
    return f"Staff:  {NAME}, password {password}"
