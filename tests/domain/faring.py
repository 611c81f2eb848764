"""Partnerships that fare well, or less well: everybody answers an evaluation with a number."""

from collections.abc import Mapping
from datetime import datetime

from domain.evaluation import AnswerEvaluation, OpenEvaluation, Score
from domain.questionnaire import FIRST
from domain.slices.evaluation import Form
from domain.values import OrgId, Role
from tests.domain.story import HOST, PARTNER, Story, voice

SHORT = FIRST.items(Form.SHORT)
ROLES = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR)


def answered(story: Story, scores: Mapping[OrgId, int], **items: int) -> Story:
    """Everybody of these sides answers a new evaluation with one number, some items apart, such as D4_1."""
    story.say(voice(Role.LEAD, HOST), OpenEvaluation())
    for org, score in scores.items():
        for role in ROLES:
            said: dict[str, Score] = {item: items.get(item.replace(".", "_"), score) for item in SHORT}
            story.say(voice(role, org), AnswerEvaluation(scores=said))
    if story.p.evaluation.open:
        story.wait(60)
    return story


def watched(story: Story) -> datetime:
    """They have just met, and one side is so-so."""
    return answered(story.active().contact(), {HOST: 4, PARTNER: 3}).now


def strained(story: Story) -> datetime:
    """They have just met, and one side is not content at all."""
    return answered(story.active().contact(), {HOST: 4, PARTNER: 1}).now


def growing_old(story: Story) -> datetime:
    """The day on which the last look says nothing any more, while they discuss the future and nobody looks anew."""
    answered(story.active(evaluation_interval_days=200).contact(), {HOST: 5, PARTNER: 5})
    return story.asked().day(300)
