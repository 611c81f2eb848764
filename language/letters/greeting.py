"""How somebody is addressed: by the honorific that they have chosen, or by both where nobody has said."""

from domain.directory.cards import Honorific, PersonCard
from language.catalogue import Language

GREETINGS = {
    None: "Dear {name},",
    Honorific.BAPAK: "Dear Bapak {name},",
    Honorific.IBU: "Dear Ibu {name},",
    Honorific.KAK: "Dear Kak {name},",
}
"""The first line of a letter and of a page."""

HONOURED = {
    None: "{name}",
    Honorific.BAPAK: "Bapak {name}",
    Honorific.IBU: "Ibu {name}",
    Honorific.KAK: "Kak {name}",
}
"""Somebody's name in a sentence; the same in every language."""


def greeting(person: PersonCard, words: Language) -> str:
    """The first line."""
    return words.say(GREETINGS[person.honorific], {"name": person.name})


def honoured(person: PersonCard) -> str:
    """Their name with its honorific, such as Ibu Sari."""
    return HONOURED[person.honorific].format(name=person.name)
