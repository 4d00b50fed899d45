"""Run a command where the only way out leads to us: `python way_out.py COMMAND…`, inside `unshare -rn`.

Loopback works; everything else, names to be looked up too, goes into a device that answers nothing. On
standard output stands where each packet was meant to go, one a line. The first goes to `PROBE` and shows that
it is seen.
"""

import fcntl
import ipaddress
import os
import socket
import struct
import subprocess
import sys
import threading

PROBE = "192.0.2.1"  # RFC 5737
_DEVICE = "out"
_SET_DEVICE = 0x400454CA  # TUNSETIFF
_PLAIN_PACKETS = 0x1001  # IFF_TUN | IFF_NO_PI
_SET_UP = (
    "link set lo up",
    f"addr add 198.51.100.1/24 dev {_DEVICE}",
    f"link set {_DEVICE} up",
    f"route add default dev {_DEVICE}",
    f"-6 addr add 2001:db8::1/64 dev {_DEVICE} nodad",
    f"-6 route add default dev {_DEVICE}",
)


def main(command: list[str]) -> int:
    """Run *command*; its exit code."""
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, _SET_DEVICE, struct.pack("16sH", _DEVICE.encode(), _PLAIN_PACKETS))
    for step in _SET_UP:
        subprocess.run(["ip", *step.split()], check=True)  # noqa: S607  # wherever it lies
    threading.Thread(target=_tell, args=(device,), daemon=True).start()
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.sendto(b"", (PROBE, 9))
    return subprocess.run(command, check=False, stdout=sys.stderr).returncode


def _tell(device: int) -> None:
    while packet := os.read(device, 65535):
        version = packet[0] >> 4
        target = ipaddress.ip_address(packet[16:20] if version == 4 else packet[24:40])
        if not target.is_multicast:  # the kernel looks for routers and neighbours
            print(target, flush=True)  # noqa: T201


def why_missing() -> str | None:
    """What this machine lacks for it; `None` when it has everything."""
    tried = ["unshare", "-rn", sys.executable, __file__, "true"]
    try:
        ran = subprocess.run(tried, capture_output=True, text=True, check=False)
    except OSError as error:
        return f"network namespaces: {error}"
    return None if ran.returncode == 0 else f"network namespaces: {ran.stderr.strip().splitlines()[-1]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
