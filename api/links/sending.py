"""From a filled page to the engine: under an id that follows from the link, so that a repeat hears the first answer."""

from functools import partial
from uuid import UUID, uuid5

from api.engagement import engaged
from api.links.visit import Asked, Did, Visit
from api.ports import Engine
from domain.catalogue import AnyCommand
from domain.record import Outcome, Submission
from store.commands import Answer
from store.links import Link

ARRIVED = Did(meaning="What you sent has arrived, and was recorded.")


def command_id(link: Link) -> UUID:
    """The id of what is sent next through a link: a refused try is followed by another one."""
    return uuid5(link.link_id, f"try/{link.tries}")


async def sent(visit: Visit, asked: Asked) -> Outcome:
    """The answer to what was asked for; where the same try was used for other words, the answer that it got then."""
    while True:
        submission = _submission(visit, asked.command)
        earlier = await _known(visit)
        outcome = earlier.outcome if earlier else await engaged(visit.outside, visit.p.id, partial(_submit, submission))
        first = earlier or await _known(visit)  # the engine answers two windows alike, whose words differ
        mine = first is None or first.digest == submission.digest
        if not mine and outcome.status == "refused":
            visit = visit.after(await visit.outside.links.tried(visit.link))
        elif outcome.status != "mismatch":
            return await _kept(visit, asked.did, outcome) if mine else outcome


async def arrived(visit: Visit) -> bool:
    """Whether something was accepted whose answer nobody was there to hear; the link is used by now."""
    earlier = await _known(visit)
    if earlier and earlier.outcome.status == "accepted":
        await _kept(visit, ARRIVED, earlier.outcome)
        return True
    return False


async def _known(visit: Visit) -> Answer | None:
    """What this try was first used for, and the answer."""
    return await visit.outside.reading.find(visit.p.id, command_id(visit.link))


async def _kept(visit: Visit, did: Did, outcome: Outcome) -> Outcome:
    if outcome.status == "accepted":
        await visit.outside.links.use(visit.link.link_id, did.model_dump(mode="json"), visit.now)
    else:
        await visit.outside.links.tried(visit.link)
    return outcome


async def _submit(submission: Submission, engine: Engine) -> Outcome:
    return await engine.submit(submission)


def _submission(visit: Visit, command: AnyCommand) -> Submission:
    return Submission(
        partnership_id=visit.p.id,
        command_id=command_id(visit.link),
        actor=visit.actor,
        commands=(command,),
        submitted_at=visit.now,
        channel="link",
    )
