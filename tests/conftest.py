"""What all tests share; each plugin says what it is for."""

import gc

import pytest

pytest_plugins = ["tests.postgres", "tests.temporal"]


def pytest_collection_finish() -> None:
    """What has been collected stays to the end: walking it again and again would stop workflows for seconds."""
    gc.collect()
    gc.freeze()


LONG = (
    "tests/domain/test_reach.py",
    "tests/scenarios/test_golden.py",
    "tests/test_documentation.py",
)
"""Files that take minutes: begun first, so that no core waits for them in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, each file as a whole; all else stays in its order."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))
