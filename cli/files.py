"""Files that are replaced as a whole, and places for new ones."""

import os
from pathlib import Path

from cli.failures import Misused


def write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Replace a file as a whole: who reads it, or comes after a crash, finds the old or the new one."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    draft.replace(path)


def place_for(path: Path) -> Path:
    """A place where a file can be written; told before the work is done, and not after it."""
    if path.is_dir():
        raise Misused(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise Misused(f"there is no folder {path.parent}")
    return path
