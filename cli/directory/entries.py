"""Changing what the directory knows: what is named changes, and the rest stays as it is."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cli.remote import Api


class Known(NamedTuple):
    """What is kept at an address; nothing where it is new."""

    fields: dict[str, Any]
    etag: str
    """Lets a change through only while nobody else has changed it."""


async def known(api: Api, path: str, identity: str) -> Known:
    """Read what is about to change."""
    answer = await api.get(path)
    if answer.code in {"unknown-in-directory", "unknown-person"}:
        return Known({}, "")
    found = answer.or_raise()
    return Known({name: value for name, value in found.items() if name != identity and value is not None}, answer.etag)


async def changed(api: Api, path: str, identity: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Enter something, or change what is named of it; what is kept from now on."""
    before = await known(api, path, identity)
    named = {name: value for name, value in said.items() if value is not None}
    return (await api.put(path, {**before.fields, **named}, before.etag)).or_raise()
