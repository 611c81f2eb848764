"""The portfolio with which a development stack begins: fourteen partnerships in all eleven stages."""

from cli.seed.business import COFFEE, FLOOD, SOLAR, TOURNAMENT
from cli.seed.learning import CLINIC, SATURDAY, VOCATION, WEAVING
from cli.seed.organisations import KOMUNITAS_BACA, TUNAS_BACA
from cli.seed.villages import GROWTH, LIBRARY, OPEN_DATA, RIVER, SCHOLARSHIP, WORKSHOP
from cli.stories.cast import Org, Story

PORTFOLIO: tuple[Story, ...] = (
    LIBRARY,
    VOCATION,
    FLOOD,
    OPEN_DATA,
    GROWTH,
    RIVER,
    COFFEE,
    SATURDAY,
    WEAVING,
    CLINIC,
    SOLAR,
    WORKSHOP,
    SCHOLARSHIP,
    TOURNAMENT,
)

NEWCOMER = TUNAS_BACA
"""Whoever starts the stack speaks as the lead of this organisation, and sees all."""

PARTNER = KOMUNITAS_BACA
"""Whose key is shown too: a partner, who sees its own partnerships."""


def organisations(*stories: Story) -> tuple[Org, ...]:
    """All that play in some stories, each once."""
    return tuple(dict.fromkeys(org for story in stories for org in story.orgs))
