"""WhatsApp Cloud without a go-between: its answer names the message, and by that name it tells the end of it later."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import httpx2
from apprise.plugins.whatsapp import NotifyWhatsApp

from activities.channels.answers import unsent
from activities.channels.port import Never, NotNow
from domain.notices.answers import AWAY, UNKNOWN, failure
from domain.notices.letter import Receipt

LONGEST = 4096
"""Characters of one message that is no template."""


async def send(service: NotifyWhatsApp, letter_id: UUID, text: str, patience: float) -> Receipt:
    """Hand a letter over, by the settings that Apprise has read from the URL."""
    if not service.targets:
        raise Never(UNKNOWN, address_wrong=True)
    url = service.notify_url.format(fb_ver=service.fb_graph_version, phone_id=service.from_phone_id)
    name = None
    try:
        async with httpx2.AsyncClient(timeout=patience, headers={"Authorization": f"Bearer {service.token}"}) as client:
            for message in _messages(service, text):
                name = _name(await client.post(url, json=_addressed(message, service, letter_id)))
    except httpx2.HTTPError as away:
        raise NotNow(AWAY, type(away).__name__) from away
    return Receipt(f"taken by {service.service_name}", name)


def _addressed(message: dict[str, Any], service: NotifyWhatsApp, letter_id: UUID) -> dict[str, Any]:
    """What comes with every message; the letter's id is given back with all that is told of it later."""
    to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": service.targets[0]}
    return {**to, "biz_opaque_callback_data": str(letter_id), **message}


def _messages(service: NotifyWhatsApp, text: str) -> Iterator[dict[str, Any]]:
    """The approved template with its parameters; without one the words themselves, in as many parts as they need."""
    if not service.template:
        for begin in range(0, len(text), LONGEST):
            yield {"type": "text", "text": {"body": text[begin : begin + LONGEST]}}
        return
    template: dict[str, Any] = {"name": service.template, "language": {"code": service.language}}
    if service.components:
        filled = [_parameter(service.components[key], text) for key in sorted(service.components, key=int)]
        template["components"] = [{"type": "body", "parameters": filled}]
    yield {"type": "template", "template": template}


def _parameter(component: Any, text: str) -> dict[str, str]:  # noqa: ANN401 - as Apprise keeps it
    """One hole of the template: filled by the URL, or with the words themselves."""
    return component if isinstance(component, dict) else {"type": "text", "text": text}


def _name(answer: httpx2.Response) -> str | None:
    """WhatsApp's own name for the message that it has taken; or what its refusal means."""
    match answer.is_success, _said(answer):
        case True, {"messages": [{"id": str(name)}, *_]}:
            return name
        case True, _:
            return None
        case _, {"error": {"code": int(code), **error}}:
            raise unsent([failure(_words(error), code)])
        case _:
            raise unsent([failure("", answer.status_code)])


def _words(error: Mapping[Any, object]) -> str:
    match error:
        case {"message": message, "error_data": {"details": details}}:
            return f"{message} {details}"
        case _:
            return str(error.get("message", ""))


def _said(answer: httpx2.Response) -> object:
    try:
        return answer.json()
    except ValueError:
        return None
