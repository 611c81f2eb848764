"""Which language a reader wants, as the header of a request says."""

from typing import Annotated

from fastapi import Depends, Request

from api.faults import Fault
from language.catalogue import DEFAULT, Language, languages


def told(fault: Fault, language: Language) -> dict[str, str]:
    """What is wrong, where, and what was expected."""
    said = {"where": fault.where, "what": language.begun(fault.what, fault.params)}
    if fault.expected:
        said["expected"] = language.say(fault.expected, fault.params)
    return said


def wanted(accept_language: str | None) -> Language:
    """The first known language that the reader accepts, by weight; English for whoever does not say."""
    weighed = sorted(((_weight(q), tag) for tag, q in _ranges(accept_language or "")), key=lambda pair: -pair[0])
    for weight, tag in weighed:
        language = languages().get(tag.split("-")[0])
        if language and weight > 0:
            return language
    return languages()[DEFAULT]


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
