"""Agreements that change: in words, by common consent, and with success measured from both sides."""

from decimal import Decimal
from uuid import UUID

import pytest

from domain.adjusting import AdjustTerms, RoleChanged
from domain.agreement import OfferVersion, VersionOffered
from domain.amendment import AdoptChange, CommentChange, ProposeChange, owing
from domain.draft import Indicator
from domain.drafting import DropIndicator, SetTerms
from domain.ending import PartnershipEnded
from domain.lifecycle import decide
from domain.measuring import MeasureIndicator, off_track
from domain.message import Circumstances
from domain.policy import FORMAL, INFORMAL
from domain.record import Submission
from domain.refusals import DifferentProposal, NotOnTheScale
from domain.slices.proposals import ChangeKind
from domain.success import RedefineSuccess
from domain.urgent import ConfirmUrgentEnd
from domain.values import Role
from tests.domain.story import HOST, ID, PARTNER, Story, voice
from tests.domain.table.amending import aimed, in_force, measured, proposed, redefined, regoaled, role, urgent
from tests.domain.teller import A, B, yes


@pytest.mark.requirement("S4.19", "S1.13")
def test_an_offered_version_says_what_it_changes_and_the_old_one_stands_until_then() -> None:
    story = Story().amended()
    offered = next(e.event for e in reversed(story.ledger) if isinstance(e.event, VersionOffered))
    assert [d.text for d in offered.changes][-1] == "The contact interval changes from 30 to 14 days."
    assert story.p.content.terms != story.p.draft.terms
    assert story.p.agreement is not None
    assert story.p.content.terms == story.p.agreement.terms
    story.accept(HOST, PARTNER)
    assert story.p.content == story.p.draft
    assert story.p.agreement.content is None
    assert story.p.agreement.version == 2


def test_what_is_in_force_is_kept_apart_only_while_the_draft_differs() -> None:
    story = Story().active()
    before = story.p
    story.say(A, SetTerms(terms=story.terms(notice_days=60)))
    assert story.p.content == before.content
    assert story.p.agreement
    assert story.p.agreement.content
    assert before.draft.terms
    story.say(A, SetTerms(terms=before.draft.terms))
    assert story.p.agreement == before.agreement


# ---- by common consent ----


@pytest.mark.requirement("S1.6", "S1.13", "S4.19")
def test_an_informal_group_meets_more_often_by_two_words_and_no_new_version() -> None:
    story = Story(policy=INFORMAL).active().together(AdjustTerms(contact_interval_days=7, reason="The rains"))
    assert story.p.agreement
    assert (story.p.agreement.version, story.p.agreement.revision) == (1, 1)
    assert story.p.agreement.terms.contact_interval_days == 7
    assert story.p.draft == story.p.content
    clock = story.p.clock("contact")
    assert clock
    assert clock.unit == 7


@pytest.mark.requirement("S4.9")
def test_a_role_and_what_it_was_before_are_on_record() -> None:
    story = Story(policy=INFORMAL).active().together(role(name="Guide")).together(role(name="Teacher"))
    told = [e.event for e in story.ledger if isinstance(e.event, RoleChanged)]
    assert [(e.before and e.before.role, e.after.role, e.revision) for e in told] == [
        ("Host", "Guide", 1),
        ("Guide", "Teacher", 2),
    ]
    assert told[0].changes[0].text == f"The role of {PARTNER} changes from Host to Guide."
    assert {r.org_id: r.role for r in story.p.content.responsibilities} == {HOST: "Host", PARTNER: "Teacher"}


def test_nobody_agrees_unread() -> None:
    story = proposed(about=ChangeKind.PROCESS).then(A, AdoptChange(proposal_id="fewer", how="We meet by video"))
    (decision,) = story.p.decisions
    assert [e.version for e in story.ledger if e.event.type == "decision.proposed"][-1] == decision.number
    unread = Submission(
        partnership_id=ID, command_id=UUID(int=1), actor=B, commands=(yes("adopt_change"),), submitted_at=story.now
    )
    with pytest.raises(DifferentProposal):
        decide(story.p, unread, Circumstances(now=story.now, policy=story.policy))


