"""What an admin reads in the Temporal UI about promises, contributions and money."""

from domain.commitments import MakeCommitment, ReportDone
from domain.contributions import RecordContribution
from domain.funding import ChooseFundingPlan, CloseFundingChange, ReportFunding
from domain.renegotiation import AskRenegotiation
from domain.slices.funding import FundingOption
from domain.values import ContributionKind, FundingStatus
from tests.domain.story import HOST, PARTNER, THIRD, Story
from tests.domain.teller import A, B
from workflows.giving import giving
from workflows.wording import day

LESTARI, BACA = "Yayasan Lestari", "Kelompok Baca Kampung"
EAR = RecordContribution(contribution_id="ear", gives=ContributionKind.CARE, text="What they told us in confidence")


def told(story: Story) -> list[str]:
    return [line for part in giving(story.p) for line in part.splitlines()]


def test_nothing_is_told_of_what_is_not_open() -> None:
    assert told(Story().active()) == ["Open commitments: nothing."]


def test_where_each_promise_stands() -> None:
    story = Story().active()
    names = ("made", "missed", "asked", "done")
    days = {"missed": 1}
    promises = (
        MakeCommitment(commitment_id=n, to_org=PARTNER, text=f"A {n} shelf", due_at=story.day(days.get(n, 30)))
        for n in names
    )
    due, asked = day(story.day(30)), day(story.day(60))
    story.then(A, *promises).wait(9)
    story.then(A, AskRenegotiation(commitment_id="asked", new_due=story.day(51), reason="Rain"))
    story.then(A, ReportDone(commitment_id="done"))
    to = f"- {LESTARI} for {BACA} by"
    assert told(story) == [
        "Open commitments:",
        f"{to} {due}: A made shelf",
        f"{to} {day(story.day(-8))}: A missed shelf (missed, still owed)",
        f"{to} {due}: A asked shelf (asks for {asked}, to be answered)",
        f"{to} {due}: A done shelf (done, to be confirmed)",
    ]


def test_contributions_wait_for_their_receiver_and_keep_their_words_to_the_ledger() -> None:
    story = Story().active().then(A, EAR)
    assert told(story)[1:] == [
        "Contributions to be confirmed:",
        f"- {BACA}, about ear: care of {LESTARI}, told on {day(story.now)}",
    ]
    many = Story(HOST, PARTNER, THIRD).active().then(A, EAR)
    assert told(many)[-1].startswith("- any other party, about ear")


def test_money_waits_for_a_plan_and_then_for_its_end() -> None:
    story = Story().active().then(A, ReportFunding(status=FundingStatus.AT_RISK, source="City grant"))
    since = f"- {LESTARI} (City grant): at risk since {day(story.now)}; waits for"
    assert told(story)[1:] == ["Funding that is not sure:", f"{since} a plan agreed by all"]
    story.together(ChooseFundingPlan(org_id=HOST, option=FundingOption.REDUCE, text="One evening"), by=B)
    assert told(story)[-1] == f"{since} the plan to reduce to be carried out"
    assert told(story.then(A, CloseFundingChange())) == ["Open commitments: nothing."]
