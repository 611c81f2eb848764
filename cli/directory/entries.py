"""Changing what the directory knows: what is named changes, and the rest stays as it is."""

from collections.abc import Mapping
from typing import Any

from cli.remote import Api


async def known(api: Api, path: str, identity: str) -> dict[str, Any]:
    """What is kept at an address; nothing where it is new."""
    answer = await api.get(path)
    if answer.code in {"unknown-in-directory", "unknown-person"}:
        return {}
    found = answer.or_raise()
    return {name: value for name, value in found.items() if name != identity and value is not None}


async def changed(api: Api, path: str, identity: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Enter something, or change what is named of it; what is kept from now on."""
    before = await known(api, path, identity)
    named = {name: value for name, value in said.items() if value is not None}
    return (await api.put(path, {**before, **named})).or_raise()
