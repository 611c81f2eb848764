"""What all tests share; each plugin says what it is for."""

import gc
import os

pytest_plugins = ["tests.postgres", "tests.temporal"]


def pytest_collection_finish() -> None:
    """What has been collected stays to the end: walking it again and again would stop workflows for seconds."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, for many tests wait for servers."""
    return (os.cpu_count() or 1) + 1
