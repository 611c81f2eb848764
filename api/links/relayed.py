"""The page on which somebody reads what was recorded as their word, and says whether it was."""

from collections.abc import Iterator
from typing import Any

from api.links.endings import SETTLED, Over
from api.links.form import Form, built, chosen
from api.links.visit import Asked, Did, Visit
from domain import commitments, contributions, evaluation, initiation, pulse, relaying
from domain.questionnaire import CANNOT_SAY, LATEST, Wording, instrument
from domain.slices.relaying import RelayedWord

WAYS = {
    "phone": Wording(key="phone", meaning="on the phone"),
    "in_person": Wording(key="in_person", meaning="in person"),
    "letter": Wording(key="letter", meaning="in a letter"),
}

_SCALE = {wording.key: wording.meaning for wording in LATEST.scale}


def _mine(visit: Visit) -> RelayedWord:
    for word in visit.p.relayed:
        if word.word_id == visit.link.about.get("about") and relaying.is_whose(word, visit.actor):
            return word
    raise Over(SETTLED)


async def recorded(visit: Visit) -> dict[str, Any]:
    """Who has recorded what, how it was said, and when it would count."""
    word = _mine(visit)
    entries = await visit.outside.reading.timeline(visit.p.id, word.event - 1, limit=1)
    event = entries[0].event if entries else None
    if not isinstance(event, relaying.WordRelayed):
        raise Over(SETTLED)
    recorder = visit.p.person(event.by)
    return {
        "recorder": recorder.name if recorder else event.by,
        "way": visit.words.say(WAYS[event.way].meaning),
        "command": visit.words.command(event.command.kind),
        "details": list(_said(event.command, visit)),
        "told": event.told,
        "counts_at": word.stands_from.isoformat(),
        "needs_yes": word.needs_yes,
        "private": word.private,
    }


def answer(visit: Visit, form: Form) -> Asked:
    """It was, or it was not."""
    word_id = _mine(visit).word_id
    if chosen(form, "answer", "confirm", "object") == "confirm":
        confirmed = built(relaying.ConfirmRelayedWord, word_id=word_id)
        return Asked(confirmed, Did(meaning="You have said that it was your word.", further="It counts from now on."))
    refused = built(relaying.ObjectToRelayedWord, word_id=word_id, ground=form.one("ground"))
    return Asked(
        refused,
        Did(meaning="You have said that it was not your word.", further="It will never count. Thank you for looking."),
    )


def _said(command: relaying.AnyRelayed, visit: Visit) -> Iterator[tuple[str, str]]:
    """What was said, name by name, as its speaker would have read it."""
    words = visit.words
    match command:
        case initiation.DeclareWillingness():
            yield words.say("The answer"), words.say("yes") if command.willing else words.say("no, not now")
            if command.note:
                yield words.say("A word about it"), command.note
        case evaluation.AnswerEvaluation():
            yield from _answers(command, visit)
        case pulse.AnswerPulse():
            asked = {item.key: item.meaning for item in LATEST.pulse}
            yield from ((words.say(asked[item]), str(value)) for item, value in command.values.items())
        case contributions.ConfirmContribution() | contributions.DisputeContribution():
            yield words.say("The contribution"), command.contribution_id
        case commitments.ConfirmCommitment() | commitments.ReturnCommitment():
            promise = next((q for q in visit.p.commitments if q.commitment_id == command.commitment_id), None)
            yield words.say("The promise"), promise.text if promise else command.commitment_id
    if isinstance(command, contributions.DisputeContribution | commitments.ReturnCommitment):
        yield words.say("The reason"), command.reason


def _answers(command: evaluation.AnswerEvaluation, visit: Visit) -> Iterator[tuple[str, str]]:
    say, running = visit.words.say, visit.sealed.evaluation.open
    asked = instrument(running.instrument) if running else LATEST
    sentences = {item.key: item.meaning for theme in asked.dimensions for item in theme.items}
    for key, score in command.scores.items():
        yield say(sentences.get(key, key)), say(_SCALE[CANNOT_SAY]) if score == CANNOT_SAY else f"{score}"
    for question in asked.open_questions:
        if words := command.words.get(question.key):
            yield say(question.meaning), words
