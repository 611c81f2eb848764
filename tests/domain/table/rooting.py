"""What a partnership rests on: support, notes, mandates, a strategy, key people, and the depth that follows."""

from domain.contact import RecordContact
from domain.institutionalisation import DeepenPartnership, LoosenPartnership
from domain.message import Command
from domain.people import AppointPerson, ReleasePerson
from domain.rooting import AgreeStrategy, ProtectKeyPerson, RecordCoreCase, RecordMandate
from domain.slices.institutionalisation import Strength
from domain.support import MAPPED, RecordSupport
from domain.values import Depth, Level, OrgId, PersonId, Role
from tests.domain.story import HOST, PARTNER, Story
from tests.domain.table.row import Row, time
from tests.domain.teller import A, B, person, service, yes

DEEPER = DeepenPartnership(to=Depth.SHARED, evidence="Two of us on each side")
DEEPEST = DeepenPartnership(to=Depth.INSTITUTIONAL, evidence="It is in both plans")
BACK = LoosenPartnership(to=Depth.PERSONAL, reason="The board has changed")
CASE, MANDATE = RecordCoreCase(text="Readers are our members"), RecordMandate(text="Decided by the board")
SHE_BEGAN_IT = ProtectKeyPerson(person_id=person(Role.ALTERNATE, HOST), reason="She began it with the aunts")
HANDED_OVER = SHE_BEGAN_IT.model_copy(update={"protected": False})
HER_LEAVE = ReleasePerson(person_id=person(Role.ALTERNATE, HOST))
SUCCESSOR = AppointPerson(person_id=PersonId("mbak-ayu"), name="Mbak Ayu", role=Role.ALTERNATE)
OPPOSED = RecordSupport(level=Level.FIELD, text="The librarians have left", strength=Strength.OPPOSED)
TAKEN = "decision.agreed decision.taken"
MEASURED = "dependence.measured depth.changed"


def active() -> Story:
    return Story(crowd=True).active(contact_interval_days=365)


def two_pairs(story: Story) -> RecordContact:
    """A meeting of leads and alternates."""
    people = tuple(person(role, org) for role in (Role.LEAD, Role.ALTERNATE) for org in story.orgs)
    return RecordContact(held_at=story.now, orgs=story.orgs, people=people)


def supported(*levels: Level, meet: bool = True) -> Story:
    support = tuple(RecordSupport(level=level, text="The head and the field") for level in levels)
    story = active().then(A, *support).then(B, *support)
    return story.then(A, two_pairs(story)) if meet else story


def stands() -> Story:
    return supported(Level.FIELD, Level.LEADERSHIP)


def endorsed(org: OrgId) -> RecordCoreCase:
    return RecordCoreCase(text="Readers are our members", endorsed_by=person(Role.SPONSOR, org))


def plan(story: Story, days: float = 1000) -> AgreeStrategy:
    return AgreeStrategy(horizon=story.day(days), text="A library in each hamlet")


def rooted(*, without: type[Command] | None = None, endorsing: bool = True, days: float = 365) -> Story:
    """Shared, with all that the last step asks for but for one kind of thing, and a meeting at the end."""
    story = stands().together(DEEPER)
    for actor, org in ((A, HOST), (B, PARTNER)):
        said = (endorsed(org) if endorsing else CASE, MANDATE)
        story.say(actor, *(word for word in said if not isinstance(word, without or ())))
    if without is not AgreeStrategy:
        story.together(plan(story))
    story.sleep(days)
    return story.then(A, two_pairs(story))


def lost() -> Story:
    """Rooted, but for a key person whose post somebody else has got without a word."""
    story = rooted(days=300).then(A, SHE_BEGAN_IT, HER_LEAVE, SUCCESSOR).sleep(65)
    met = two_pairs(story)
    return story.then(A, met.model_copy(update={"people": (*met.people[:2], met.people[3], SUCCESSOR.person_id)}))


def full_map() -> Story:
    story = active()
    for n in range(MAPPED):
        who = AppointPerson(person_id=PersonId(f"aunt-{n}"), name=f"Aunt {n}", role=Role.MEMBER)
        story.say(A, who, RecordSupport(level=Level.FIELD, text="She reads", person=PersonId(f"aunt-{n}")))
    return story


