"""How a command ends: an exit code for scripts and one clear line for people."""

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    CONFLICT = 4
    UNREACHABLE = 5
    LATER = 75
    """EX_TEMPFAIL: mail servers keep the message and try again."""


class Failure(Exception):
    """The command cannot do what was asked; the text is the one line that is shown."""

    exit: ClassVar[Exit] = Exit.FAILED


class Misused(Failure):
    """The command was called in a way that cannot be right."""

    exit = Exit.USAGE


class NotFound(Failure):
    """There is nothing of that name."""

    exit = Exit.NOT_FOUND


class Conflict(Failure):
    """The engine says no: not now, not in this state, or not by you."""

    exit = Exit.CONFLICT


class Unreachable(Failure):
    """Nobody answers at that address."""

    exit = Exit.UNREACHABLE


class Later(Failure):
    """A mail server shall keep its mail and come again, whatever is wrong here."""

    exit = Exit.LATER
