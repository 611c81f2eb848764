"""The API as one application."""

from typing import Any

from fastapi import FastAPI

from api import (
    answering,
    beginnings,
    commands,
    departures,
    evaluations,
    events,
    feeds,
    health,
    inbox,
    pages,
    partnerships,
    policies,
    reciprocity,
    standing,
    tasks,
)
from api.description import DESCRIPTION, TAGS, completed
from api.directory import organisations, people, positions, tables, upkeep
from api.links import pages as link_pages
from api.links import staff as link_staff
from api.ports import Ports
from api.receipts import telling, whatsapp


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
    for part in (
        partnerships,
        beginnings,
        evaluations,
        reciprocity,
        commands,
        events,
        policies,
        standing,
        departures,
        organisations,
        people,
        positions,
        upkeep,
        tables,
        feeds,
        inbox,
        tasks,
        link_staff,
        telling,
        whatsapp,
    ):
        app.include_router(part.router, prefix="/v1")
    for part in (health, pages, link_pages):
        app.include_router(part.router)
    app.include_router(feeds.public)
    answering.install(app)
    return app


def create_app(ports: Ports) -> Application:
    """The application over these ports."""
    app = application()
    app.state.ports = ports
    return app
