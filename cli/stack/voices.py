"""Keys for the people of the stories: made once and kept, so that the same key speaks again after a crash."""

from collections.abc import Iterable
from pathlib import Path

from cli import profile
from cli.profile import Profile, Voice
from cli.stories.cast import Org
from domain.values import OrgId, PersonId
from store.keys import Holder, KeyRole, Keys
from store.pool import open_pool


async def voiced(folder: Path, known: Profile, orgs: Iterable[Org], admin: Org) -> Profile:
    """The profile with a voice for the lead of every organisation; the first voice is the admin's."""
    present = {voice.org for voice in known.voices}
    missing = sorted((org for org in orgs if org.id not in present), key=lambda org: org is not admin)
    if not missing:
        return known
    async with await open_pool(known.dsn, size=2) as pool:
        made = [await _voice(Keys(pool), org, KeyRole.ADMIN if org is admin else KeyRole.PARTNER) for org in missing]
    known = known.model_copy(update={"voices": (*known.voices, *made)})
    profile.keep(folder, known)
    return known


async def _voice(keys: Keys, org: Org, role: KeyRole) -> Voice:
    holder = Holder(role=role, person_id=PersonId(org.voice), org_id=OrgId(org.id), label=f"{org.lead}, {org.name}")
    text, _ = await keys.create(holder)
    return Voice(name=org.voice, person=org.lead, org=org.id, role=role, key=text)
