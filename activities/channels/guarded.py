"""Connections to addresses that people wrote: only to the open internet, and nothing is sent before that is clear."""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpx2
from httpcore2 import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream, ConnectError


class Forbidden(Exception):
    """The address lies inside of somebody's own network."""


class Guarded(AsyncNetworkBackend):
    """Looks a name up, judges every address of it, and dials the one that was judged."""

    def __init__(self) -> None:
        self._dialling = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        """Connect, where that is allowed; the name stays the one that TLS checks."""
        address = await judged(host, port)
        return await self._dialling.connect_tcp(address, port, timeout, local_address, socket_options)


async def judged(host: str, port: int) -> str:
    """The first address of this name, if all of them are on the open internet."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as unknown:
        raise ConnectError(str(unknown)) from unknown
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not _open(address):
            raise Forbidden(address)
    return addresses[0]


def _open(address: str) -> bool:
    """Not loopback, not private, not shared, not a group, nor any of these in the clothes of IPv6."""
    ip = ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    translated = ip.version == 6 and address.lower().startswith("64:ff9b:")  # noqa: PLR2004 - IPv4 behind NAT64
    return ip.is_global and not ip.is_multicast and not translated and (inner is None or inner.is_global)


def transport() -> httpx2.AsyncHTTPTransport:
    """For a client that obeys nobody's proxy settings and goes nowhere unjudged."""
    guarded = httpx2.AsyncHTTPTransport(trust_env=False)
    guarded._pool._network_backend = Guarded()  # there is no public way; a test keeps watch
    return guarded
