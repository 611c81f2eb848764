"""Handing a batch to the ledger: at once where that works, and otherwise for as long as it takes."""

from dataclasses import dataclass

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, RetryState

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
    except ActivityError as failure:
        if failure.retry_state is RetryState.NON_RETRYABLE_FAILURE:
            raise
        workflow.logger.warning("store_away", extra={"fault": Fault.of(failure).name})
    return await workflow.execute_activity_method(
        Handling.handle,
        batch,
        start_to_close_timeout=options.PATIENT_TIMEOUT,
        retry_policy=options.PATIENT_RETRIES,
        summary=summary,
    )


@dataclass(frozen=True)
class Fault:
    """What went wrong, without the wrapping of the activity."""

    name: str
    """Fit for the log; the message may carry what people wrote."""
    message: str

    @classmethod
    def of(cls, failure: BaseException) -> "Fault":
        """The fault behind a failure."""
        cause = failure.cause if isinstance(failure, ActivityError) and failure.cause else failure
        if isinstance(cause, ApplicationError):
            return cls(cause.type or "ApplicationError", cause.message)
        return cls(type(cause).__name__, str(cause))

    def __str__(self) -> str:
        """Name and message, short enough to keep."""
        return f"{self.name}: {self.message}"[: options.REASON_LENGTH]
