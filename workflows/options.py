"""Names and numbers of the workflows: queue, ids, timeouts and limits, each with its reason."""

from datetime import timedelta
from uuid import UUID

from temporalio.common import RetryPolicy

TASK_QUEUE = "kemitraan"
"""The only queue: every worker can do everything."""

_PREFIX = "partnership/"


def workflow_id(partnership_id: UUID) -> str:
    """The workflow of a partnership."""
    return f"{_PREFIX}{partnership_id}"


def partnership_of(workflow: str) -> UUID:
    """The partnership of a workflow."""
    return UUID(workflow.removeprefix(_PREFIX))


# ---- Recording a batch -----------------------------------------------------------------------------------------------

BATCH_SUBMISSIONS = 50
"""Decided in one transaction; more would hold the partnership's row, and the workflow task, for too long."""

BATCH_BYTES = 256 * 1024
"""What comes back from a batch, and what travels to the next run, is kept in the history, where one entry above 2 MB
would stop the partnership.
"""

HOPELESS = [
    "Unstorable",
    "ValidationError",
    "AssertionError",
    "AttributeError",
    "IndexError",
    "InvalidOperation",
    "KeyError",
    "LookupError",
    "NameError",
    "NotImplementedError",
    "OverflowError",
    "RecursionError",
    "TypeError",
    "UnboundLocalError",
    "ValueError",
    "ZeroDivisionError",
]
"""Failures that come from the data or from a fault in the rules: the same again tomorrow, so nobody waits for them.
What comes from a store that is away has other names, and is tried for ever.
"""

LOCAL_TIMEOUT = timedelta(seconds=6)
"""A local activity holds the workflow task, so that nothing else is answered meanwhile; the task itself lasts 10 s."""

LOCAL_RETRIES = RetryPolicy(
    initial_interval=timedelta(milliseconds=100), maximum_attempts=2, non_retryable_error_types=HOPELESS
)
"""Once more for a connection that was lost while it lay idle; an outage is left to the patient way."""

PATIENT_TIMEOUT = timedelta(seconds=15)
"""Above every timeout of the store (3 s for a connection, 5 s for a statement): no second try overlaps a first."""

PATIENT_RETRIES = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30), non_retryable_error_types=HOPELESS
)
"""For ever: an outage of the store loses nothing, and is seen as a pending activity."""

TICK_GAP = timedelta(seconds=1)
"""Between two looks at the clocks: a rule that set a deadline in the past for ever would write without end."""

TICK_AGAIN = timedelta(days=1)
"""After a look at the clocks that changed nothing although a deadline is due."""

# ---- Telling people -------------------------------------------------------------------------------------------------

_NOTICES = "notices/"

DELIVERY_TIMEOUT = timedelta(seconds=150)
"""Above the patience of every channel, so that no second try overlaps a first."""


def notices_id(person_id: str) -> str:
    """The workflow of what one person is to be told."""
    return f"{_NOTICES}{person_id}"


# ---- A new run -------------------------------------------------------------------------------------------------------

YOUNGEST_RENEWAL = timedelta(seconds=1)
"""The service starts at most one run a second for one workflow id."""

RIPE_EVENTS = 40
"""From here on a run hands over at the first occasion that makes it cheap; a command or two later it would have to."""

IDLE_EVENTS = 47
"""The longest history left behind while waiting: with what wakes it and its task, at most 50 events are replayed."""

# ---- Parking ---------------------------------------------------------------------------------------------------------

PARKED_ENTRIES = 20
"""Kept for staff to see; more of them is one fault, and the log has every one."""

PARKED_BYTES = 16 * 1024
"""A parked report up to this size is kept whole, to be tried again; all of them together stay far below 2 MB."""

REASON_LENGTH = 500
"""Enough of a reason to find it in the log."""

# ---- Asking ----------------------------------------------------------------------------------------------------------

PATIENCE = timedelta(seconds=10)
"""How long a caller waits for an answer before it is told to ask again."""

ATTEMPT = timedelta(seconds=2)
"""How long the client itself tries one call before we look at the reason."""

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Seconds between tries of one call; the last one repeats until patience is over."""
