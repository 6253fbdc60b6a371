"""One field's value with how it is known."""

from __future__ import annotations

from msgspec import Struct

from ...types import Evidence, Sure


class Choice(Struct, frozen=True):
    """The value chosen for a field, how sure it is, and where it was found."""

    value: str
    sure: Sure
    how: str
    text: str = ""
    """The words in which the document says it, where these say something else than the value: "c. 1923"."""

    @property
    def evidence(self) -> Evidence:
        """As front matter holds it."""
        return Evidence(self.sure, self.how)


NOTHING = Choice("", "unknown", "")
