"""Pages about the word of a whole side: willingness, a version, a joint decision, an acceptance that was recorded."""

from typing import Any

from api.links.endings import ANSWERED, NEWER, SETTLED, Over
from api.links.form import WRITE, Form, built, chosen, given
from api.links.proposing import details
from api.links.visit import Asked, Did, Visit
from api.views import Changes
from domain import agreement, assisted, initiation, joint
from domain.commands import RULES
from domain.questionnaire import Wording
from domain.stages import Stage

_MEANINGS = {rule.kind: rule.meaning for rule in RULES}

_YES = Wording(key="yes", meaning="yes")
_NO = Wording(key="no", meaning="no, not now")
_ACCEPTED = Wording(key="accepted", meaning="has accepted it")
_NOT_YET = Wording(key="not_yet", meaning="has not answered yet")
_RECORDED = Wording(key="recorded", meaning="accepted, as somebody has recorded; it may still object")


async def proposal(visit: Visit) -> dict[str, Any]:
    """What is suggested, by whom, and what this side has said so far."""
    if visit.p.stage is not Stage.PROPOSED:
        raise Over(SETTLED)
    party = visit.p.party(visit.side)
    proposed = await visit.outside.reading.happened(visit.p.id, "partnership.proposed", limit=1)
    event = proposed[0].event
    if party is None or not isinstance(event, initiation.PartnershipProposed):
        raise Over(SETTLED)
    said = None if party.willing is None else visit.words.say((_YES if party.willing else _NO).meaning)
    return {
        "proposer": visit.name(event.proposer_org),
        "title": event.title,
        "purpose": event.purpose,
        "said": said,
        "org": party.name,
    }


def willingness(visit: Visit, form: Form) -> Asked:
    """Yes or no, with a few words."""
    willing = chosen(form, "willing", "yes", "no") == "yes"
    did = Did(
        meaning="You have said that you would like to get to know each other.",
        further="The others are told. Somebody will be in touch with you.",
    )
    declined = Did(
        meaning="You have said that it is not the time for this.",
        further="The others are told, and nobody will press you. Thank you for the clear word.",
    )
    command = built(initiation.DeclareWillingness, willing=willing, note=form.one("note"))
    return Asked(command, did if willing else declined)


async def version(visit: Visit) -> dict[str, Any]:
    """The whole version that lies before the parties, what it changes, and who has accepted it."""
    offer, about = visit.p.offer, visit.link.about
    if offer is None:
        raise Over(SETTLED)
    if (str(offer.version), offer.hash) != (about.get("version"), about.get("hash")):
        raise Over(NEWER)
    if any(a.org_id == visit.side and not a.assisted for a in offer.acceptances):
        raise Over(SETTLED)
    changes = Changes.of(visit.p, visit.words)
    words = {a.org_id: _RECORDED if a.assisted else _ACCEPTED for a in offer.acceptances}
    return {
        "version": offer.version,
        "hash": offer.hash,
        "against": changes.against,
        "changes": changes.changes if changes.against else (),
        "draft": visit.p.draft,
        "names": visit.names,
        "org": visit.name(visit.side),
        "accepted": [(q.name, visit.words.say(words.get(q.org_id, _NOT_YET).meaning)) for q in visit.p.parties],
    }


def acceptance(visit: Visit, form: Form) -> Asked:
    """A yes to exactly this version, or what should be different."""
    number = {"version": visit.link.about.get("version", "")}
    if chosen(form, "answer", "accept", "change") == "change":
        command = built(agreement.AskForChange, **given(form, reason=WRITE))
        return Asked(
            command,
            Did(
                meaning="You have asked for a change to version {version}.",
                params=number,
                further="It is off the table for now, and everybody can read what you would like to be different.",
            ),
        )
    accepted = built(agreement.AcceptVersion, version=number["version"], hash=visit.link.about.get("hash"))
    return Asked(
        accepted,
        Did(
            meaning="You have accepted version {version} of the agreement.",
            params=number,
            further="It is in force as soon as every party has accepted it and its start has come.",
        ),
    )


async def decision(visit: Visit) -> dict[str, Any]:
    """What another party proposes, in words."""
    found = visit.p.decision(visit.link.about.get("about", ""))
    if found is None or visit.side in found.agreed:
        raise Over(SETTLED if found is None else ANSWERED)
    if found.number is not None and str(found.number) != visit.link.about.get("number"):
        raise Over(NEWER)
    return {
        "proposer": visit.name(found.by_org),
        "command": found.about,
        "meaning": visit.words.say(_MEANINGS.get(found.about, "")),
        "details": details(found.command, visit),
        "org": visit.name(visit.side),
    }


def _proposal_of(visit: Visit) -> dict[str, Any]:
    """Which proposal a word is about."""
    about = visit.link.about
    return {"about": about.get("about"), "number": int(about["number"]) if about.get("number") else None}


def answer_to_decision(visit: Visit, form: Form) -> Asked:
    """A yes, or a no with or without a reason."""
    what = {"command": visit.link.about.get("about", "")}
    if chosen(form, "answer", "agree", "decline") == "decline":
        command = built(joint.DeclineDecision, reason=form.one("reason"), **_proposal_of(visit))
        return Asked(command, Did(meaning="You have said no to: {command}", params=what))
    return Asked(
        built(joint.AgreeToDecision, **_proposal_of(visit)),
        Did(
            meaning="You have agreed to: {command}",
            params=what,
            further="It takes effect when every party has agreed.",
        ),
    )


async def recorded(visit: Visit) -> dict[str, Any]:
    """The acceptance that somebody has recorded in this side's name."""
    offer = visit.p.offer
    mine = next((a for a in offer.acceptances if a.org_id == visit.side and a.assisted), None) if offer else None
    entries = await visit.outside.reading.happened(visit.p.id, "agreement.accepted", limit=50)
    for entry in entries:
        event = entry.event
        if mine and isinstance(event, agreement.AgreementAccepted) and event.org_id == visit.side:
            person = visit.p.person(entry.actor.person_id)
            return {
                "org": visit.name(visit.side),
                "version": event.version,
                "evidence": event.evidence or "-",
                "recorder": person.name if person else visit.name(entry.actor.org_id) or entry.actor.person_id,
                "counts_at": mine.stands_from.isoformat(),
            }
    raise Over(SETTLED)


def objection(visit: Visit, form: Form) -> Asked:
    """That it was not this side's word."""
    chosen(form, "answer", "object")
    command = built(assisted.ObjectToAcceptance, **given(form, ground=WRITE))
    return Asked(
        command,
        Did(
            meaning="You have said that the recorded acceptance was not your word.",
            further="It does not count any more, and everybody is told.",
        ),
    )
