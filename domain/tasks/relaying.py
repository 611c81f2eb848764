"""The task of somebody for whom a word was recorded: to say whether it was theirs."""

from collections.abc import Iterator

from domain.links import LinkAct
from domain.partnership import Partnership
from domain.relaying import RULE
from domain.tasks.task import Task


def words(p: Partnership) -> Iterator[Task]:
    """Each recorded word waits for its person until it counts."""
    for word in p.relayed:
        yield Task(
            kind="answer_relayed_word",
            about=word.word_id,
            org_id=word.org_id,
            person_id=word.person_id,
            what="somebody has recorded this as your word: {command}; say whether it was, before it counts",
            params={"command": str(word.command["kind"])},
            due_at=word.stands_from,
            event=word.event,
            rule=RULE,
            commands=("confirm_relayed_word", "object_to_relayed_word"),
            act=LinkAct.ANSWER_RELAYED_WORD,
            private=word.private,
        )
