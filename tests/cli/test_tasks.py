"""`kemitraan task`: what waits at a running engine, looked at and handed around."""

from uuid import uuid4

from tests.cli.running import Kemitraan
from tests.cli.test_steering import OPTIONS


def test_a_task_in_nobodys_hands_is_claimed_and_handed_around(kemitraan: Kemitraan) -> None:
    started = kemitraan("start", *OPTIONS, "--output", "json").json["partnership_id"]
    of = ("--partnership", started, "--output", "json")
    (task,) = [t for t in kemitraan("task", "list", "unassigned", *of).json if t["kind"] == "name_lead"]
    assert task["text"] == "Name the person who leads on your side"
    table = kemitraan("task", "list", "unassigned", "--partnership", started)
    assert "(nobody)" in table.out
    assert "Tasks: 0 mine, " in table.out
    assert " done since " in table.out
    assert kemitraan("task", "claim", task["id"]).code == 0
    (mine,) = kemitraan("task", "list", *of).json
    assert mine["id"] == task["id"]
    assert kemitraan("task", "later", task["id"], "2030-01-02").code == 0
    noted = kemitraan("task", "comment", task["id"], "Bu Rini decides on Friday")
    assert "Bu Rini decides on Friday" in noted.out
    shown = kemitraan("task", "show", task["id"], "--output", "json").json
    assert (shown["follow_up_on"], len(shown["notes"])) == ("2030-01-02", 1)
    assert [move["follow_up_on"] for move in shown["moves"]] == [None, "2030-01-02"]
    assert "took it" in noted.out
    assert kemitraan("task", "list", "done", "--by", "me", *of).json == []
    assert kemitraan("task", "give", shown["assignee"], task["id"]).err.startswith("1 tasks are with")
    assert kemitraan("task", "release", task["id"]).code == 0
    assert kemitraan("task", "list", *of).json == []


def test_what_is_wrong_is_one_line(kemitraan: Kemitraan) -> None:
    unknown = kemitraan("task", "show", str(uuid4()))
    assert (unknown.code, unknown.err.count("\n")) == (3, 1)
    nobody = kemitraan("task", "give", "nobody-here", "--all-of", "nobody-else")
    assert (nobody.code, "not-of-your-side" in nobody.err) == (2, True)
    assert kemitraan("task", "later", str(uuid4()), "tomorrow").code == 2
