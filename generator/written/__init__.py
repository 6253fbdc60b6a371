"""Dates as people write them, in some forty languages -> what they say and no more."""

from .calendar import DAY, EARLIEST, compatible, days_between, epoch, known, order_of, valid
from .exact import exact, is_day, parse_date
from .found import Found, dates_in, plain_digits
from .names import month_number
from .said import NOTHING, Said, said

__all__ = [
    "DAY",
    "EARLIEST",
    "NOTHING",
    "Found",
    "Said",
    "compatible",
    "dates_in",
    "days_between",
    "epoch",
    "exact",
    "is_day",
    "known",
    "month_number",
    "order_of",
    "parse_date",
    "plain_digits",
    "said",
    "valid",
]
