"""Languages: every sentence for people in each of them, from English sources; a catalogue alone adds another one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from domain.refusals import RefusalReport, Unmet
from domain.stages import Stage
from language.writing import written

BRACES = re.compile(r"{(\w+)}")
"""Where a sentence names a parameter."""

LOCALES = Path(__file__).parents[1] / "locales"
DEFAULT = "en"
NAMES = frozenset({"command", "stage", "stages", "kinds"})
"""Parameters that hold names of commands, stages or kinds of contribution."""

PHRASES = frozenset({"what", "why", "reason", "dimension"})
"""Parameters that hold phrases of ours; all others hold what people wrote."""


@dataclass(frozen=True)
class Language:
    """One language and its sentences."""

    code: str
    sentences: Mapping[str, str]
    zone: str = "Asia/Jakarta"
    """Whose clock the reader goes by."""

    def there(self, zone: str) -> "Language":
        """The same language, for somebody in this time zone."""
        return replace(self, zone=zone)

    def say(self, sentence: str, params: Mapping[str, str] | None = None) -> str:
        """An English sentence in this language, with its braces filled; other braces are somebody's own, and stay."""
        filled = {name: self._word(name, value) for name, value in (params or {}).items()}
        translated = self.sentences.get(sentence, sentence)
        return BRACES.sub(lambda found: filled.get(found[1], found[0]), translated)

    def begun(self, sentence: str, params: Mapping[str, str] | None = None) -> str:
        """The same with a capital letter, unless it begins with an identifier, which has to stay as it is."""
        return _begun(self.say(sentence, params))

    def stage(self, stage: Stage) -> str:
        """The name of a stage."""
        return self._name(stage)

    def command(self, kind: str | None) -> str:
        """The name of a command, or of what happens by itself."""
        return self._name(kind) if kind else self.say("by itself")

    def unmet(self, unmet: Unmet) -> str:
        """What is missing."""
        return self.begun(unmet.message, unmet.params)

    def refusal(self, report: RefusalReport) -> str:
        """Why not."""
        missing = [self.say(u.message, u.params).rstrip(".") for u in report.unmet]
        reasons = {"reasons": "; ".join(missing) + "."} if missing else {}
        return self.begun(report.message, {**report.params, **reasons})

    def _word(self, name: str, value: str) -> str:
        """A parameter's value, where it is a word of ours and not a name that somebody gave."""
        if name in NAMES:
            return ", ".join(self._name(part) for part in value.split(", "))
        return self.say(value) if name in PHRASES else written(name, value, self.zone, self.code)

    def _name(self, name: str) -> str:
        return self.say(name).replace("_", " ")


@cache
def languages() -> dict[str, Language]:
    """Every language there is, read once."""
    known = {DEFAULT: Language(code=DEFAULT, sentences={})}
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/kemitraan.po")):
        code = path.parts[-3]
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code)
        sentences = {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
        known[code] = Language(code=code, sentences=sentences)
    return known


def language(code: str) -> Language:
    """The language of this code, or English where there is no such catalogue."""
    known = languages()
    return known.get(code) or known[DEFAULT]


def _begun(sentence: str) -> str:
    first = sentence.partition(" ")[0]
    return sentence if re.search(r"[_-]", first) else sentence[:1].upper() + sentence[1:]
