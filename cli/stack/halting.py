"""Ctrl-C, SIGTERM and a closed terminal: the first one stops in order, the second one stops at once."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import TypeVar

from cli.failures import Failure
from cli.screen import say
from cli.stack.tree import Tree

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Halted(Failure):
    """Somebody has asked for the end."""


async def until_halted(tree: Tree, life: Callable[[], Awaitable[T]]) -> T:
    """Live with a stack, and take it down however life ends; raises `Halted` when somebody has asked for the end."""
    loop = asyncio.get_running_loop()
    living = asyncio.ensure_future(life())
    asked = 0

    def halt() -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            say("stopping; once more to stop at once")
            living.cancel()
        else:
            tree.kill()

    for number in _SIGNALS:
        loop.add_signal_handler(number, halt)
    try:
        return await living
    except asyncio.CancelledError:
        raise Halted("stopped") from None
    finally:
        await tree.down()
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
