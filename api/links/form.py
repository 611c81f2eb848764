"""What somebody has filled in: read strictly, kept as it was typed, and turned into a command or into kind hints."""

from collections.abc import Iterator, Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request

from api.decoding import body_of, media_type
from api.faults import Fault, faults_of
from api.links.endings import UNREADABLE, Over
from api.problems import Problem
from domain.message import Command

C = TypeVar("C", bound=Command)

_FIELDS = 300
_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"

CHOOSE = Fault(where="", what="Please choose one.")
WRITE = Fault(where="", what="Please write a few words here.")
ANYTHING = Fault(where="", what="Nothing has been answered yet.")


class Form(dict[str, tuple[str, ...]]):
    """Each name with all that was given under it."""

    def one(self, name: str) -> str | None:
        """What was given, if it is not empty."""
        return next((value.strip() for value in self.get(name, ()) if value.strip()), None)


class Unclear(Exception):
    """Something is missing or not right, by the name of its field."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)


async def read(request: Request) -> Form:
    """The posted form; what a page of ours sends, or a mail program by itself, which likes the other type."""
    kind = media_type(request)
    try:
        body = await body_of(request)
        if kind == _MULTIPART:
            pairs = list(_parts(request.headers["content-type"], body))
        elif kind == _URLENCODED:
            text = body.decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
        else:
            raise Over(UNREADABLE)
    except (Problem, ValueError, LookupError):
        raise Over(UNREADABLE) from None
    form = Form()
    for name, value in pairs:
        form[name] = (*form.get(name, ()), value.replace("\r\n", "\n"))
    return form


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, str]]:
    """The short fields of a form in several parts."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            yield name, str(part.get_content()).strip()


def given(form: Form, **needed: Fault) -> dict[str, str]:
    """The fields that cannot stay empty, or every one that is."""
    values = {name: form.one(name) for name in needed}
    missing = {name: fault for name, fault in needed.items() if values[name] is None}
    if missing:
        raise Unclear(missing)
    return {name: value for name, value in values.items() if value is not None}


def chosen(form: Form, name: str, *answers: str) -> str:
    """The one answer of these that was named exactly; whatever else arrives is none, and the page asks again."""
    match form.get(name, ()):
        case (answer,) if answer in answers:
            return answer
    raise Unclear({name: CHOOSE})


def built(command: type[C], **fields: Any) -> C:  # noqa: ANN401 - what people typed; the model says what is right
    """The command, or what is wrong with which field."""
    try:
        return command(**fields)
    except ValidationError as error:
        places = (str(detail["loc"][-1]) for detail in error.errors(include_url=False, include_input=False))
        raise Unclear(dict(zip(places, faults_of(error, None), strict=False))) from None
