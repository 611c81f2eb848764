"""What is wrong with a value: where, what, and what was expected, from our own checks and from pydantic's."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from domain.values import Value

_VALUE = re.compile(r"'([^']*)'")

MOST = 20
"""Faults told at once; more would hide the first ones."""


class Fault(Value):
    """One thing that is wrong with what was sent."""

    where: str
    """A JSON pointer into the body, or the name of a header, a parameter or an attribute."""
    what: str
    """English, with the names of `params` in braces; the key of its translations, as is `expected`."""
    expected: str | None = None
    params: dict[str, str] = Field(default_factory=dict)


class Says(NamedTuple):
    """How one kind of fault is told."""

    what: str
    expected: str | None = None


_WRONG_TYPE = "It has the wrong type."
_DAY = "a day, such as 2027-03-10"
_HOUR = "hours and minutes, such as 07:30"
_TIME = "a date and time with its zone, such as 2026-03-02T09:00:00+07:00"

TWICE = Says("The name {name} occurs twice in one object.", "each name once")
NOT_FINITE = Says("It is not a finite number.", "a finite number, without NaN or Infinity")
TOO_BIG = Says("This integer is too big.", "an integer of 64 bits")
UNSENDABLE = Says("It holds U+0000 or half of a surrogate pair.", "whole Unicode characters without U+0000")
TOO_DEEP = Says("It is nested too deeply.", "at most {depth} levels")

MISSING = Says("It is missing.")
SENT_TWICE = Says("It was sent more than once.", "one value")
TOO_MANY = Says("It has too many entries.", "at most {max_length}")
NOT_UTF8 = Says("It is not UTF-8.", "percent-encoded UTF-8")
NOT_A_LIST = Says(_WRONG_TYPE, "a list")
NOT_UUID = Says("It is not a UUID.", "a UUID")
NOT_ANSWERING = Says("It does not answer as it should.")
NOT_YET = Says("It lies in the future.", "a time that has come")
NO_LETTERS = Says("Letters are not written in this language yet.", "one of: {languages}")
CHANGED = Says("Somebody has changed this since you read it.")
NOT_IN_DIRECTORY = Says("It is not in the directory.", "an id that the directory knows")
NO_ROLE = Says("This person has no role there.", "somebody with a role in this partnership, and the side of that role")
SENT_BY_ITSELF = Says("Such a link is sent by itself alone, to whom it concerns.", "an act that others may know of")
UNKNOWN_PERSON = Says("This person is not known, or leaves.", "the id of somebody who stays")

OURS = (
    TWICE, NOT_FINITE, TOO_BIG, UNSENDABLE, TOO_DEEP, MISSING, SENT_TWICE, TOO_MANY, NOT_UTF8, NOT_A_LIST, NOT_UUID,
    NOT_YET, NOT_ANSWERING, NO_ROLE, SENT_BY_ITSELF, UNKNOWN_PERSON, NOT_IN_DIRECTORY, CHANGED,
    NO_LETTERS,
)  # fmt: skip

THEIRS = {
    "missing": MISSING,
    "extra_forbidden": Says("Nothing of this name is known here.", "known names only"),
    "string_type": Says(_WRONG_TYPE, "text"),
    "int_type": Says(_WRONG_TYPE, "an integer"),
    "int_parsing": Says(_WRONG_TYPE, "an integer"),
    "int_from_float": Says(_WRONG_TYPE, "an integer"),
    "float_type": Says(_WRONG_TYPE, "a number"),
    "decimal_type": Says(_WRONG_TYPE, "a number, or a number as text"),
    "decimal_parsing": Says("It is not a number.", "a number, or a number as text"),
    "bool_type": Says(_WRONG_TYPE, "true or false"),
    "bool_parsing": Says(_WRONG_TYPE, "true or false"),
    "dict_type": Says(_WRONG_TYPE, "an object"),
    "model_type": Says(_WRONG_TYPE, "an object"),
    "tuple_type": NOT_A_LIST,
    "date_type": Says(_WRONG_TYPE, _DAY),
    "date_parsing": Says("There is no such day.", _DAY),
    "time_type": Says(_WRONG_TYPE, _HOUR),
    "time_parsing": Says("There is no such time.", _HOUR),
    "datetime_type": Says(_WRONG_TYPE, _TIME),
    "datetime_parsing": Says("There is no such time.", _TIME),
    "datetime_from_date_parsing": Says("There is no such time.", _TIME),
    "timezone_aware": Says("The zone is missing.", _TIME),
    "uuid_type": Says(_WRONG_TYPE, "a UUID"),
    "uuid_parsing": NOT_UUID,
    "enum": Says("It is none of the allowed values.", "{expected}"),
    "literal_error": Says("It is none of the allowed values.", "{expected}"),
    "union_tag_invalid": Says("It is none of the known kinds.", "a `kind` from the list in the documentation"),
    "union_tag_not_found": Says("It does not say which `kind` it is.", "an object with a `kind`"),
    "string_pattern_mismatch": Says("It has the wrong form.", "text that matches {pattern}"),
    "string_too_short": Says("It is too short.", "at least {min_length} characters"),
    "string_too_long": Says("It is too long.", "at most {max_length} characters"),
    "too_short": Says("It has too few entries.", "at least {min_length}"),
    "too_long": TOO_MANY,
    "greater_than_equal": Says("It is too small.", "at least {ge}"),
    "greater_than": Says("It is too small.", "more than {gt}"),
    "less_than_equal": Says("It is too large.", "at most {le}"),
    "finite_number": NOT_FINITE,
    "decimal_max_digits": Says("It has too many digits.", "at most {max_digits} digits"),
    "decimal_max_places": Says("It has too many digits.", "at most {decimal_places} digits after the point"),
    "decimal_whole_digits": Says("It has too many digits.", "at most {whole_digits} digits before the point"),
    "value_error": Says("{why}."),
}
"""The faults of pydantic that can occur here, in our words."""

OTHER = Says("It is not valid.")


def fault(says: Says, where: str, **params: object) -> Fault:
    """A fault at a place."""
    return Fault(where=where or "/", **says._asdict(), params={k: str(v) for k, v in params.items()})


def faults_of(error: ValidationError, body: object, under: str = "") -> tuple[Fault, ...]:
    """Pydantic's errors, with JSON pointers into the body as it was sent."""
    details = error.errors(include_url=False, include_input=False)[:MOST]
    return tuple(_told(d, under + _where(d, body)) for d in details)


