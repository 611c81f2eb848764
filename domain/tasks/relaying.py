"""The tasks that a recorded word brings: to say whether it was theirs, or to tell them of it where nothing has."""

from collections.abc import Iterator

from domain.links import LinkAct
from domain.partnership import Partnership
from domain.relaying import RULE
from domain.tasks.task import Task


def untold(p: Partnership) -> Iterator[Task]:
    """Whom nothing has reached is told by whoever has recorded their word."""
    for word in p.relayed:
        recorder, whose = p.person(word.by), p.person(word.person_id)
        if word.unheard and recorder:
            yield Task(
                kind="tell_relayed_word",
                about=word.word_id,
                org_id=recorder.org_id,
                person_id=word.by,
                what="nothing has reached {person}: tell them yourself what you have recorded, and say so here",
                params={"person": whose.name if whose else word.person_id},
                event=word.event,
                commands=("tell_relayed_word",),
                private=word.private,
            )


def words(p: Partnership) -> Iterator[Task]:
    """Each recorded word waits for its person until it counts."""
    for word in p.relayed:
        yield Task(
            kind="answer_relayed_word",
            about=word.word_id,
            org_id=word.org_id,
            person_id=word.person_id,
            what="somebody has recorded this as your word: {command}; say whether it was, for otherwise it never counts"
            if word.needs_yes
            else "somebody has recorded this as your word: {command}; say whether it was, before it counts",
            params={"command": str(word.command["kind"])},
            due_at=word.stands_from,
            event=word.event,
            rule=RULE,
            commands=("confirm_relayed_word", "object_to_relayed_word"),
            act=LinkAct.ANSWER_RELAYED_WORD,
            private=word.private,
        )