SUPPORT = (
    Row("support at a level", active, B, RecordSupport(level=Level.FIELD, text="The reading aunts"),
        "support.recorded"),
    Row("support of a person", active, B,
        RecordSupport(level=Level.FIELD, text="She leads", person=person(Role.LEAD, PARTNER)), "support.recorded"),
    Row("support is told of one's own people", active, B,
        RecordSupport(level=Level.FIELD, text="They say so", person=person(Role.LEAD, HOST)), "no unknown-item"),
    Row("support that is gone, told by one side alone", stands, B, OPPOSED, "support.recorded"),
    Row("a map has an edge", full_map, A, RecordSupport(level=Level.MANAGEMENT, text="One more"), "no too-many"),
    Row("a core-business note", active, B, CASE, "core_case.recorded"),
    Row("a note with the sponsor's word", active, B, endorsed(PARTNER), "core_case.recorded"),
    Row("a note with the word of somebody else's sponsor", active, B, endorsed(HOST), "no unknown-item"),
    Row("a mandate", active, B, MANDATE, "mandate.recorded"),
    Row("a mandate binds", active, service(PARTNER), MANDATE, "no not-binding"),
    Row("a strategy", lambda: active().then(A, plan(active())), B, yes("agree_strategy"),
        f"{TAKEN} strategy.agreed"),
    Row("a strategy looks ahead", active, B, lambda s: plan(s, -1), "no not-in-the-future"),
    Row("a key person", active, A, SHE_BEGAN_IT, "key_person.protected"),
    Row("a key person of one's own side", active, B, SHE_BEGAN_IT, "no not-your-side"),
    Row("a key person once", lambda: active().then(A, SHE_BEGAN_IT), A, SHE_BEGAN_IT, "no already-done"),
    Row("a key person who is not known", active, A, HANDED_OVER, "no unknown-item"),
    Row("a key person who has handed over", lambda: active().then(A, SHE_BEGAN_IT), A, HANDED_OVER,
        "key_person.protected"),
)  # fmt: skip

DEPTH = (
    Row("deeper", lambda: stands().then(A, DEEPER), B, yes("deepen_partnership"), f"{TAKEN} {MEASURED}"),
    Row("deeper: with support on two levels", lambda: supported(Level.FIELD), A, DEEPER,
        "no guards-unmet supported_on_two_levels"),
    Row("deeper: support that is gone is none", lambda: stands().then(B, OPPOSED), A, DEEPER,
        "no guards-unmet supported_on_two_levels"),
    Row("deeper: gone between proposal and yes", lambda: stands().then(A, DEEPER).then(B, OPPOSED), B,
        yes("deepen_partnership"), "no guards-unmet supported_on_two_levels"),
    Row("deeper: with a second pair of people", lambda: supported(Level.FIELD, Level.LEADERSHIP).then(A, HER_LEAVE),
        A, DEEPER, "no guards-unmet lead_and_alternate_on_each_side a_second_pair_has_met"),
    Row("deeper: with a lead and an alternate", lambda: stands().then(
        A, AppointPerson(person_id=person(Role.ALTERNATE, HOST), name="Mbak Ayu", role=Role.MEMBER)), A, DEEPER,
        "no guards-unmet lead_and_alternate_on_each_side"),
    Row("deeper: who must have met", lambda: supported(Level.FIELD, Level.LEADERSHIP, meet=False), A, DEEPER,
        "no guards-unmet a_second_pair_has_met"),
    Row("deeper: and lately", lambda: stands().sleep(366), A, DEEPER, "no guards-unmet a_second_pair_has_met"),
    Row("deeper: one step at a time", stands, A, DEEPEST, "no one-step"),
    Row("deepest", rooted, A, DEEPEST, "decision.proposed"),
    Row("deepest: the core business of each", lambda: rooted(without=RecordCoreCase), A, DEEPEST,
        "no guards-unmet serves_core_business_of_each"),
    Row("deepest: for which its leadership stands", lambda: rooted(endorsing=False), A, DEEPEST,
        "no guards-unmet endorsed_by_each_leadership"),
    Row("deepest: a mandate of each", lambda: rooted(without=RecordMandate), A, DEEPEST,
        "no guards-unmet mandated_by_each"),
    Row("deepest: a strategy", lambda: rooted(without=AgreeStrategy), A, DEEPEST,
        "no guards-unmet a_strategy_looks_ahead"),
    Row("deepest: after a year", lambda: rooted(days=364), A, DEEPEST, "no guards-unmet active_long_enough"),
    Row("deepest: key people are not replaced by forms", lost, A, DEEPEST, "no guards-unmet key_people_are_kept"),
    Row("deepest: unless they have handed over", lambda: lost().then(A, HANDED_OVER), A, DEEPEST,
        "decision.proposed"),
    Row("a step back", lambda: stands().together(DEEPER).then(A, BACK), B, yes("loosen_partnership"),
        f"{TAKEN} {MEASURED}"),
    Row("a step back: from more than persons", stands, A, BACK, "no guards-unmet more_than_personal"),
    Row("a step back: one at a time", lambda: stands().together(DEEPER), A,
        LoosenPartnership(to=Depth.INSTITUTIONAL, reason="Back"), "no one-step"),
)  # fmt: skip

ASKING = (
    time("asked after a year", lambda: Story().active(contact_interval_days=300).wait(364).sleep(1),
         "escalation.raised dependence.measured institutionalisation.asked"),
)  # fmt: skip

ROWS = (*SUPPORT, *DEPTH, *ASKING)
