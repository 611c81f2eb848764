"""The ports of one stack: the usual ones where nobody has them, the ones of the last run, or any other."""

import random
import socket
from collections.abc import Iterable, Iterator
from itertools import chain

HOST = "127.0.0.1"

ANY = range(20_000, 32_000)
"""Below those that systems give to clients, of which one could take a port between its choice and its use."""


class Ports:
    """Ports that are promised to one stack, as long as it lives, also before its parts listen and while one is down.

    A promise is the UDP port of the same number, which nothing here uses: another stack that looks for ports at the
    same moment cannot have it, and it ends with its process, however that ends.
    """

    def __init__(self) -> None:
        self._promised: dict[int, socket.socket] = {}

    def choose(self, wanted: Iterable[int]) -> int:
        """The first wanted port that is free and promised to nobody, or any other."""
        return next(port for port in chain(wanted, _any()) if port not in self._promised and self._promise(port))

    def _promise(self, port: int) -> bool:
        if not free(port):
            return False
        promise = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            promise.bind((HOST, port))
        except OSError:
            promise.close()
            return False
        self._promised[port] = promise
        return True

    def give_back(self) -> None:
        """Others may have them."""
        while self._promised:
            self._promised.popitem()[1].close()


def free(port: int) -> bool:
    """Whether a server could listen here now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _any() -> Iterator[int]:
    while True:
        yield random.choice(ANY)
