"""What holds of relayed words, whatever anybody says."""

from collections.abc import Callable

from domain.message import Actor, ActorKind
from domain.partnership import Partnership
from domain.privacy import seen_by
from domain.relaying import RULE, RelayedWordCounted, WordRelayed
from tests.domain.promises.told import Told


def nobody_records_a_word_for_their_own_side(told: Told) -> None:
    for _, entry, _ in told.steps:
        if isinstance(entry.event, WordRelayed):
            assert entry.actor.org_id != entry.event.org_id
            assert entry.actor.person_id == entry.event.by


def a_word_counts_by_its_person_or_after_its_window(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, RelayedWordCounted):
            word = entry.event.word(before)
            assert word is not None
            assert entry.event.confirmed is (told.actor.kind is ActorKind.PERSON)
            if entry.event.confirmed:
                assert (told.actor.person_id, told.actor.org_id) == (word.person_id, word.org_id)
            else:
                assert entry.recorded_at >= word.stands_from


def what_is_sealed_stays_between_two(told: Told) -> None:
    """Also when its time is over; once the record is closed, no time runs for anybody."""
    p = told.states[-1]
    sealed = {word.word_id: {word.person_id, word.by} for word in p.relayed if word.private}
    for person in p.people if sealed else ():
        seen = seen_by(p, Actor(person_id=person.person_id, org_id=person.org_id))
        mine = {word_id for word_id, two in sealed.items() if person.person_id in two}
        assert {word.word_id for word in seen.relayed if word.private} == mine
        running = {clock.about for clock in seen.clocks if clock.private and clock.rule == RULE}
        assert running == (set() if p.closed else mine)


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "relayed": lambda p, word_id: any(word.word_id == word_id for word in p.relayed),
}

ALWAYS: tuple[Callable[[Told], None], ...] = (
    nobody_records_a_word_for_their_own_side,
    a_word_counts_by_its_person_or_after_its_window,
    what_is_sealed_stays_between_two,
)
