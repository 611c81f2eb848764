"""The people of the portfolio in the directory: who they are, their posts, and how they are reached."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from cli.remote import Api
from cli.stories.cast import Org, slug

ABROAD = {
    "rivers-and-people": {"language": "en", "zone": "Europe/Amsterdam", "country": "NL"},
    "nordic-bean": {"language": "en", "zone": "Europe/Stockholm", "country": "SE"},
    "university-of-westhaven": {"language": "en", "zone": "Europe/London", "country": "GB"},
    "penenun-hawu": {"zone": "Asia/Makassar"},
    "yayasan-anak-samudra": {"zone": "Asia/Makassar"},
    "desa-pantai-indah": {"zone": "Asia/Makassar"},
    "koperasi-kopi-lereng": {"zone": "Asia/Makassar"},
}
"""Who lives by another clock, or reads another language; all others are in the west of Indonesia."""


async def introduce(apis: Mapping[str, Api], orgs: tuple[Org, ...], now: datetime) -> None:
    """Each organisation enters its own; saying it twice does no harm."""
    for org in orgs:
        for path, entry in _entries(org, now):
            (await apis[org.id].put(path, entry)).or_raise()


def _entries(org: Org, now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    yield f"/v1/organisations/{org.id}", {"name": org.name, "kind": org.kind}
    for role, name, person in (("lead", org.lead, org.voice), ("alternate", org.alternate, f"{org.voice}.alternate")):
        reached = {"channel": "email", "address": f"{slug(name)}@{org.id}.example"}
        yield f"/v1/people/{person}", {"name": name, "points": [reached]} | ABROAD.get(org.id, {})
        post = f"{org.id}.{role}"
        yield f"/v1/positions/{post}", {"org_id": org.id, "title": role.capitalize()}
        yield f"/v1/positions/{post}/fillings", {"person_id": person, "since": f"{now.year - 6}-01-01"}
