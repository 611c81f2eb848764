"""JSON bodies: strictly decoded, strictly validated, and only after the caller is known."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from api.decoding import body_of, check, media_type
from api.faults import faults_of
from api.problems import InvalidBody, UnsupportedMediaType

JSON = "application/json"


@dataclass(frozen=True)
class JsonBody:
    """A dependency that gives the body as a value of a type; put it behind the caller in a signature."""

    type_: Any

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """The validator of the type, built once."""
        return TypeAdapter(self.type_)

    async def __call__(self, request: Request) -> Any:  # noqa: ANN401 - the type is the one given
        """The value, or all that is wrong with it."""
        if media_type(request) != JSON:
            raise UnsupportedMediaType(expected=JSON)
        raw = await body_of(request)
        check(raw)
        try:
            return self.adapter.validate_json(raw, strict=True)
        except ValidationError as error:
            raise InvalidBody(faults=faults_of(error, from_json(raw))) from None
