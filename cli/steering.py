"""`kemitraan start` and `send`: what changes something, over HTTP and under a key that makes it safe to repeat."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from cli import profile
from cli.failures import Misused, NotFound, Unreachable
from cli.remote import Api
from cli.screen import Output, put_json, put_lines, say

As = Annotated[str | None, Parameter(name="--as")]
Key = Annotated[str | None, Parameter(name="--key")]


async def start(
    file: Path | None = None,
    *,
    title: str | None = None,
    purpose: str | None = None,
    party: tuple[str, ...] = (),
    profile_name: Annotated[str, Parameter(name="--profile")] = "formal",
    sector: str | None = None,
    key: Key = None,
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """Propose a partnership, from a file or from options.

    Parameters
    ----------
    file
        The proposal as JSON or YAML; `-` reads JSON from stdin.
    title
        What people will call it.
    purpose
        What it is for.
    party
        `ID:KIND:NAME` of an organisation, yours first; twice or more.
        Kinds: company, ngo, university, public_office, informal.
    profile_name
        formal, informal or urgent.
    sector
        The field it works in.
    key
        Send the same key again to repeat a proposal without beginning a second partnership.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    body = _read(file) if file else _proposal(title, purpose, party)
    if not isinstance(body, dict):
        raise Misused("a proposal is an object with title, purpose, proposer_org and parties")
    if not file:
        body |= {"profile": profile_name} | ({"sector": sector} if sector else {})
    _put(await _post("/v1/partnerships", body, key, speaker), output)


async def send(
    partnership_id: str,
    commands: str = "-",
    *,
    key: Key = None,
    if_version: int | None = None,
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """Send one command, or several that are decided together, all or nothing.

    Parameters
    ----------
    partnership_id
        Which partnership.
    commands
        JSON: a command with its `kind`, or a list of them; `@FILE` reads a file, `-` reads stdin.
    key
        Send the same key again to repeat it safely; without one, a new key is made and told.
    if_version
        Only if this is still the latest version.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    body = _json(_text(commands))
    wrapped = {"commands": body} if isinstance(body, list) else body
    _put(await _post(f"/v1/partnerships/{partnership_id}/commands", wrapped, key, speaker, if_version), output)


async def _post(
    path: str, body: object, key: str | None, speaker: str | None, version: int | None = None
) -> dict[str, Any]:
    """Send it under a key, and tell the key: with it, nobody needs to fear sending it again."""
    key = key or f"cli-{uuid4()}"
    async with Api(*profile.door(speaker)) as api:
        try:
            accepted = (await api.post(path, body, key, version)).or_raise()
        except Unreachable as error:
            raise Unreachable(f"{error}; nobody knows whether it was decided: repeat it with --key {key}") from None
    say(f"repeat it safely with --key {key}", style="dim")
    return accepted


def _put(accepted: Mapping[str, Any], output: Output) -> None:
    if output is Output.JSON:
        put_json(accepted)
        return
    rows = [
        ("partnership", accepted["partnership_id"]),
        ("stage", accepted["stage"]),
        ("version", accepted["version"]),
        ("events", ", ".join(accepted["events"])),
    ]
    put_lines("Accepted", rows)


def _proposal(title: str | None, purpose: str | None, party: tuple[str, ...]) -> dict[str, Any]:
    if not title or not purpose or len(party) < 2:  # noqa: PLR2004 - nobody is a partner alone
        raise Misused("give a file, or --title, --purpose and --party twice or more")
    parties = [_party(text) for text in party]
    return {"title": title, "purpose": purpose, "proposer_org": parties[0]["org_id"], "parties": parties}


def _party(text: str) -> dict[str, str]:
    org_id, kind, name = (*text.split(":", 2), "", "")[:3]
    if not (org_id and kind and name):
        raise Misused(f"--party is ID:KIND:NAME, not {text!r}")
    return {"org_id": org_id, "kind": kind, "name": name}


def _read(file: Path) -> object:
    if file.suffix in {".yaml", ".yml"}:
        return _yaml(_text(f"@{file}"))
    return _json(_text("-" if str(file) == "-" else f"@{file}"))


def _text(source: str) -> str:
    if source == "-":
        return sys.stdin.read()
    if not source.startswith("@"):
        return source
    try:
        return Path(source[1:]).read_text()
    except FileNotFoundError:
        raise NotFound(f"there is no file {source[1:]}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"{source[1:]} cannot be read: {error}") from None


def _json(text: str) -> object:
    try:
        body: object = json.loads(text)
    except ValueError as error:
        raise Misused(f"that is not JSON: {error}") from None
    return body


def _yaml(text: str) -> object:
    try:
        import yaml  # noqa: PLC0415 - only where somebody writes YAML
    except ImportError:
        raise Misused("YAML needs the package pyyaml; write JSON instead") from None
    try:
        body: object = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise Misused(f"that is not YAML: {' '.join(str(error).split())}") from None
    return body
