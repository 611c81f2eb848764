"""Policies: every published version whole, what is new about it, and publishing the next one."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import JsonValue

from api.auth import Principal, Reader, allow
from api.bodies import JsonBody
from api.faults import Says, fault
from api.ports import Outside
from api.problems import InvalidBody, UnknownPolicyVersion
from domain.policies import Flawed, PolicyFile, written
from domain.values import Text, Value
from store.keys import KeyRole
from store.policies import Published, built_in

router = APIRouter(prefix="/policies", tags=["policies"])

NEWEST = "newest"


class NewPolicy(Value):
    """A policy that is to be published, and what is new about it; what it leaves out stays as it is built in."""

    note: Text
    policy: PolicyFile


class PublishedPolicies(Value):
    """All published versions, the oldest first; version 0 is built in."""

    items: tuple[Published, ...]


class Policy(Value):
    """One version, whole."""

    version: int
    policy: dict[str, JsonValue]
    """As a file says it: ready to be changed and published."""


PUBLISHING = JsonBody(NewPolicy)
Publisher = Annotated[Principal, allow(KeyRole.ADMIN)]


@router.get("", summary="List published policies", operation_id="listPolicies")
async def list_policies(caller: Reader, outside: Outside) -> PublishedPolicies:
    """Who published what, when and why; a partnership tells in its `policy_version` under which of them it is."""
    return PublishedPolicies(items=await outside.policies.list())


@router.get("/{version}", summary="Read a policy", operation_id="getPolicy")
async def get_policy(caller: Reader, outside: Outside, version: str) -> Policy:
    """One version by its number, 0 for what is built in, or `newest` for that of the next partnership."""
    shelf = await outside.policies.shelf()
    number = shelf.newest if version == NEWEST else int(version) if version.isdecimal() else -1
    policies = shelf.get(number)
    if policies is None:
        raise UnknownPolicyVersion
    return Policy(version=number, policy=written(policies))


@router.post("", status_code=201, summary="Publish a policy", operation_id="publishPolicy")
async def publish_policy(
    caller: Publisher,
    outside: Outside,
    request: Request,
    response: Response,
    new: Annotated[NewPolicy, Depends(PUBLISHING)],
) -> Published:
    """The next version, for every partnership that is proposed from now on; open ones adopt it when all agree.

    Sending again what is the newest already publishes nothing, and answers 200.
    """
    try:
        policies = new.policy.policies(built_in())
    except Flawed as flawed:
        told = (fault(Says(flaw.what), f"/policy{flaw.where}", **flaw.params) for flaw in flawed.flaws)
        raise InvalidBody(faults=told) from None
    published, is_new = await outside.policies.publish(policies, new.note, caller.key.person_id)
    if not is_new:
        response.status_code = HTTPStatus.OK
    response.headers["Location"] = f"{request.url.path}/{published.version}"
    return published
