"""Reading the questionnaire and what evaluations have shown, in both languages, and nothing under seal."""

from uuid import uuid4

from activities.handling import Handling
from domain.evaluation import OpenEvaluation
from domain.policy import PolicySet
from store.keys import KeyRole
from store.ledger import Ledger
from tests.api.calling import Api, key
from tests.domain.looking import NAMED, all_answered, answer, somebody
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.domain.teller import A, B
from tests.telling import tell


async def told(api: Api, story: Story) -> str:
    await tell(Handling(Ledger(api.ports.pool), PolicySet()), story)
    return f"/v1/partnerships/{story.p.id}"


def looked() -> Story:
    """Published once, and asked again."""
    story = Story(partnership_id=uuid4()).active().then(B, OpenEvaluation())
    all_answered(5, 2, story=story)
    return story.wait(30).then(A, OpenEvaluation()).then(somebody(1), answer(1, words={"stop": "The long mails"}))


async def test_the_questionnaire_in_both_languages(api: Api) -> None:
    english, indonesian = [
        (await api.get("/v1/questionnaire?form=short", Accept_Language=code)).json() for code in ("en", "id")
    ]
    assert [theme["key"] for theme in english["dimensions"]] == [f"D{n}" for n in range(1, 14)]
    assert english["dimensions"][3]["items"] == [{"key": "D4.1", "text": "What we gain is fair for what we give."}]
    assert indonesian["dimensions"][3]["items"][0]["text"] == (
        "Apa yang kami peroleh sepadan dengan apa yang kami berikan."
    )
    assert {said["key"] for said in indonesian["promises"]} == {"once", "sealed", "few", "enough", "words", "pulse"}


async def test_both_views_beside_each_other(api: Api) -> None:
    path = await told(api, looked())
    shown = (await api.get(f"{path}/evaluations", api.keys.viewer)).json()
    (one,) = shown["items"]
    fairness = next(seen for seen in one["dimensions"] if seen["key"] == "D4")
    assert fairness["by_side"] == {HOST: 5, PARTNER: 2}
    assert (fairness["gap"], one["anonymous"]) == (3, {HOST: True, PARTNER: True})
    assert f"{HOST} and {PARTNER} see fair benefit differently: 5 and 2 of 5." in one["talking_points"]
    assert shown["open"]["answers_by_side"] == {HOST: 1, PARTNER: 0}


async def test_what_is_under_seal_is_behind_no_door(api: Api) -> None:
    story = looked()
    path = await told(api, story)
    author = await key(api.ports, KeyRole.PARTNER, somebody(1).person_id, HOST)
    for door in (path, f"{path}/evaluations", f"{path}/timeline?limit=100&order=newest", f"{path}/record"):
        for reader in (api.keys.viewer, await key(api.ports, KeyRole.PARTNER, voice(NAMED[0], HOST).person_id, HOST)):
            answered = (await api.get(door, reader)).text
            assert "long mails" not in answered
            assert somebody(1).person_id not in answered
    assert "long mails" in (await api.get(f"{path}/timeline?limit=100&order=newest", author)).text
    assert story.p.evaluation.open
