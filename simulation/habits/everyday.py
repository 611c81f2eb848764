"""All habits: what people do by themselves, and when something has happened."""

from collections.abc import Mapping, Sequence

from simulation.habits import changing, deciding, evaluating, quarrelling, working
from simulation.life import Habit, Life

HABITS: Mapping[str, Sequence[Habit]] = {
    "contact.held": (working.met,),
    "commitment.made": (working.promised,),
    "commitment.done": (working.done,),
    "evaluation.opened": (evaluating.asked,),
    "evaluation.results_published": (evaluating.published,),
    "leadership_change.opened": (changing.changing,),
    "funding.status_changed": (changing.shaken,),
    "decision.proposed": (changing.proposed,),
    "ending.discussion_opened": (deciding.opened,),
    "partnership.stage_changed": (deciding.ending,),
    "escalation.raised": (
        working.nudged_to_meet,
        working.nudged_to_keep,
        evaluating.nudged_to_answer,
        changing.nudged_to_fill,
        deciding.nudged_about_silence,
    ),
}
"""By what has happened."""


def begin(life: Life) -> None:
    """From the first day of the work."""
    working.begin(life)
    changing.begin(life)
    quarrelling.begin(life)