@pytest.mark.requirement("S4.29")
def test_both_sides_change_the_process_itself() -> None:
    story = proposed(about=ChangeKind.PROCESS).then(A, AdoptChange(proposal_id="fewer", how="We meet by video"))
    assert story.p.proposals
    story.say(B, yes("adopt_change"))
    assert not story.p.proposals
    assert story.ledger[-1].event.model_dump(include={"type", "how", "proposals"}) == {
        "type": "amendment.applied", "how": "We meet by video", "proposals": ("fewer",),
    }  # fmt: skip


@pytest.mark.requirement("S4.19")
def test_a_proposal_waits_for_the_others_and_then_for_its_proposer() -> None:
    story = proposed()
    (change,) = story.p.proposals
    assert owing(story.p, change) == (PARTNER,)
    story.wait(30)
    nudges = [e.event for e in story.ledger if e.event.type == "escalation.raised" and e.event.rule == "proposal"]
    assert [(n.step, n.owner, n.event) for n in nudges] == [(0, PARTNER, change.event), (1, PARTNER, change.event)]
    story.say(B, CommentChange(proposal_id="fewer", text="Yes, but slowly"))
    assert owing(story.p, story.p.proposals[0]) == ()
    clock = story.p.clock("proposal", f"fewer/{HOST}")
    assert clock
    assert (clock.owner, clock.anchor, clock.event) == (HOST, story.now, story.p.version)


def test_patience_stretches_the_wait_for_an_answer() -> None:
    for policy, days in ((FORMAL, 7), (INFORMAL, 10.5)):
        story = proposed(Story(policy=policy).active())
        clock = story.p.clock("proposal", f"fewer/{PARTNER}")
        assert clock
        assert clock.due_at == story.day(days)


def test_an_end_lists_what_was_left_open() -> None:
    story = urgent().then(voice(Role.SPONSOR, PARTNER), ConfirmUrgentEnd())
    (ended,) = [e.event for e in story.ledger if isinstance(e.event, PartnershipEnded)]
    assert ended.lapsed == ("fewer", "corner")
    assert not story.p.proposals
    assert not story.p.operational


def test_a_promise_to_a_goal_that_is_gone_is_asked_about() -> None:
    story = regoaled()
    (entry,) = [e.event for e in story.ledger if e.event.type == "agreement.in_force" and e.event.version == 2]
    assert entry.commitments_to_remap == ("shelf",)
    assert [q.goal_id for q in story.p.commitments] == ["read"]


def test_an_operational_agreement_past_its_date_stands_until_all_close_it() -> None:
    story = in_force().wait(400)
    (corner,) = story.p.operational
    assert corner.in_force
    clock = story.p.clock("operational_end", "corner")
    assert clock
    assert clock.finished


# ---- success ----


@pytest.mark.requirement("S4.6", "S4.10")
def test_success_is_what_both_say_it_is_and_its_versions_follow_each_other() -> None:
    story = Story().active()
    assert (story.p.success.version, [i.indicator_id for i in story.p.content.indicators]) == (1, ["joy"])
    again = Indicator(indicator_id="back", question="Do they come back?", subjective=True)
    story.say(A, RedefineSuccess(defined=(again,), reason="Joy passes"))
    assert story.p.success.version == 1
    story.say(B, yes("redefine_success"))
    assert (story.p.success.version, [i.indicator_id for i in story.p.content.indicators]) == (2, ["joy", "back"])
    story.together(redefined(dropped=("joy",)), by=B)
    told = [e.event for e in story.ledger if e.event.type == "success.redefined"]
    assert [(e.version, set(e.accepted_by)) for e in told] == [(2, {HOST, PARTNER}), (3, {HOST, PARTNER})]
    assert [d.text for d in told[1].changes] == ["This sign of success is dropped: Do they like it?"]
    assert story.p.draft.indicators == story.p.content.indicators


@pytest.mark.requirement("S4.10")
def test_a_new_version_of_the_agreement_may_define_success_anew() -> None:
    story = aimed().then(A, measured(4, "may")).then(A, DropIndicator(indicator_id="back"), OfferVersion())
    assert (story.p.success.version, len(story.p.success.series)) == (2, 1)
    story.accept(HOST, PARTNER)
    assert (story.p.success.version, len(story.p.success.series)) == (3, 0)


