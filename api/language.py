"""Two languages: which one a reader wants, and every sentence for people in it, from English sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from babel.messages.pofile import read_po
from fastapi import Depends, Request

from api.faults import Fault
from domain.refusals import RefusalReport, Unmet
from domain.stages import Stage

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

    def say(self, sentence: str, params: Mapping[str, str] | None = None) -> str:
        """An English sentence in this language, with its braces filled."""
        filled = {name: self._word(name, value) for name, value in (params or {}).items()}
        translated = self.sentences.get(sentence, sentence)
        return translated.format(**filled) if filled else translated

    def stage(self, stage: Stage) -> str:
        """The name of a stage."""
        return self._name(stage)

    def command(self, kind: str | None) -> str:
        """The name of a command, or of what happens by itself."""
        return self._name(kind) if kind else self.say("by itself")

    def unmet(self, unmet: Unmet) -> str:
        """What is missing."""
        return _begun(self.say(unmet.message, unmet.params))

    def refusal(self, report: RefusalReport) -> str:
        """Why not."""
        missing = [self.say(u.message, u.params).rstrip(".") for u in report.unmet]
        reasons = {"reasons": "; ".join(missing) + "."} if missing else {}
        return _begun(self.say(report.message, {**report.params, **reasons}))

    def fault(self, fault: Fault) -> dict[str, str]:
        """What is wrong, where, and what was expected."""
        told = {"where": fault.where, "what": _begun(self.say(fault.what, fault.params))}
        if fault.expected:
            told["expected"] = self.say(fault.expected, fault.params)
        return told

    def _word(self, name: str, value: str) -> str:
        """A parameter's value, where it is a word of ours and not a name that somebody gave."""
        if name in NAMES:
            return ", ".join(self._name(part) for part in value.split(", "))
        return self.say(value) if name in PHRASES else value

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


def wanted(accept_language: str | None) -> Language:
    """The first known language that the reader accepts, by weight; English for whoever does not say."""
    weighed = sorted(((_weight(q), tag) for tag, q in _ranges(accept_language or "")), key=lambda pair: -pair[0])
    for weight, tag in weighed:
        language = languages().get(tag.split("-")[0])
        if language and weight > 0:
            return language
    return languages()[DEFAULT]


def _begun(sentence: str) -> str:
    """With a capital letter, unless it begins with an identifier, which has to stay as it is."""
    first = sentence.partition(" ")[0]
    return sentence if re.search(r"[_-]", first) else sentence[:1].upper() + sentence[1:]


def _ranges(accept_language: str) -> list[tuple[str, str]]:
    parts = (part.partition(";") for part in accept_language.lower().split(",")[:20])
    return [(tag.strip(), q.strip()) for tag, _, q in parts]


def _weight(q: str) -> float:
    try:
        return float(q.removeprefix("q=")) if q else 1.0
    except ValueError:
        return 0.0


def speaks(request: Request) -> Language:
    """The language of the answer."""
    return wanted(request.headers.get("accept-language"))


Speaks = Annotated[Language, Depends(speaks)]
