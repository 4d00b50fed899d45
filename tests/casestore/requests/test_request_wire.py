"""Staff may record a receipt that was, and in writing: nothing else is taken for a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from casestore.wire.requests import RecordedRequest


def recorded(received_at):
    return RecordedRequest.model_validate({"rights": ["access"], "received_at": received_at}).received_at


@pytest.mark.parametrize("written", ["2018-05-25T00:00:00+02:00", "2018-W21-5T00+02:00"])
def test_a_moment_in_iso_8601_counts_from_the_day_the_gdpr_applied(written):
    assert recorded(written) == datetime(2018, 5, 24, 22, tzinfo=UTC)


def test_a_receipt_that_is_not_said_is_now():
    assert recorded(None) is None


@pytest.mark.parametrize(
    "wrong",
    [1764000000, "1764000000", 1764000000.5, True, "2018-05-24T23:59:59+02:00", "0001-01-01T00:00:00Z"],
)
def test_a_number_and_a_time_without_the_gdpr_are_not_taken(wrong):
    with pytest.raises(ValidationError, match="received_at"):
        recorded(wrong)


@pytest.mark.parametrize("unclear", ["2026-03-01", "2026-03-01T09:00:00", "yesterday", ""])
def test_what_leaves_the_moment_open_is_not_taken(unclear):
    with pytest.raises(ValidationError, match="received_at"):
        recorded(unclear)


def test_a_receipt_to_come_is_not_taken():
    with pytest.raises(ValidationError, match="received_at"):
        recorded((datetime.now(UTC) + timedelta(hours=1)).isoformat())
