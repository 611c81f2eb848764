"""Free ports on this machine: the usual ones where nobody has them, the ones of the last run, or any other."""

import random
import socket
from collections.abc import Iterable

HOST = "127.0.0.1"

ANY = range(20_000, 32_000)
"""Below those that systems give to clients, of which one could take a port between its choice and its use."""


def free(port: int) -> bool:
    """Whether a server could listen here now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose(wanted: Iterable[int], taken: Iterable[int] = ()) -> int:
    """The first wanted port that is free and not promised to another part, or any free one."""
    promised = set(taken)
    for port in wanted:
        if port not in promised and free(port):
            return port
    while (port := random.choice(ANY)) in promised or not free(port):
        pass
    return port