def faults_of_parameters(details: Iterable[ErrorDetails]) -> tuple[Fault, ...]:
    """FastAPI's errors about headers, the path and the query, with their names."""
    return tuple(_told(d, " ".join(str(step) for step in d["loc"])) for d in details)


def pointer(step: str | int) -> str:
    """One step of a JSON pointer."""
    return "/" + str(step).replace("~", "~0").replace("/", "~1")


def _told(detail: ErrorDetails, where: str) -> Fault:
    context = detail.get("ctx", {})
    why = str(context["error"]) if detail["type"] == "value_error" else detail["msg"]
    facts = {name: value for name, value in context.items() if name != "error"}
    if "expected" in facts:  # a list of values, told in Python's words
        facts["expected"] = ", ".join(_VALUE.findall(facts["expected"]))
    return fault(THEIRS.get(detail["type"], OTHER), where, why=why, **facts)


def _where(detail: ErrorDetails, body: object) -> str:
    """The path in the body, without the names of union members that pydantic puts between."""
    where, here = "", body
    for step in detail["loc"]:
        match here:
            case dict() if step in here:
                where, here = where + pointer(step), here[step]
            case list() if isinstance(step, int) and step < len(here):
                where, here = where + pointer(step), here[step]
    return where + pointer(detail["loc"][-1]) if detail["type"] == "missing" else where
