"""The decision table: each transition taken, and refused by each of its guards; each refusal and each event at least once."""

import pytest

from tests.domain.table import agreement, ending, initiation, operation, working
from tests.domain.table.row import Row, outcome

ROWS: tuple[Row, ...] = (*initiation.ROWS, *agreement.ROWS, *operation.ROWS, *working.ROWS, *ending.ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_decision(row: Row) -> None:
    result, before, story = outcome(row)
    assert result == row.then
    if result.startswith("no "):
        assert story.p is before
