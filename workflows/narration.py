"""What an admin reads in the Temporal UI about a partnership, in Markdown: a function of its state."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.initiation import ProposePartnership
from domain.message import Command
from domain.partnership import Partnership
from domain.policy import RULES
from domain.record import Submission
from domain.slices.clocks import Clock
from domain.slices.joint import JointDecision
from workflows.giving import giving
from workflows.leading import leading
from workflows.looking import looking
from workflows.messages import Parked
from workflows.together import together
from workflows.understanding import understanding
from workflows.waiting import name, waits_for
from workflows.wording import cut, day, listed, plain, words

_SUMMARY_BYTES, _DETAILS_BYTES = 400, 20_000
"""Longer ones are refused by the server."""

_MEANING = {rule.name: rule.meaning for rule in RULES}


def static_summary(proposal: ProposePartnership) -> str:
    """Title and parties of a proposal."""
    parties = ", ".join(party.name for party in proposal.parties)
    return cut(f"{proposal.title}: {parties}", _SUMMARY_BYTES)


def batch_summary(submissions: Sequence[Submission]) -> str:
    """What a batch is about: the command by name, or how many."""
    commands = [command for submission in submissions for command in submission.commands]
    if not commands:
        return "read the ledger"
    return f"record {_kind(commands[0])}" if len(commands) == 1 else f"record {len(commands)} commands"


def alarm_summary(p: Partnership, at: datetime) -> str:
    """For which step of which rule the timer runs, where that is for everybody's eyes."""
    clock = _next_clock(p) if p.next_deadline == p.shown_deadline else None
    return f"{_step(clock)} on {day(at)}" if clock else f"look again on {day(at)}"


def author(submission: Submission) -> str:
    """What was sent, and by whom, in one line; of what is private, that something was sent."""
    kinds = ", ".join(_kind(command) for command in submission.commands)
    sender = "somebody" if submission.private else submission.actor.person_id
    return cut(f"{kinds} from {sender} by {submission.channel}", _SUMMARY_BYTES)


def _kind(command: Command) -> str:
    return "something private" if command.private else command.kind


def details(p: Partnership | None, parked: Sequence[Parked] = ()) -> str:
    """The partnership at a glance: where it stands, what comes next, what it waits for and for whom."""
    parts = [*(_head(p) if p and p.exists else ["Not proposed yet."]), *_parked(parked)]
    return cut("\n\n".join(parts), _DETAILS_BYTES)


def _head(p: Partnership) -> Iterator[str]:
    names = ", ".join(words(party.name) for party in p.parties)
    yield f"**{words(p.title)}**: {names}"
    since = f" since {day(p.stage_since)}" if p.stage_since else ""
    policy = f", policy {p.policy_version}" if p.policy_version else ""
    yield f"Stage **{plain(p.stage)}**{since}, phase {p.stage.phase}; version {p.version}, {p.profile} profile{policy}."
    yield from _health(p)
    clock = _next_clock(p)
    if clock and clock.due_at:
        meaning = _MEANING.get(clock.rule, plain(clock.rule))
        yield f"Next deadline **{day(clock.due_at)}**: {meaning} ({_step(clock)})."
    else:
        yield "No deadline runs."
    yield listed("Waits for", waits_for(p))
    yield listed("Decisions waiting", (_decision(p, decision) for decision in p.decisions))
    yield from _quiet(p)
    yield from giving(p)
    yield from looking(p)
    yield from leading(p)
    yield from understanding(p)
    yield from together(p)


def _health(p: Partnership) -> Iterator[str]:
    """As last written down; before the first evaluation there is nothing to say."""
    if p.health.event and p.health.since:
        score = f", {p.health.score} of 100" if p.health.score is not None else ""
        yield f"Health **{p.health.band}**{score}, since {day(p.health.since)} (event {p.health.event} tells why)."


def _decision(p: Partnership, decision: JointDecision) -> str:
    waiting = ", ".join(name(p, org) for org in p.orgs if org not in decision.agreed)
    proposed = f"{plain(decision.about)}, proposed by {name(p, decision.by_org)}"
    return f"{proposed}; waits for {waiting or 'nobody'}"


def _quiet(p: Partnership) -> Iterator[str]:
    if p.quiet:
        lines = (f"{q.starts} to {q.ends} for {name(p, q.by_org)}: {q.cause}" for q in p.quiet)
        yield listed("Quiet days, on which patient reminders rest", lines)


def _parked(parked: Sequence[Parked]) -> Iterator[str]:
    if parked:
        lines = (f"{words(e.what)}, {day(e.parked_at)}: {words(e.reason)}" for e in parked)
        yield listed("Parked, for staff to look at", lines)


def _next_clock(p: Partnership) -> Clock | None:
    """The nearest one that everybody may know of."""
    due = p.shown_deadline
    return next((clock for clock in p.clocks if clock.due_at == due and not clock.private), None) if due else None


def _step(clock: Clock) -> str:
    about = f" of {clock.about}" if clock.about else ""
    return f"{plain(clock.rule)}{about}: step {clock.step + 1}"
