"""The question of the future: most go on, some end together, few alone; and every end is cared for."""

from domain.aftercare import RecordAftercare
from domain.clocks import EscalationRaised
from domain.commitments import WaiveCommitment
from domain.ending import AgreeMessage, EndPartnership, IssueInvestmentStatement, RecordLesson, SeeInvestmentStatement
from domain.future import ContinuePartnership, DiscussFuture, EndByAgreement, EndingGround, FutureDiscussionOpened
from domain.message import Event
from domain.notice import BeginWindingDown, GiveNotice, InviteToConversation, RecordConversation
from domain.stages import Stage
from domain.transitions import StageChanged
from domain.values import OrgId, Role
from simulation.life import Life

STAYS = 3.0
"""A side with a mood above this wants to go on."""

LEAVES = 2.0
"""A side with a mood below this ends alone, if the other does not want to."""

TALK = (7.0, 21.0)
AGAIN = 30.0
REFLECTED = 16.0
TRIES = 8


def nudged_about_silence(life: Life, raised: Event) -> None:
    """Whoever is reminded of a long silence for the last time may ask about the future."""
    if isinstance(raised, EscalationRaised) and raised.rule in {"contact", "funding_lost"} and raised.last:
        org = life.rng.choice(life.p.orgs)
        if life.heeds(org) and life.mood(org) < STAYS + 1:
            asked = DiscussFuture(ground=EndingGround.NOT_VIABLE, reason="We have not heard of each other.")
            life.soon(org, lambda: life.say(org, asked))


def opened(life: Life, event: Event) -> None:
    """All talk about it."""
    if isinstance(event, FutureDiscussionOpened):
        life.later(life.between(TALK), lambda: _talk(life, TRIES))


def _talk(life: Life, tries: int) -> None:
    if life.p.stage is not Stage.DECIDING_FUTURE or not tries:
        return
    life.later(AGAIN, lambda: _talk(life, tries - 1))
    present = [org for org in life.p.orgs if not life.silent(org)]
    if not present:
        return
    if len(present) > 1:
        life.say(present[0], RecordConversation(held_at=life.now), role=_binding(life, present[0]))
    else:
        _invite(life, present[0])
    moods = {org: life.mood(org) for org in present}
    if all(mood >= STAYS for mood in moods.values()):
        life.say(present[0], ContinuePartnership())
    elif max(moods.values()) < STAYS:
        life.say(present[0], EndByAgreement(ground=EndingGround.NOT_VIABLE, reason="It does us no good."))
    else:
        lowest = min(moods, key=lambda org: (moods[org], org))
        _alone(life, lowest) if moods[lowest] < LEAVES else life.say(present[0], ContinuePartnership())


def _invite(life: Life, org: OrgId) -> None:
    """The others are silent; after a while that counts like a refusal."""
    for other in life.p.orgs:
        if other != org:
            life.say(org, InviteToConversation(org_id=other, message="Let us talk before anything is decided."))


def _alone(life: Life, org: OrgId) -> None:
    life.say(org, GiveNotice(ground=EndingGround.NOT_VIABLE, reason="We cannot go on."))
    life.later(REFLECTED, lambda: life.say(org, BeginWindingDown()))


def ending(life: Life, changed: Event) -> None:
    """What is owed is let go, what was given is named, and they part."""
    if isinstance(changed, StageChanged) and changed.after is Stage.WINDING_DOWN:
        life.later(life.between(TALK), lambda: _part(life, TRIES))
    elif isinstance(changed, StageChanged) and changed.transition == "T17":
        for days in (31.0, 181.0):
            life.later(days, lambda: life.say(life.p.orgs[0], RecordAftercare(answers="All is well.")))


def _part(life: Life, tries: int) -> None:
    if life.p.stage is not Stage.WINDING_DOWN or not tries:
        return
    first = life.p.orgs[0]
    for promise in life.p.commitments:
        life.say(promise.to_org, WaiveCommitment(commitment_id=promise.commitment_id, reason="We part."))
    if not life.p.ending.statement_issued:
        life.say(first, IssueInvestmentStatement(invested=dict.fromkeys(life.p.orgs, "Years of evenings")))
        life.say(first, AgreeMessage(text="We part as friends."))
    for org in life.p.orgs:
        if not life.silent(org):
            _look_back(life, org)
    if not life.say(first, EndPartnership()):
        life.later(AGAIN, lambda: _part(life, tries - 1))


def _look_back(life: Life, org: OrgId) -> None:
    """What a side has learned, and what all have given."""
    if org not in life.p.ending.lessons_from:
        life.say(org, RecordLesson())
    if org not in life.p.ending.statement_seen:
        life.say(org, SeeInvestmentStatement(), role=_binding(life, org))


def _binding(life: Life, org: OrgId) -> Role:
    return Role.LEAD if life.p.holders(Role.LEAD, org) else Role.ALTERNATE
