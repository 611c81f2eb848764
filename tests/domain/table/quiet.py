"""Quiet days asked for and given back, another policy, and a post that nobody fills."""

from datetime import timedelta

from domain.adoption import AdoptPolicy
from domain.calendar import QuietCause
from domain.quiet import MOST, EndQuietPeriod, ObserveQuietPeriod
from tests.domain.story import HOST, Story
from tests.domain.table.row import Row, time
from tests.domain.teller import INITIATOR, A, B, service, yes

BACK, MOVE = EndQuietPeriod(period_id="harvest"), AdoptPolicy(version=1)
TAKEN = "decision.agreed decision.taken"


def active() -> Story:
    return Story(crowd=True).active()


def days(story: Story, starts: float = 5, length: int = 10, name: str = "harvest") -> ObserveQuietPeriod:
    first = story.day(starts).date()
    last = first + timedelta(days=length - 1)
    return ObserveQuietPeriod(
        period_id=name, starts=first, ends=last, cause=QuietCause.HARVEST, reason="All hands are in the fields"
    )


def asked(starts: float = 5) -> Story:
    story = active()
    return story.then(B, days(story, starts))


def crowded() -> Story:
    story = active()
    return story.then(B, *(days(story, length=5, name=f"harvest-{n}") for n in range(MOST)))


def unheard() -> Story:
    """Proposed, before anybody of either side has been named."""
    story = Story()
    return story.then(INITIATOR, story.proposal())


ROWS = (
    Row("quiet days", active, B, days, "quiet.observed"),
    Row("quiet days of the other side", active, A, days, "quiet.observed"),
    Row("a service tells of quiet days", active, service(HOST), days, "quiet.observed"),
    Row("quiet days that have begun", active, B, lambda s: days(s, starts=-3), "quiet.observed"),
    Row("no quiet days that are over", active, B, lambda s: days(s, starts=-30), "no not-in-the-future"),
    Row("a quiet period ends after it begins", active, B, lambda s: days(s, length=0), "no not-in-the-future"),
    Row("the longest quiet period", active, B, lambda s: days(s, length=62), "quiet.observed"),
    Row("a quiet period too long", active, B, lambda s: days(s, length=63), "no too-long"),
    Row("one quiet period of a name", asked, A, days, "no already-exists"),
    Row("too many quiet periods", crowded, A, days, "no too-many"),
    Row(
        "too many quiet days in a year",
        lambda: active().then(B, days(active(), length=62)),
        B,
        lambda s: days(s, starts=90, length=31, name="again"),
        "no too-long",
    ),
    Row("back before it began", asked, B, BACK, "quiet.ended"),
    Row("back in the midst of it", lambda: asked().wait(8), B, BACK, "quiet.ended"),
    Row("back when it is over", lambda: asked().wait(20), B, BACK, "no unknown-item"),
    Row("the other side is not back", asked, A, BACK, "no not-your-side"),
    Row("back from nothing", active, B, BACK, "no unknown-item"),
    Row("another policy is proposed", active, A, MOVE, "decision.proposed"),
    Row("another policy is adopted", lambda: active().then(A, MOVE), B, yes("adopt_policy"), f"{TAKEN} policy.adopted"),
    Row("the same policy", active, A, AdoptPolicy(version=0), "no already-done"),
    Row("a policy that was never published", active, A, AdoptPolicy(version=7), "no unknown-policy"),
    time("nobody is there to be told", lambda: unheard().sleep(7), "escalation.raised reminder.skipped"),
)
