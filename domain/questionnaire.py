"""The questionnaire as data: what is asked of every side and level, in English; the key of its translations.

A version never changes once it has been used: another wording is another version, so old answers keep their meaning.
"""

from pydantic import Field

from domain.slices.evaluation import Form
from domain.values import Value

SCALE = (1, 5)
CANNOT_SAY = "cannot_say"


class Wording(Value):
    """Something that people read, and its name on the wire."""

    key: str
    meaning: str


class Dimension(Value):
    """One of the things that make a partnership good, asked in one or two sentences."""

    key: str
    meaning: str
    items: tuple[Wording, ...] = Field(min_length=1)


class Instrument(Value):
    """One version of the questionnaire."""

    version: int
    dimensions: tuple[Dimension, ...]
    open_questions: tuple[Wording, ...]
    pulse: tuple[Wording, ...]
    """Asked half-way between two evaluations; told, and never scored."""
    scale: tuple[Wording, ...]
    promises: tuple[Wording, ...]
    """What becomes of an answer: said before anybody answers."""

    def form(self, form: Form) -> tuple[Dimension, ...]:
        """The dimensions in their order; the short form asks the first sentence of each."""
        if form is Form.FULL:
            return self.dimensions
        return tuple(d.model_copy(update={"items": d.items[:1]}) for d in self.dimensions)

    def items(self, form: Form) -> dict[str, str]:
        """For each item of a form the dimension to which it belongs."""
        return {item.key: d.key for d in self.form(form) for item in d.items}


FAIRNESS, OUTCOMES = "D4", "D12"
"""The dimensions that health looks at by itself, and whose means are kept over several periods."""

FIRST = Instrument(
    version=1,
    dimensions=(
        Dimension(key="D1", meaning="shared direction", items=(
            Wording(key="D1.1", meaning="Our vision and our values still fit together."),
            Wording(key="D1.2", meaning="I can say our shared goal in one sentence."),
        )),
        Dimension(key="D2", meaning="clear roles", items=(
            Wording(key="D2.1", meaning="I know who does what."),
            Wording(key="D2.2", meaning="The roles still suit us."),
        )),
        Dimension(key="D3", meaning="contributions", items=(
            Wording(key="D3.1", meaning="Every side gives what it promised, be it money or not."),
            Wording(key="D3.2", meaning="What we give is seen."),
        )),
        Dimension(key="D4", meaning="fair benefit", items=(
            Wording(key="D4.1", meaning="What we gain is fair for what we give."),
            Wording(key="D4.2", meaning="We are partners here, and not merely used."),
        )),
        Dimension(key="D5", meaning="open communication", items=(
            Wording(key="D5.1", meaning="We say what we think."),
            Wording(key="D5.2", meaning="News reaches us in time."),
        )),
        Dimension(key="D6", meaning="trust and promises", items=(
            Wording(key="D6.1", meaning="They do what they say."),
            Wording(key="D6.2", meaning="I would tell them bad news early."),
        )),
        Dimension(key="D7", meaning="shared decisions", items=(
            Wording(key="D7.1", meaning="We decide together what concerns all of us."),
            Wording(key="D7.2", meaning="The smaller side can say no."),
        )),
        Dimension(key="D8", meaning="safety and conflict", items=(
            Wording(key="D8.1", meaning="Problems can be raised safely."),
            Wording(key="D8.2", meaning="Disagreements get settled well."),
        )),
        Dimension(key="D9", meaning="patience and change", items=(
            Wording(key="D9.1", meaning="We give each other time."),
            Wording(key="D9.2", meaning="Plans change when they need to."),
        )),
        Dimension(key="D10", meaning="support at all levels", items=(
            Wording(key="D10.1", meaning="My leaders stand behind this partnership."),
            Wording(key="D10.2", meaning="Colleagues in the field stand behind this partnership."),
        )),
        Dimension(key="D11", meaning="continuity", items=(
            Wording(key="D11.1", meaning="It would survive a change of people."),
            Wording(key="D11.2", meaning="It would survive a loss of money."),
        )),
        Dimension(key="D12", meaning="results", items=(
            Wording(key="D12.1", meaning="We reach what we together call success."),
            Wording(key="D12.2", meaning="What we reach lasts, for people and for nature."),
        )),
        Dimension(key="D13", meaning="learning and new ideas", items=(
            Wording(key="D13.1", meaning="We learn from each other."),
            Wording(key="D13.2", meaning="New chances come up, also for the way in which we work together."),
        )),
    ),
    open_questions=(
        Wording(key="keep", meaning="What should we keep?"),
        Wording(key="change", meaning="What should we change?"),
        Wording(key="stop", meaning="What should we stop?"),
        Wording(key="invested", meaning="What has each of us invested?"),
        Wording(key="success", meaning="Does our idea of success still hold?"),
        Wording(key="expected", meaning="What do you expect next?"),
        Wording(key="role", meaning="What has changed about your own role and contribution?"),
    ),
    pulse=(
        Wording(key="belonging", meaning="I feel welcome, and not alone in this work."),
        Wording(key="wellbeing", meaning="I can do this work without pressure that harms me."),
        Wording(key="climate", meaning="It is pleasant to work together."),
        Wording(key="not_used", meaning="I feel valued here, and not merely used."),
    ),
    scale=(
        Wording(key="1", meaning="Not at all."),
        Wording(key="2", meaning="Rather not."),
        Wording(key="3", meaning="Partly."),
        Wording(key="4", meaning="Mostly."),
        Wording(key="5", meaning="Fully."),
        Wording(key=CANNOT_SAY, meaning="I cannot say."),
    ),
    promises=(
        Wording(key="once", meaning="You answer once, and an answer cannot be changed."),
        Wording(key="sealed", meaning="Nobody else ever reads your own scores; results are means of a side, "
                                      "published once the evaluation is closed."),
        Wording(key="few", meaning="With fewer than three answers on your side its mean is shown all the same, "
                                   "and then it is not anonymous."),
        Wording(key="enough", meaning="From three answers on nothing is shown that rests on one or two people."),
        Wording(key="words", meaning="Nobody else ever reads what you write here; bring it to the joint conversation, "
                                     "or share it in your own name once the results are there."),
        Wording(key="pulse", meaning="What you say half-way is shown only where three or more of your side have said "
                                     "something, and to nobody otherwise."),
    ),
)  # fmt: skip

INSTRUMENTS = {FIRST.version: FIRST}
LATEST = FIRST


def instrument(version: int) -> Instrument:
    """A version of the questionnaire; what this release does not know was never asked by it."""
    return INSTRUMENTS[version]
