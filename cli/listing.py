"""How partnerships and what happened in them look as tables."""

from collections.abc import Iterable, Mapping
from typing import Any

from cli.screen import put_lines, put_table

_KNOWN_BY_TYPE = {"type", "schema_version", "clocks", "hash", "because"}
_IDS = ("goal_id", "indicator_id", "contribution_id", "org_id", "kind")

Item = Mapping[str, Any]


def put_list(items: Iterable[Item]) -> None:
    """Partnerships, one a row."""
    rows = [
        (
            item["id"],
            item["title"],
            item["stage_name"],
            item["depth"],
            ", ".join(item["org_ids"]),
            _day(item["next_deadline"]),
        )
        for item in items
    ]
    put_table("Partnerships", ("id", "title", "stage", "depth", "parties", "next deadline"), rows)


def put_partnership(item: Item) -> None:
    """One partnership: what it is, who is in it, and what may come next."""
    state = item["state"]
    about = [
        ("id", item["id"]),
        ("stage", f"{item['stage_name']} since {_day(item['stage_since'])}"),
        ("profile, depth", f"{item['profile']}, {item['depth']}"),
        ("version", item["version"]),
        ("next deadline", _day(item["next_deadline"])),
    ]
    put_lines(item["title"], about)
    leads = {p["org_id"]: p["name"] for p in state["people"] if p["role"] == "lead"}
    parties = [
        (p["name"], p["kind"], leads.get(p["org_id"]), _yes(p["willing"]), p["funding"]) for p in state["parties"]
    ]
    put_table("Parties", ("name", "kind", "lead", "willing", "funding"), parties)
    steps = sorted(item["next_steps"], key=lambda step: (not step["yours"], not step["allowed"]))
    rows = [(_whose(s), s["command"] or "(by itself)", s["meaning"], _who(s), _missing(s)) for s in steps]
    put_table("Next steps", ("", "command", "what it does", "who may", "what is still missing"), rows)


def put_timeline(title: str, items: Iterable[Item]) -> None:
    """What has happened, the oldest first."""
    rows = [
        (
            item["version"],
            _minute(item["recorded_at"]),
            item["actor"]["person_id"],
            item["event"]["type"],
            gist(item["event"]),
        )
        for item in items
    ]
    put_table(title, ("#", "when", "who", "what", "which"), rows, brief=True)


def gist(event: Item) -> str:
    """The few words of an event that tell it from others of its type."""
    said = ((name, value) for name, value in event.items() if name not in _KNOWN_BY_TYPE)
    words = (f"{name}={_plain(value)}" for name, value in said if value not in (None, "", [], {}))
    return " ".join(words)


def _plain(value: object) -> str:
    match value:
        case list():
            return ",".join(_plain(item) for item in value)
        case dict():
            return str(next((value[key] for key in _IDS if key in value), "…"))
        case _:
            return str(value)


def _whose(step: Item) -> str:
    return "you" if step["yours"] and step["allowed"] else ""


def _who(step: Item) -> str:
    return f"{step['who_may']}, all together" if step["joint"] else str(step["who_may"])


def _missing(step: Item) -> str:
    return "" if step["allowed"] else "; ".join(unmet["text"].rstrip(".") for unmet in step["unmet"])


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not said yet"}[value]


def _day(moment: str | None) -> str:
    return moment[:10] if moment else "-"


def _minute(moment: str) -> str:
    return moment[:19].replace("T", " ")
