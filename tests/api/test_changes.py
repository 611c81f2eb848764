"""What would change, in the reader's words, before anybody accepts it."""

import pytest

from api.views import Changes
from domain.drafting import AssignRole
from language.catalogue import languages
from tests.api.calling import Api
from tests.domain.story import Story
from tests.domain.table.amending import role
from tests.domain.teller import A

ENGLISH, INDONESIAN = languages()["en"], languages()["id"]


@pytest.mark.requirement("S1.13", "S4.19")
def test_the_version_before_the_parties_is_told_against_the_one_in_force() -> None:
    story = Story().amended()
    told = Changes.of(story.p, ENGLISH)
    assert (told.version, told.hash, told.against) == (2, story.offer.hash, 1)
    assert told.changes[-1] == "The contact interval changes from 30 to 14 days."
    assert Changes.of(story.p, INDONESIAN).changes[-1] == "Jarak antarpertemuan berubah dari 30 menjadi 14 hari."
    story.accept(*story.orgs)
    assert Changes.of(story.p, ENGLISH).changes == ()


def test_parties_are_called_by_their_names() -> None:
    story = Story().active().then(A, _assigned())
    told = Changes.of(story.p, ENGLISH)
    assert (told.version, told.against) == (None, 1)
    assert told.changes == ("The role of Kelompok Baca Kampung changes from Host to Guide.",)
    assert Changes.of(story.p, INDONESIAN).changes == ("Peran Kelompok Baca Kampung berubah dari Host menjadi Guide.",)


def _assigned() -> AssignRole:
    return AssignRole(responsibility=role(name="Guide").responsibility)


def test_a_first_version_is_all_new() -> None:
    told = Changes.of(Story().agreeing().p, ENGLISH)
    assert (told.version, told.against) == (1, None)
    assert "This goal is new: Read" in told.changes


async def test_changes_are_read_by_whoever_may_see_the_partnership(api: Api) -> None:
    path = await api.proposed()
    assert (await api.get(f"{path}/changes", api.keys.partner)).json() == {
        "version": None, "hash": None, "against": None, "changes": [], "settles": [],
    }  # fmt: skip
    assert (await api.get(f"{path}/changes", api.keys.stranger)).status_code == 404
