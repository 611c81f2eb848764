"""`kemitraan dev`: starts, seeds, survives, keeps and stops."""

import asyncio
import json
import os
import signal
import stat
from datetime import datetime
from pathlib import Path

from cli.seed.portfolio import PORTFOLIO
from cli.seed.seeding import tell
from domain.stages import Stage
from tests.cli.running import Kemitraan, Stack, developing


def test_it_tells_the_portfolio_in_every_stage(kemitraan: Kemitraan) -> None:
    items = kemitraan("list", "--limit", "100", "--output", "json").json
    titles = {story.title for story in PORTFOLIO}
    seeded = [item for item in items if item["title"] in titles]
    assert len(seeded) == len(PORTFOLIO) >= 12
    assert {item["stage"] for item in seeded} == set(Stage)
    assert {item["depth"] for item in seeded} == {"personal", "shared"}


def test_its_people_are_in_the_directory_and_in_their_posts(kemitraan: Kemitraan) -> None:
    known = {person["person_id"]: person for person in kemitraan("person", "list", "--output", "json").json}
    leads = {org.voice for story in PORTFOLIO for org in story.orgs}
    assert all(known[person_id]["positions"] == ["Lead"] for person_id in leads)
    reached = kemitraan("person", "show", "marieke-de-vries", "--output", "json").json
    assert (reached["language"], reached["zone"]) == ("en", "Europe/Amsterdam")


def test_telling_the_portfolio_again_doubles_nothing(kemitraan: Kemitraan, stack: Stack) -> None:
    before = {item["id"]: item for item in kemitraan("list", "--limit", "100", "--output", "json").json}
    sown = json.loads((stack.state / "seeded.json").read_text())
    asyncio.run(tell(stack.profile, datetime.fromisoformat(sown["now"])))
    assert {item["id"]: item for item in kemitraan("list", "--limit", "100", "--output", "json").json} == before


def test_it_shows_addresses_and_keys_that_work(stack: Stack) -> None:
    assert stack.profile.url in stack.told
    assert stack.profile.dsn in stack.told
    assert stack.profile.voices[0].key in stack.told


def test_the_profile_is_for_its_owner_alone(stack: Stack) -> None:
    assert stat.S_IMODE((stack.state / "profile.json").stat().st_mode) == 0o600


def test_a_second_instance_on_the_same_folder_is_refused(nowhere: Kemitraan, stack: Stack) -> None:
    said = nowhere("dev", "--state", str(stack.state))
    assert said.code == 1
    assert str(stack.supervisor.pid) in said.err


def test_it_refuses_to_be_production(tmp_path: Path) -> None:
    with developing(tmp_path / "state", environment={"KEMITRAAN_ENV": "production"}) as refused:
        assert refused.supervisor.wait(20) == 2
    assert not (tmp_path / "state").exists()


def test_reset_asks_first(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "treasure").write_text("kept")
    with developing(tmp_path / "state", "--reset") as refused:
        assert refused.supervisor.wait(20) == 2
    assert (tmp_path / "state" / "treasure").exists()


def test_a_killed_worker_and_api_come_back(kemitraan: Kemitraan, stack: Stack) -> None:
    for name in ("worker", "api"):
        os.kill(stack.processes[name].pid, signal.SIGKILL)
        stack.until_told(f"{name} was ended by SIGKILL; it is started again")
        stack.until_told(f"{name} is back")
    partnership = kemitraan("list", "--stage", "exploring", "--output", "json").json[0]["id"]
    command = '{"kind": "report_funding", "status": "stable"}'
    assert kemitraan("send", partnership, command, "--as", "lukas-wora").code == 0


def test_after_kill_9_of_the_supervisor_nothing_is_left_and_the_next_start_goes_on(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with developing(state, "--no-seed") as killed:
        killed.until_told("^ready in")
        first, keys = killed.processes, killed.profile.voices
        killed.supervisor.kill()
        killed.supervisor.wait()
        killed.until(lambda: not any(process.alive for process in first.values()), seconds=10)
    (state / "temporal.db").unlink()
    with developing(state, "--no-seed", "--exit-when-ready") as again:
        assert again.supervisor.wait(120) == 0, again.told
        assert again.profile.voices == keys
        assert "API keys" not in again.told
        assert "Temporal was empty" in again.told
        assert again.processes == {}
    assert first.keys() == {"postgres", "temporal", "worker", "api", "relay"}


def test_the_first_signal_stops_everything_in_order(tmp_path: Path) -> None:
    with developing(tmp_path / "state", "--no-seed", "--exit-when-ready") as stopped:
        stopped.until(lambda: "temporal" in stopped.processes)
        running = stopped.processes
        assert stopped.stop() == 0, stopped.told
    assert "stopped; everything is kept" in stopped.told
    assert not any(process.alive for process in running.values())
