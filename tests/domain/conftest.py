"""How long chance may look: `ci` is quick and repeatable, HYPOTHESIS_PROFILE=long is for a night.

Several processes share the long one: each with a --hypothesis-seed of its own and its part as HYPOTHESIS_EXAMPLES.
"""

import os

from hypothesis import HealthCheck, Phase, settings

EVERY_EXAMPLE_COUNTS = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci", max_examples=200, stateful_step_count=20, deadline=None, derandomize=True,
    suppress_health_check=EVERY_EXAMPLE_COUNTS, phases=set(Phase) - {Phase.explain},
)  # fmt: skip
settings.register_profile(
    "long", max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "10000")), stateful_step_count=80, deadline=None,
    suppress_health_check=EVERY_EXAMPLE_COUNTS,
)  # fmt: skip
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
