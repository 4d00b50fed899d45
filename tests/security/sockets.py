"""Which sockets a process holds open for others, as the kernel tells."""

import re
import socket
import struct
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

LISTENS = "0A"  # TCP_LISTEN, include/net/tcp_states.h
UNCONNECTED = "07"  # what a UDP socket that waits for anybody is in
Address = tuple[IPv4Address | IPv6Address, int]


def listened_on(pid: int) -> set[Address]:
    """Every address and port on which *pid*, or what it started, waits for others."""
    held = {inode for each in _family(pid) for inode in _inodes(each)}
    return {address for inode, address in _waiting() if inode in held}


def reachable(address: Address) -> bool:
    """Whether anything answers there."""
    with suppress(OSError), socket.create_connection((str(address[0]), address[1]), timeout=5):
        return True
    return False


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _inodes(pid: int) -> set[str]:
    links = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            links.append(str(descriptor.readlink()))
    return {found.group(1) for link in links if (found := re.fullmatch(r"socket:\[(\d+)\]", link))}


def _waiting() -> list[tuple[str, Address]]:
    found = []
    for table, state in (("tcp", LISTENS), ("tcp6", LISTENS), ("udp", UNCONNECTED), ("udp6", UNCONNECTED)):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            _, local, _, status, *_, inode = line.split()[:10]
            if status == state:
                found.append((inode, _address(local)))
    return found


def _address(written: str) -> Address:
    """Read `0100007F:138D`: words of four bytes, each in the machine's order."""
    digits, port = written.split(":")
    words = [int(digits[start : start + 8], 16) for start in range(0, len(digits), 8)]
    packed = b"".join(struct.pack("=I", word) for word in words)
    return (IPv4Address(packed) if len(packed) == 4 else IPv6Address(packed)), int(port, 16)
