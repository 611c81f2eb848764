"""A word that somebody recorded, on the page of the one whose word it is."""

from domain.links import LinkAct
from domain.relaying import RelayWord
from tests.api.calling import Api
from tests.api.visiting import A, B, asked, new, visitor


async def test_a_word_that_somebody_recorded_is_confirmed_or_refused_by_whose_it_is(api: Api) -> None:
    answers = {"confirm": ("word.counted", "evaluation.answered"), "object": ("word.dropped",)}
    for answer, events in answers.items():
        story = asked(new().active())
        word = {"word_id": "call", "person_id": B.person_id, "way": "phone", "told": "On Sunday, to Bu Sari"}
        command = {"kind": "answer_evaluation", "scores": {"D1.1": 2}, "words": {"keep": "The tea"}}
        story.say(A, RelayWord.model_validate(word | {"command": command}))
        link = await visitor(api, story, LinkAct.ANSWER_RELAYED_WORD, B, {"about": "call"})
        page = (await link.looks()).text
        for shown in ("lead of Yayasan Lestari", "on the phone", "On Sunday, to Bu Sari", "The tea"):
            assert shown in page
        other = await visitor(api, story, LinkAct.ANSWER_RELAYED_WORD, A, {"about": "call"})
        assert "settled already" in (await other.looks()).text
        assert "The tea" not in await link.done(answer=answer)
        for event in events:
            assert len(await link.events(event)) == 1
