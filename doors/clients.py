"""Who calls, and over what: only proxies of ours are believed when they name somebody else."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Self

from aiohttp import web

from settings import Settings

HOUSEHOLD = 64  # bits of an IPv6 address; whoever has one, has all that begin with them (RFC 6177)

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Proxies:
    """Our proxies, by network, and the one header that they write."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    header: str = "X-Forwarded-For"

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of *settings*; none unless they are named."""
        return cls(settings.proxy_networks, settings.proxy_header)

    def trust(self, address: Address | None) -> bool:
        """Whether a proxy of ours has this *address*."""
        return address is not None and any(address in network for network in self.networks)

    def source(self, peer: str, hops: list[str]) -> Address | None:
        """Who called, from right to left over our proxies; the *peer* itself where a hop is no address."""
        found = nearest = address_in(peer)
        for hop in reversed(hops):
            if not self.trust(found):
                break
            found = address_in(hop)
            if found is None:
                return nearest
        return found


PROXIES = web.AppKey("proxies", Proxies)


def client_of(http: web.Request) -> str:
    """The network that limits are counted by: an IPv4 address, or the first half of an IPv6 one."""
    proxies = http.app[PROXIES]
    return named(proxies.source(http.remote or "", _hops(http, proxies.header)))


def is_proxied(http: web.Request) -> bool:
    """Whether a proxy of ours calls, on behalf of somebody."""
    return http.app[PROXIES].trust(address_in(http.remote or ""))


def is_https(http: web.Request) -> bool:
    """Whether the browser's own connection is encrypted, as a proxy of ours says."""
    if not is_proxied(http):
        return False
    proxies = http.app[PROXIES]
    if proxies.header == "Forwarded":
        return bool(http.forwarded) and http.forwarded[-1].get("proto") == "https"
    return http.headers.get("X-Forwarded-Proto", "").rpartition(",")[2].strip() == "https"


def named(address: Address | None) -> str:
    """As `client_of` names it; empty for none."""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address.packed, HOUSEHOLD), strict=False))
    return str(address or "")


def address_in(text: str) -> Address | None:
    """The address in `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`; `None` where there is none."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _hops(http: web.Request, header: str) -> list[str]:
    if header == "Forwarded":
        return [hop.get("for", "") for hop in http.forwarded]
    return [hop for line in http.headers.getall(header, ()) for hop in line.split(",")]