@pytest.mark.requirement("S4.7")
@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_feeling_is_a_word_and_a_number_from_one_to_five(value: int) -> None:
    story = Story().active()
    with pytest.raises(NotOnTheScale):
        story.say(A, measured(value, "may", "joy"))
    story.say(A, measured(5, "may", "joy"))
    said = story.ledger[-1].event.model_dump(include={"by_org", "words", "value", "missed"})
    assert said == {"by_org": HOST, "words": "Some do", "value": Decimal(5), "missed": False}


@pytest.mark.requirement("S4.18")
def test_both_sides_measure_and_their_last_four_periods_stand_side_by_side() -> None:
    story = aimed()
    for n, (mine, yours) in enumerate([(5, 4), (4, 4), (5, 3), (4, 5), (5, 4)]):
        story.say(A, measured(mine, f"q{n}"))
        story.say(B, measured(yours, f"q{n}"))
    found = {org: [(m.period, int(m.value)) for m in story.p.success.of("back", org).found] for org in story.orgs}
    assert found == {
        HOST: [("q1", 4), ("q2", 5), ("q3", 4), ("q4", 5)],
        PARTNER: [("q1", 4), ("q2", 3), ("q3", 5), ("q4", 4)],
    }
    assert not off_track(story.p, "back")


@pytest.mark.requirement("S4.8", "S4.18")
def test_off_track_asks_for_a_change_and_a_change_settles_it() -> None:
    story = aimed().then(A, measured(3, "may"))
    since = story.now
    story.wait(28)
    story.say(A, measured(2, "june"))
    raised = next(e.event for e in story.ledger if e.event.type == "indicator.off_track")
    assert (raised.since, raised.periods) == (since, ("may", "june"))
    (change,) = story.p.proposals
    assert (change.because_of, change.what, change.by_org) == ("back", "Do they come back?", HOST)
    lower = Indicator(indicator_id="back", question="Do they come back?", subjective=True, target_value=Decimal("2.5"))
    story.together(RedefineSuccess(defined=(lower,), reason="One step", settles=(change.proposal_id,)))
    assert not off_track(story.p, "back")
    assert story.ledger[-1].event.type == "amendment.applied"


@pytest.mark.requirement("S1.23", "S3.5", "S3.8")
@pytest.mark.parametrize(
    ("sign", "found", "missed"),
    [
        (Indicator(indicator_id="shore", question="How many metres of shore are clean?", subjective=False,
                   target_value=Decimal(500)), 420, True),
        (Indicator(indicator_id="reach", question="How many readers never came before?", subjective=False,
                   target="forty a month", target_value=Decimal(40), direction="at_least"), 41, False),
        (Indicator(indicator_id="cost", question="What does a delivery cost, in thousands?", subjective=False,
                   target_value=Decimal(90), direction="at_most"), 95, True),
        (Indicator(indicator_id="cost", question="What does a delivery cost, in thousands?", subjective=False,
                   target_value=Decimal(90), direction="at_most"), 90, False),
        (Indicator(indicator_id="trees", question="How many trees stand?", subjective=False), 3, False),
    ],
)  # fmt: skip
def test_impact_reach_and_savings_can_be_counted(sign: Indicator, found: int, missed: bool) -> None:
    story = Story().active().together(RedefineSuccess(defined=(sign,), reason="We count it too"))
    story.say(A, MeasureIndicator(indicator_id=sign.indicator_id, value=Decimal(found), period="2027"))
    (series,) = story.p.success.series
    assert [m.missed for m in series.found] == [missed]


def test_a_full_table_of_proposals_stays_small() -> None:
    story = Story().active()
    for n in range(10):
        what = "x" * 200
        story.say(A, ProposeChange(proposal_id=f"change-{n}", change=ChangeKind.TERMS, what=what, why="y" * 4000))
    assert sum(len(q.model_dump_json()) for q in story.p.proposals) < 6_000
