"""Templates: what partnerships of well-known kinds begin with. Suggestions only; the parties word it as their own."""

from domain.draft import Goal, Indicator
from domain.policy import Profile
from domain.refusals import UnknownItem
from domain.values import ContributionKind, Line, OrgKind, Slug, Text, Value


class Part(Value):
    """What one kind of party often does and gives."""

    kind: OrgKind
    role: Line
    strategy_part: Text
    delivery_part: Text
    gives: tuple[ContributionKind, ...]


class Template(Value):
    """The first draft of one kind of partnership."""

    name: Slug
    meaning: Line
    profile: Profile
    goals: tuple[Goal, ...]
    """None is called clear or achievable yet, and nobody's benefit is named: only the parties can."""
    indicators: tuple[Indicator, ...]
    parts: tuple[Part, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that people read of it, in English; the keys of its translations."""
        return (
            self.meaning,
            *(goal.text for goal in self.goals),
            *(indicator.question for indicator in self.indicators),
            *(text for part in self.parts for text in (part.role, part.strategy_part, part.delivery_part)),
        )


def _goals(**texts: str) -> tuple[Goal, ...]:
    return tuple(Goal(goal_id=name, text=text) for name, text in texts.items())


def _counted(**questions: str) -> tuple[Indicator, ...]:
    return tuple(Indicator(indicator_id=name, question=text, subjective=False) for name, text in questions.items())


def _felt(**questions: str) -> tuple[Indicator, ...]:
    return tuple(Indicator(indicator_id=name, question=text, subjective=True) for name, text in questions.items())


def _part(kind: OrgKind, role: str, strategy: str, delivery: str, *gives: ContributionKind) -> Part:
    return Part(kind=kind, role=role, strategy_part=strategy, delivery_part=delivery, gives=gives)


_K, _C = OrgKind, ContributionKind

TEMPLATES: tuple[Template, ...] = (
    Template(
        name="training-and-research",
        meaning="a university and a technology company train people and do research together",
        profile=Profile.FORMAL,
        goals=_goals(
            training="Students and staff learn to work with the technology.",
            research="Both sides answer one question of research together each year.",
        ),
        indicators=(
            *_counted(trained="How many people have finished a training?", findings="How many findings are published?"),
            *_felt(useful="Do those who were trained use what they learned?"),
        ),
        parts=(
            _part(_K.UNIVERSITY, "Teaches and does research", "Chooses the questions together with the company.",
                  "Teachers, students and rooms.", _C.KNOWLEDGE, _C.EXPERT, _C.FACILITY),
            _part(_K.COMPANY, "Brings the technology", "Says where the trade is going.",
                  "Tools, trainers and places to practise.", _C.TECHNOLOGY, _C.EXPERT),
        ),
    ),
    Template(
        name="new-audiences",
        meaning="a young company and a large firm reach people whom neither reaches alone",
        profile=Profile.FORMAL,
        goals=_goals(reach="People who were hard to reach before use what both offer."),
        indicators=(
            *_counted(reached="How many people are reached who were not before?"),
            *_felt(heard="Does the smaller side feel heard in what is decided?"),
        ),
        parts=(
            _part(_K.COMPANY, "Brings something new", "Knows what the new audience needs.",
                  "The product and quick changes to it.", _C.IDEA, _C.TECHNOLOGY),
            _part(_K.COMPANY, "Opens the doors", "Knows the market and its rules.",
                  "Shops, customers and a known name.", _C.NETWORK, _C.CREDIBILITY, _C.FUNDS),
        ),
    ),
    Template(
        name="different-backgrounds",
        meaning="an environment group and a fashion company find ideas that neither has alone",
        profile=Profile.INFORMAL,
        goals=_goals(collection="A collection is made that harms neither people nor the earth."),
        indicators=(
            *_counted(saved="How much waste and water is saved?"),
            *_felt(ideas="Did we have ideas together that we would not have had alone?"),
        ),
        parts=(
            _part(_K.INFORMAL, "Speaks for the earth", "Says what counts as harmless.",
                  "Looks at materials and makers.", _C.KNOWLEDGE, _C.CREDIBILITY, _C.NETWORK),
            _part(_K.COMPANY, "Designs and sells", "Says what people would wear.",
                  "Designs, sews and shows it.", _C.EXPERT, _C.FACILITY, _C.FUNDS),
        ),
    ),
    Template(
        name="disaster-response",
        meaning="a government office, an NGO and a company help together after a disaster",
        profile=Profile.URGENT,
        goals=_goals(relief="Whoever is hit by the disaster has water, food, a roof and care within days."),
        indicators=(
            *_counted(hours="How many hours pass before the first help?", helped="How many people are helped?"),
            *_felt(together="Do those who help feel that they work as one?"),
        ),
        parts=(
            _part(_K.PUBLIC_OFFICE, "Leads and opens the way", "Decides with the others where help goes first.",
                  "Permits, roads, safety and news.", _C.CREDIBILITY, _C.FACILITY, _C.NETWORK),
            _part(_K.NGO, "Is with the people", "Says what people need most.",
                  "Volunteers, care and shelters.", _C.TIME, _C.CARE, _C.KNOWLEDGE),
            _part(_K.COMPANY, "Moves things", "Says what can be moved and how fast.",
                  "Trucks, stores and goods.", _C.FACILITY, _C.TECHNOLOGY, _C.FUNDS),
        ),
    ),
    Template(
        name="shared-logistics",
        meaning="small organisations share transport, stores and hands, and save costs",
        profile=Profile.INFORMAL,
        goals=_goals(sharing="Each spends less on transport and storing than it would alone."),
        indicators=(
            *_counted(savings="How much does each party save in a month?"),
            *_felt(fair="Is the sharing fair to the smallest of us?"),
        ),
        parts=(
            _part(_K.NGO, "Shares what it has", "Helps to plan the routes.",
                  "A truck or a store on agreed days.", _C.FACILITY, _C.TIME),
            _part(_K.INFORMAL, "Shares hands", "Says which days suit its people.",
                  "Loading and driving in turns.", _C.TIME, _C.CARE),
        ),
    ),
)  # fmt: skip


def template(name: Slug) -> Template:
    """The template of this name; refuse when there is none."""
    for known in TEMPLATES:
        if known.name == name:
            return known
    raise UnknownItem(what="template", item=name)
