"""When a run hands over to a new one: in time to keep its history short, and when that is cheapest."""

from datetime import datetime

from temporalio import workflow
from temporalio.workflow import ContinueAsNewVersioningBehavior

from workflows.options import IDLE_EVENTS, RIPE_EVENTS, YOUNGEST_RENEWAL


class Run:
    """This run's age and length, and whether a new one should take over."""

    def __init__(self) -> None:
        self.asked = False
        """Somebody asks for a new run, for instance after an upgrade."""
        self._seen = 0
        self._written = 0

    def wrote(self, events: int) -> None:
        """Note what the current task adds to the history, which the task itself cannot see yet."""
        length = self.length + events
        self._seen = workflow.info().get_current_history_length()
        self._written = length - self._seen

    @property
    def length(self) -> int:
        """Events in the history once the current task is done, which itself is one of them."""
        seen = workflow.info().get_current_history_length()
        return seen + (self._written if seen == self._seen else 1)

    @property
    def renewable(self) -> bool:
        """Whether this run is old enough to hand over."""
        return workflow.now() >= self.renewable_at

    @property
    def renewable_at(self) -> datetime:
        """No new run begins earlier."""
        return workflow.info().start_time + YOUNGEST_RENEWAL

    @property
    def overdue(self) -> bool:
        """Whether a new run is wanted, whatever it costs."""
        info = workflow.info()
        return (
            self.asked
            or self.length > IDLE_EVENTS
            or info.is_continue_as_new_suggested()
            or info.is_target_worker_deployment_version_changed()
        )

    @property
    def versioning(self) -> ContinueAsNewVersioningBehavior | None:
        """Under worker versioning a run stays on its build, and the next one begins on the current build."""
        version = workflow.info().get_current_deployment_version()
        return ContinueAsNewVersioningBehavior.AUTO_UPGRADE if version and version.deployment_name else None

    def pays(self, *, timer: bool, spared: int) -> bool:
        """Whether a new run now is cheap: it costs itself and the timer it starts.

        It spares what this run would have to do otherwise (write attributes, start a timer now or when one that runs
        has rung in vain); and a run that is nearly as long as it may become hands over at the first occasion that
        spares anything.
        """
        cost = 2 if timer else 1
        return spared >= cost or (spared > 0 and self.length >= RIPE_EVENTS)
