"""Settings that are valid one by one, and dangerous or of no use together."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from settings import PREFIX, Settings

_DOCUMENTATION = ("192.0.2.1", 9)  # RFC 5737: an address that nobody has; nothing is sent there


def dangerous_combinations(settings: Settings, replicas: int, public: str | None) -> Iterator[str]:
    """A line for each; *replicas* is how many Rasas there are, *public* our address on the internet."""
    if replicas > 1:
        yield from _alone_among_several(settings)
    if public and ip_address(settings.internal_host).is_unspecified:
        yield (
            f"{PREFIX}INTERNAL_HOST is every address of this machine, and {public} is on the internet: "
            "name the address of the private network."
        )
    if not _is_local(settings.host) and not settings.proxies:
        yield (
            f"{PREFIX}HOST is reached from elsewhere without a proxy: put one that speaks TLS before it, "
            f"and name its network in {PREFIX}PROXIES."
        )
    if _is_public(settings):
        yield from _unfit_for_the_public(settings)
    yield from _unfit_for_mail(settings)


def public_address() -> str | None:
    """The address that this machine has on the internet itself, without a translation before it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_DOCUMENTATION)
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return address if ip_address(address).is_global else None


def _alone_among_several(settings: Settings) -> Iterator[str]:
    for name in ("tracker_database", "redis"):
        if not getattr(settings, name).get_secret_value():
            yield f"There are several Rasas, which share nothing without {PREFIX}{name.upper()}."


def _unfit_for_the_public(settings: Settings) -> Iterator[str]:
    if not settings.smtp_host:
        yield f"{PREFIX}SMTP_HOST is not set: no code and no receipt reaches anybody."
    if not settings.desk_url:
        yield f"{PREFIX}DESK_URL is not set: where staff reach the desk, https://…"
    elif urlsplit(settings.desk_url).scheme != "https":
        yield f"{PREFIX}DESK_URL is not https: log-ins of staff can be read on the way."
    if settings.staff_totp == "off" and not settings.oidc_issuer:
        yield f"{PREFIX}STAFF_TOTP is off: a password alone opens everybody's requests."
    if not settings.controller:
        yield f"{PREFIX}CONTROLLER is not set: the greeting does not say whose assistant it is."


def _unfit_for_mail(settings: Settings) -> Iterator[str]:
    if settings.smtp_host and not settings.smtp_tls and not _is_local(settings.smtp_host):
        yield f"{PREFIX}SMTP_TLS is off: codes and passwords can be read on the way to {settings.smtp_host}."
    if settings.smtp_host and settings.mail_from.endswith("@localhost"):
        yield f"{PREFIX}MAIL_FROM is {settings.mail_from}, from which no server takes mail."


def _is_public(settings: Settings) -> bool:
    """Whether this is more than trying it out on one's own machine."""
    return bool(settings.proxies or settings.desk_url or not _is_local(settings.host))


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
