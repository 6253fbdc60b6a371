"""A text -> the e-mail addresses, phone numbers and bank accounts that stand in it, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

KINDS = ("emails", "phones", "accounts")
NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "emails": ("e-mail address", "e-mail addresses"),
        "phones": ("phone number", "phone numbers"),
        "accounts": ("bank account (IBAN)", "bank accounts (IBAN)"),
    }
)
MASK = "•"
_EMAIL = re.compile(
    r"(?<![\w.%+\\-])[\w.%+\\-]{1,64}?(?:@|%40)(?:[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.[^\W\d_]{2,24}"
    r"|\[?\d{1,3}(?:\.\d{1,3}){3}\]?)(?![\w-])"  # anna@[192.0.2.1]
)
_PHONE = re.compile(
    r"(?<![\w./@-])(?<!\d[ :])(?:"
    r"(?:\+|00)[1-9]\d{0,2}(?:[ ./\u2013-]{0,3}\(0?\d{0,4}\))?(?:[ ./\u2013-]{0,3}\d){6,13}"  # 0044 (0)20 7946 0018
    r"|\(?0[1-9]\d{0,4}\)?(?:[ /.\u2013-]{1,3}\d{2,9}){1,4}"  # 030 / 12 34 56, (020) 7946 0018
    r"|(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[ .-]\d{4}"  # (555) 010-1234, 555-010-1234
    r")(?![\w/]|[.:-]\w)"
)
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_DATE = re.compile(r"0?\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})")
"""Such as 03.04.2021, which has the shape of a number."""
_POSTCODE = re.compile(r"[A-Z]{2} \d{5}-\d{4}")
"""Of the United States, behind that of a state."""


def found(text: str, kinds: Collection[str] = KINDS) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of each, kind by kind. Linear: each pattern looks a fixed number of characters ahead.

    E-mail addresses as people write them, not all that RFC 5322 allows; phone numbers of 7 to 15 digits (E.164), with
    or without a country code; IBANs whose check digits are right (ISO 13616, remainder 1 of 97).
    """
    if "emails" in kinds and ("@" in text or "%40" in text):
        yield from (("emails", *match.span()) for match in _EMAIL.finditer(text))
    accounts = [match.span() for match in _ACCOUNT.finditer(text) if _checks(match[0])]
    if "accounts" in kinds:
        yield from (("accounts", *span) for span in accounts)
    if "phones" in kinds:
        numbers = (match for match in _PHONE.finditer(text) if _is_phone(match[0]))
        yield from (
            ("phones", *one.span()) for one in numbers if not _POSTCODE.fullmatch(text, one.start() - 3, one.end())
        )


def counts(text: str) -> dict[str, int]:
    """How many of each kind stand in a text."""
    kinds = [kind for kind, _, _ in found(text)]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


def masked(text: str, kinds: Collection[str]) -> str:
    """The text with a dot for each letter and digit of what it finds: places in it stay what they were."""
    spans = sorted((start, end) for _, start, end in found(text, kinds))
    parts = []
    at = 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], "".join(MASK if char.isalnum() else char for char in text[start:end])]
            at = end
    return "".join((*parts, text[at:]))


def _checks(account: str) -> bool:
    """The check digits of an IBAN."""
    bare = account.replace(" ", "")
    turned = "".join(str(int(char, 36)) for char in bare[4:] + bare[:4])
    return 15 <= len(bare) <= 34 and int(turned) % 97 == 1


def _is_phone(number: str) -> bool:
    digits = sum(char.isdigit() for char in number)
    return 7 <= digits <= 15 and not _DATE.fullmatch(number)
