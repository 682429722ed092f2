"""How often one address may ask: token buckets, in bounded memory."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

_ADDRESSES = 10_000
_ROUNDING = 1e-9
_NETWORK_BITS = 64
"""What one household or host gets of IPv6 (RFC 6177): its addresses count as one."""


class Rate(Struct, frozen=True):
    """So many at once, and one more after so many seconds."""

    at_once: int
    seconds: float


class Limits(Struct, frozen=True):
    """What one address may do."""

    requests: Rate = Rate(120, 0.5)
    posts: Rate = Rate(20, 6)
    """RSVPs with a form token, and changes by the signed link."""
    bare_posts: Rate = Rate(8, 30)
    """RSVPs without one."""


class Buckets:
    """One bucket for each address; those not seen for longest are forgotten first."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic, most: int = _ADDRESSES) -> None:
        self._rate = rate
        self._clock = clock
        self._most = most
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, address: str) -> int:
        """Count one request; return 0, or after how many whole seconds it may be tried again, and count nothing."""
        now = self._clock()
        full_at = max(self._full_at.get(address, now), now) + self._rate.seconds
        over = full_at - now - self._rate.at_once * self._rate.seconds
        if over > _ROUNDING:
            return max(1, math.ceil(over))
        self._full_at[address] = full_at
        self._full_at.move_to_end(address)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return 0


def counted_as(address: str) -> str:
    """Return under what an address is counted: itself, the IPv4 address within, or the /64 of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((parsed, _NETWORK_BITS), strict=False))


def asking_address(socket_address: str, forwarded_for: str, *, trust_proxy: bool) -> str:
    """Return under what a request is counted.

    `X-Forwarded-For` is what anybody writes, except its last address, which the proxy in front of us added.
    """
    told = counted_as(forwarded_for.rpartition(",")[2].strip()) if trust_proxy else ""
    return told or counted_as(socket_address)
