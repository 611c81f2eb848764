"""The API as one application."""

from typing import Any

from fastapi import FastAPI

from api import (
    answering,
    beginnings,
    commands,
    evaluations,
    events,
    health,
    pages,
    partnerships,
    policies,
    reciprocity,
    standing,
)
from api.description import DESCRIPTION, TAGS, completed
from api.ports import Ports


class Application(FastAPI):
    """An application that describes all of itself."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = completed(super().openapi())
        return self.openapi_schema


def application() -> Application:
    """All routes, and every error as a problem; not connected to anything yet."""
    app = Application(
        title="Kemitraan",
        version="1.0.0",  # of the interface, not of the release: /version tells that one
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for part in (partnerships, beginnings, evaluations, reciprocity, commands, events, policies, standing):
        app.include_router(part.router, prefix="/v1")
    for part in (health, pages):
        app.include_router(part.router)
    answering.install(app)
    return app


def create_app(ports: Ports) -> Application:
    """The application over these ports."""
    app = application()
    app.state.ports = ports
    return app
