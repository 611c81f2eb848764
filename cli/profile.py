"""Where the engine is and with which key to speak: from the environment, or from a development stack's state folder."""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from cli.failures import Misused, NotFound
from cli.files import write

STATE = ".kemitraan"
"""Name of the state folder, looked for here and in the folders above."""

_FILE = "profile.json"


class Voice(BaseModel):
    """A key and the person who speaks with it."""

    model_config = ConfigDict(frozen=True)

    name: str
    """What follows `--as`."""
    person: str
    org: str
    role: str
    key: str


class Profile(BaseModel):
    """A running development stack, as the other commands find it."""

    model_config = ConfigDict(frozen=True)

    url: str
    dsn: str
    temporal_address: str
    temporal_namespace: str
    temporal_ui: str | None = None
    ports: dict[str, int] = {}
    """The ports of the last run, taken again while they are free."""
    voices: tuple[Voice, ...] = ()
    """The first one speaks when nobody else is asked to."""

    def voice(self, name: str | None) -> Voice | None:
        """The voice of this name, or the first one."""
        if name is None:
            return next(iter(self.voices), None)
        return next((voice for voice in self.voices if voice.name == name), None)


def read(folder: Path) -> Profile | None:
    """The profile that a stack has left in its state folder."""
    try:
        return Profile.model_validate_json((folder / _FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, PermissionError) as error:
        raise Misused(f"{folder / _FILE} cannot be read: {_first_line(error)}") from None


def keep(folder: Path, profile: Profile) -> None:
    """Leave a profile, for nobody else to read: it holds keys and a password."""
    write(folder / _FILE, profile.model_dump_json(indent=2).encode(), mode=0o600)


def here() -> Profile | None:
    """The profile of the stack whose state folder lies here or above, or where KEMITRAAN_STATE says."""
    if named := os.environ.get("KEMITRAAN_STATE"):
        return read(Path(named))
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / STATE / _FILE).exists():
            return read(folder / STATE)
    return None


def door(name: str | None) -> tuple[str, str]:
    """The address of the API and the key to use, for the commands that speak HTTP."""
    profile = here()
    url = os.environ.get("KEMITRAAN_URL") or (profile.url if profile else None)
    if url is None:
        raise Misused("no engine is known: start one with `kemitraan dev`, or set KEMITRAAN_URL and KEMITRAAN_KEY")
    if name is None and (key := os.environ.get("KEMITRAAN_KEY")):
        return url, key
    voice = profile.voice(name) if profile else None
    if voice is None:
        raise NotFound(f"no key is known for {name}" if name else "no key is known: set KEMITRAAN_KEY")
    return url, voice.key


def dsn() -> str:
    """The database, for the commands that keep the ledger and the tables."""
    profile = here()
    found = os.environ.get("KEMITRAAN_DSN") or (profile.dsn if profile else None)
    if found is None:
        raise Misused("no database is known: set KEMITRAAN_DSN, or start one with `kemitraan dev`")
    return found


def temporal() -> tuple[str, str]:
    """The address and the namespace of Temporal."""
    profile = here()
    address = os.environ.get("TEMPORAL_ADDRESS") or (profile.temporal_address if profile else None)
    if address is None:
        raise Misused("no Temporal is known: set TEMPORAL_ADDRESS, or start one with `kemitraan dev`")
    named = os.environ.get("TEMPORAL_NAMESPACE") or (profile.temporal_namespace if profile else None)
    return address, named or "default"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
