"""Every mistake gets its own answer, and changes nothing; the answers are the documentation.

`KEMITRAAN_WRITE_DOCS=1 python -m pytest tests/api/test_bad_input.py` writes docs/bad-requests.md.
"""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from api.cloudevents import STRUCTURED
from store.keys import KeyRole
from store.pool import Pool, borrowed
from tests.api.calling import HOST, Api, appoint, bearer, event, fresh, key
from tests.api.mistakes import JSON, Mistake, mistakes, written
from tests.api.test_events import told

PAGE = Path(__file__).parents[2] / "docs" / "bad-requests.md"
HEAD = """\
# What wrong requests are told

Made by `tests/api/test_bad_input.py`, which sends each of them to a running system and sees that nothing changes.
The answers are also given in Indonesian, for `Accept-Language: id`.

| what is wrong | status | code | what the answer says |
| --- | --- | --- | --- |
"""

EVENTS = ("ledger", "heads", "partnerships", "parties")
"""What has happened, and what is folded from it."""

MISTAKES = list(mistakes())


@dataclass(frozen=True)
class Scene:
    """What is there before any mistake is made."""

    api: Api
    names: dict[str, str]
    """What stands for what in a mistake."""
    member: str
    """The key of somebody on the host's side who cannot bind it."""

    def filled(self, text: str) -> str:
        """A text of a mistake, about this scene."""
        for name, value in self.names.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    async def send(self, mistake: Mistake) -> httpx2.Response:
        """Make a mistake."""
        callers = {**vars(self.api.keys), "member": self.member}
        usual: dict[str, str | None] = {"Content-Type": JSON, "Idempotency-Key": fresh()}
        if mistake.caller:
            usual |= bearer(callers[mistake.caller])
        given = {**usual, **mistake.headers}
        headers = {name: self.filled(value) for name, value in given.items() if value is not None}
        body = written(mistake.body) if mistake.body is not None else b""
        if not isinstance(mistake.body, bytes):
            body = self.filled(body.decode()).encode()
        return await self.api.http.request(
            mistake.method, self.filled(mistake.path), content=body or None, headers=headers
        )


@pytest.fixture(scope="module")
async def scene(api: Api) -> Scene:
    """An open partnership, a closed one, a key that was used and an event that was sent."""
    path, closed, used, sent = await api.exploring(), await api.not_pursued(), fresh(), fresh()
    await api.post(f"{path}/commands", appoint("used", "member"), Idempotency_Key=used)
    received = (await api.report(event(path, sent), STRUCTURED)).json()
    await told(api, path, command=received["command_id"])
    names = {"id": path.rpartition("/")[2], "closed": closed.rpartition("/")[2], "used": used, "sent": sent}
    return Scene(api, names, member=await key(api.ports, KeyRole.OPERATOR, "used", HOST))


@pytest.fixture(scope="module")
async def answers() -> AsyncIterator[dict[str, str]]:
    """The rows of the documentation, compared with it once all are there."""
    rows: dict[str, str] = {}
    yield rows
    if len(rows) < len(MISTAKES):
        return  # only some were tried
    page = HEAD + "".join(rows[mistake.what] for mistake in MISTAKES)
    if os.environ.get("KEMITRAAN_WRITE_DOCS"):
        PAGE.write_text(page)
    assert PAGE.read_text() == page, f"write it again: {(__doc__ or '').splitlines()[-1]}"


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) == len({mistake.what for mistake in MISTAKES})
    assert len(MISTAKES) >= 45


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
async def test_a_mistake_is_told_and_changes_nothing(scene: Scene, mistake: Mistake, answers: dict[str, str]) -> None:
    before = await _everything(scene.api.ports.pool)
    answer = await scene.send(mistake)
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["code"]) == (mistake.status, mistake.code), answer.text
    assert (told["type"], told["status"]) == (f"/problems/{mistake.code}", mistake.status)
    assert {"title", "detail", "instance"} <= told.keys()
    assert await _everything(scene.api.ports.pool) == before
    answers[mistake.what] = _row(mistake, told)


@pytest.mark.parametrize("code", sorted({mistake.code for mistake in MISTAKES}))
async def test_each_answer_leads_to_a_page(api: Api, code: str) -> None:
    for language, word in (("en", '<html lang="en">'), ("id", '<html lang="id">')):
        page = await api.http.get(f"/problems/{code}", headers={"Accept-Language": language})
        assert page.status_code == 200
        assert word in page.text
        assert code in page.text


async def _everything(pool: Pool) -> list[str]:
    """A fingerprint of each table of events, and of all that is folded from them."""
    async with borrowed(pool) as connection:
        statement = "select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {} t"
        return [await connection.fetchval(statement.format(table)) for table in EVENTS]


def _row(mistake: Mistake, told: dict[str, object]) -> str:
    says = [str(told["detail"])]
    for fault in told.get("errors", []):  # type: ignore[attr-defined]
        expected = f" Expected: {fault['expected']}." if "expected" in fault else ""
        says.append(f"`{fault['where']}`: {fault['what']}{expected}")
    text = "<br>".join(says).replace("|", "\\|").replace("\n", " ")
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "…", text)
    return f"| {mistake.what} | {mistake.status} | `{mistake.code}` | {text} |\n"
