"""Dates as far as they are known -> their order and their parts."""

from __future__ import annotations

from datetime import date as calendar_date
from functools import lru_cache

from generator.written import known

__all__ = ["known", "month_days", "order", "weekday"]


def order(date: str) -> str:
    """A text that sorts dates: what has no day comes after the days of its month, what has no date comes last."""
    return date + "9999-99-99"[len(date) :] if date else "no date"


@lru_cache(maxsize=1 << 15)
def weekday(date: str) -> int:
    """0 for Monday to 6 for Sunday; -1 if the day is not known."""
    return calendar_date.fromisoformat(date).weekday() if len(date) == 10 else -1


def month_days(year: int, month: int) -> int:
    """How many days the month has."""
    following = calendar_date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else None
    return (following - calendar_date(year, month, 1)).days if following else 31
