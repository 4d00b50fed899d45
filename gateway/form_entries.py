"""What somebody filled into the form: kept as typed, checked, and made a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from email_validator import EmailNotValidError, validate_email

from casestore.wire.requests import NewRequest, Representative
from gateway.form_body import Body
from privacy.hygiene import plain_text
from privacy.language import Language
from privacy.request import Channel
from privacy.right import Right

LONGEST_DETAILS = 4000
LONGEST_LINE = 200
_LINES = ("marketing_only", "details", "acting", "subject", "role", "email", "name", "customer_number")
ROLES = ("parent", "guardian", "relative", "lawyer", "association", "other")


@dataclass(frozen=True)
class Entries:
    """The fields of the form, word for word, so that nobody types anything twice."""

    rights: tuple[str, ...] = ()
    marketing_only: str = ""
    details: str = ""
    acting: str = "self"
    subject: str = ""
    role: str = ""
    email: str = ""
    name: str = ""
    customer_number: str = ""

    @classmethod
    def of(cls, body: Body) -> Self:
        """Take them out of what a browser sent."""
        lines = {name: body[name][0] for name in _LINES if name in body}
        return cls(rights=tuple(body.get("rights", ())), **lines)

    @property
    def address(self) -> str | None:
        """The address, normalised; `None` for none and for what is none."""
        return address_in(self.email)

    @property
    def for_another(self) -> bool:
        """Whether somebody else is the data subject."""
        return self.acting == "other"

    def unfit(self) -> dict[str, str]:
        """Which sentence each field needs, by its name, in the order of the page; empty when all is well."""
        return dict(self._unfit())

    def as_request(self, key: str, language: Language) -> NewRequest:
        """The request that these entries make; they must be fit."""
        acting = Representative(role=self.role, name=_line(self.subject)) if self.for_another else None
        marketing = "marketing" if self.marketing_only and Right.OBJECTION in self.rights else ""
        asked = {
            "name": _line(self.name),
            "customer_number": _line(self.customer_number),
            "objection": marketing,
        }
        return NewRequest(
            key=key,
            rights=[Right(name) for name in self.rights],
            language=language,
            channel=Channel.FORM,
            details=plain_text(self.details),
            on_behalf_of=acting,
            asked={name: answer for name, answer in asked.items() if answer},
        )

    def _unfit(self) -> Iterator[tuple[str, str]]:
        if not self.rights or not set(self.rights) <= set(Right):
            yield "rights", "rights"
        if len(plain_text(self.details)) > LONGEST_DETAILS:
            yield "details", "details"
        if self.acting not in {"self", "other"}:
            yield "acting", "acting"
        if self.for_another and not 0 < len(_line(self.subject)) <= LONGEST_LINE:
            yield "subject", "subject"
        if self.for_another and self.role not in ROLES:
            yield "role", "role"
        if self.email.strip() and self.address is None:
            yield "email", "email"
        elif not self.email.strip() and not _line(self.customer_number):
            yield "email", "contact"
        for field in ("name", "customer_number"):
            if len(_line(getattr(self, field))) > LONGEST_LINE:
                yield field, field


def address_in(typed: str) -> str | None:
    """The address that *typed* is, normalised; `None` when it is none, or more than one."""
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _line(typed: str) -> str:
    return " ".join(plain_text(typed).split())
