"""Handing a batch to the ledger: at once where that works, and otherwise for as long as it takes."""

from dataclasses import dataclass

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

from activities.handling import Batch, Handled, Handling
from workflows import options
from workflows.narration import batch_summary


async def recorded(batch: Batch) -> Handled:
    """What a batch brought about; raises only what would fail again tomorrow."""
    summary = batch_summary(batch.submissions)
    try:
        return await workflow.execute_local_activity_method(
            Handling.handle,
            batch,
            schedule_to_close_timeout=options.LOCAL_TIMEOUT,
            retry_policy=options.LOCAL_RETRIES,
            summary=summary,
        )
    except FailureError as failure:
        if hopeless(failure):
            raise
        workflow.logger.warning("store_away", extra={"fault": Fault.of(failure).name})
    return await workflow.execute_activity_method(
        Handling.handle,
        batch,
        start_to_close_timeout=options.PATIENT_TIMEOUT,
        retry_policy=options.PATIENT_RETRIES,
        summary=summary,
    )


def hopeless(failure: BaseException) -> bool:
    """Whether another try would fail in the same way, told by the cause alone.

    The history of a local activity keeps neither its wrapping nor its retry state: a replay finds others.
    """
    cause = _cause(failure)
    return isinstance(cause, ApplicationError) and (cause.non_retryable or cause.type in options.HOPELESS)


@dataclass(frozen=True)
class Fault:
    """What went wrong, without the wrapping of the activity."""

    name: str
    """Fit for the log; the message may carry what people wrote."""
    message: str

    @classmethod
    def of(cls, failure: BaseException) -> "Fault":
        """The fault behind a failure."""
        cause = _cause(failure)
        if isinstance(cause, ApplicationError):
            return cls(cause.type or "ApplicationError", cause.message)
        return cls(type(cause).__name__, str(cause))

    def __str__(self) -> str:
        """Name and message, short enough to keep."""
        return f"{self.name}: {self.message}"[: options.REASON_LENGTH]


def _cause(failure: BaseException) -> BaseException:
    return failure.cause if isinstance(failure, ActivityError) and failure.cause else failure
