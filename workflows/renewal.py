"""When a run hands over to a new one: in time to keep its history short, and when that is cheapest."""

from datetime import datetime

from temporalio import workflow
from temporalio.workflow import ContinueAsNewVersioningBehavior

from workflows.options import FRESH_EVENTS, IDLE_EVENTS, YOUNGEST_RENEWAL


class Run:
    """This run's age and length, and whether a new one should take over."""

    def __init__(self) -> None:
        self.asked = False
        """Somebody asks for a new run, for instance after an upgrade."""
        self._seen = 0
        self._written = 0

    def wrote(self, events: int) -> None:
        """Note what the current task adds to the history, which the task itself cannot see yet."""
        seen = workflow.info().get_current_history_length()
        if seen != self._seen:
            self._seen, self._written = seen, 1
        self._written += events

    @property
    def length(self) -> int:
        """Events in the history once the current task is done."""
        self.wrote(0)
        return self._seen + self._written

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
        """Whether a new run now costs no more than it spares.

        It costs itself and the timer it starts; it spares what this run would have to do otherwise (attributes, a
        timer), and the part of the next renewal that the events so far have used up.
        """
        cost = 2 if timer else 1
        used = (self.length - FRESH_EVENTS) / (IDLE_EVENTS - FRESH_EVENTS)
        return spared + cost * used >= cost
