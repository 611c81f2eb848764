"""Random lives: whoever says whatever, in whatever order and however late, the promises of the engine hold."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.commands import RULES
from domain.escalation import Tick
from domain.institutionalisation import DeepenPartnership
from domain.message import CLOCK, Actor, Circumstances, Command, Voice
from domain.partnership import Partnership
from domain.people import ReleasePerson
from domain.policy import POLICIES, LifecyclePolicy, Profile
from domain.steps import next_steps
from domain.values import Depth, OrgId, Role
from tests.domain.invariants import folded_again, let_days_pass, next_steps_tell_the_truth, watched
from tests.domain.sayings.everything import saying
from tests.domain.scene import Scene
from tests.domain.story import HOST, ID, PARTNER, THIRD, person, voice
from tests.domain.teller import FACILITATOR, OUTSIDER, service, yes
from tests.domain.witness import STARTS, Mirror, Witness

SIDES = (HOST, PARTNER, THIRD)
SPEAKERS = {
    **{f"{role} {org}": voice(role, org) for role in (Role.LEAD, Role.SPONSOR, Role.MEMBER) for org in SIDES},
    **{f"service {org}": service(org) for org in SIDES},
    "facilitator": FACILITATOR,
    "stranger": OUTSIDER,
    "clock": CLOCK,
    "lead who speaks for the wrong side": Actor(person_id=voice(Role.LEAD, PARTNER).person_id, org_id=HOST),
}
COMMANDS = {rule.kind: rule.command for rule in RULES}
NUMBERS = {
    "patience": st.floats(0.1, 3),
    "acquaintance_contacts": st.integers(1, 3),
    "acquaintance_days": st.floats(0, 20),
    "objection_days": st.floats(1, 15),
    "pause_limit_days": st.floats(31, 120),
    "safety_pause_limit_days": st.floats(2, 20),
    "second_resume_days": st.floats(1, 20),
    "reflection_days": st.floats(1, 30),
    "retention_days": st.floats(1, 5000),
}
SPEAKER, KIND, TURN = st.sampled_from(sorted(SPEAKERS)), st.sampled_from(sorted(COMMANDS)), st.integers(0, 59)
PARTNERS = st.sampled_from(
    [name for name in SPEAKERS if name.startswith(("lead yay", "lead kel", "sponsor", "member"))]
)


class Life(RuleBasedStateMachine):
    """A partnership that begins somewhere on the usual way, and then anything is said."""

    story: Witness

    @initialize(
        profile=st.sampled_from(Profile),
        numbers=st.fixed_dictionaries({}, optional=NUMBERS),
        sides=st.tuples(st.integers(2, 3), st.booleans()),
        start=st.sampled_from(STARTS),
        days=st.none() | st.integers(5, 400),
    )
    def begin(
        self, profile: Profile, numbers: dict[str, object], sides: tuple[int, bool], start: str, days: int | None
    ) -> None:
        policy = LifecyclePolicy.model_validate(POLICIES[profile].model_dump() | numbers)
        count, even = sides
        self.story = Witness(*SIDES[:count], policy=policy, even=even)
        self.story.start(start, days)

    @rule(moves=st.lists(st.tuples(PARTNERS, TURN, TURN), min_size=5, max_size=12))
    def converse(self, moves: list[tuple[str, int, int]]) -> None:
        for speaker, which, turn in moves:
            if which % 4 == 0 and self.story.p.decisions:
                self.all_agree()
            elif which % 4 == 1 and self.story.p.offer:
                self.all_accept()
            else:
                self.say_what_fits(SPEAKERS[speaker], which, turn)

    @rule(first=st.integers(0, 2))
    def one_accepts_and_records_the_others(self, first: int) -> None:
        orgs = self.story.p.orgs
        one = orgs[first % len(orgs)]
        if self.story.p.offer:
            self.tell(voice(Role.LEAD, one), self.story.acceptance())
        for org in orgs:
            if self.story.p.offer and org != one:
                self.tell(voice(Role.LEAD, one), self.story.assisted(org))

    @rule(speaker=SPEAKER, kind=KIND, turn=TURN)
    def say_anything(self, speaker: str, kind: str, turn: int) -> None:
        self.say(SPEAKERS[speaker], kind, turn=turn)

    @rule(speaker=SPEAKER, kinds=st.lists(KIND, min_size=2, max_size=4), turn=TURN)
    def say_much_at_once(self, speaker: str, kinds: list[str], turn: int) -> None:
        self.say(SPEAKERS[speaker], *kinds, turn=turn)

    @rule(side=st.sampled_from(SIDES))
    def nobody_speaks_for_a_side_any_more(self, side: OrgId) -> None:
        for role in (Role.LEAD, Role.ALTERNATE):
            self.tell(voice(Role.SPONSOR, side), ReleasePerson(person_id=person(role, side)))

    @rule(depth=st.sampled_from(Depth))
    def all_say_that_it_rests_on_more(self, depth: Depth) -> None:
        self.tell(voice(Role.LEAD, HOST), DeepenPartnership(to=depth, evidence="We feel it"))
        self.all_agree()

    @rule(deaf=st.booleans())
    def nothing_reaches_anybody(self, deaf: bool) -> None:
        self.story.deaf = deaf

    @rule(days=st.floats(0, 40) | st.just(365))
    def days_pass(self, days: float) -> None:
        let_days_pass(self.story, days)

    @rule(days=st.floats(0, 400))
    def nobody_looks_for_long(self, days: float) -> None:
        self.story.sleep(days)
        self.tell(CLOCK, Tick())

    @invariant()
    def next_steps_tell_the_truth(self) -> None:
        if hasattr(self, "story"):
            next_steps_tell_the_truth(self.story, self.story.said[-1].actor)

    def say_what_fits(self, actor: Actor, which: int, turn: int) -> None:
        story = self.story
        c = Circumstances(now=story.now, policy=story.policy, voice=Voice.of(actor, story.p))
        fitting = [step.command for step in next_steps(story.p, c) if step.command and step.allowed and step.yours]
        if fitting:
            self.say(actor, fitting[which % len(fitting)], turn=turn)

    def all_agree(self) -> None:
        for org in self.story.p.orgs:
            if self.story.p.decisions:
                self.tell(voice(Role.LEAD, org), yes(self.story.p.decisions[0].about))

    def all_accept(self) -> None:
        for org in self.story.p.orgs:
            if self.story.p.offer:
                self.tell(voice(Role.LEAD, org), self.story.acceptance())

    def say(self, actor: Actor, *kinds: str, turn: int) -> None:
        p = self.story.p
        side = actor.org_id if actor.org_id in p.orgs else p.orgs[0]
        assert side is not None
        scene = Scene(p, self.story.now, side, turn)
        self.tell(actor, *(saying(COMMANDS[kind], scene) for kind in kinds))

    def tell(self, actor: Actor, *commands: Command) -> None:
        watched(self.story, actor, *commands)

    def teardown(self) -> None:
        if hasattr(self, "story"):
            assert folded_again(self.story.ledger, Partnership(id=ID)) == self.story.p
            mirror = Mirror(self.story)
            mirror.tell()
            assert mirror.told() == mirror.image()


TestLife = Life.TestCase
