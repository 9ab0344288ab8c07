"""The one place where the store reads the clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time now, in UTC, to the microsecond."""
    return datetime.now(UTC)
