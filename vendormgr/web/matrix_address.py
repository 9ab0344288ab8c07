"""What the address of a matrix page asks for: rows, preset, edition and the cell that is open."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from vendormgr.domain.vocabulary import Edition

MARK_NAMES = ("unassigned", "unwritten", "disputed", "decider", "several")
"""Marks of rows, worst first: the last part of a rule's id; "several" is of a whole system."""
PANEL = "panel"
"""Anchor of the panel beside the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One matrix page with everything chosen on it."""

    path: str
    problems: bool = False
    """Only rows in which something is open."""
    mark: str | None = None
    """Only rows that have this mark: the last part of a rule's id, or "several"."""
    published: bool = False
    """The published five rows instead of all."""
    edition: Edition
    own_edition: Edition
    """The edition that the hospital works under; it is not written into the address."""
    service: str | None = None
    item: str | None = None

    @property
    def narrowed(self) -> bool:
        """Whether rows are left out."""
        return self.problems or self.mark is not None or self.published

    @property
    def chosen(self) -> tuple[str | None, str | None]:
        """Service and row of the open cell."""
        return self.service, self.item

    @property
    def query(self) -> dict[str, str]:
        """The choices as parts of an address, also for the downloads; without the open cell."""
        parts = {"problems": "1"} if self.problems else {}
        if self.mark:
            parts["mark"] = self.mark
        if self.published:
            parts["preset"] = "published"
        if self.edition is not self.own_edition:
            parts["edition"] = self.edition.value
        return parts

    def with_(self, **changes: Any) -> str:
        """The address with something else chosen; the open cell stays open."""
        return replace(self, **changes).text

    @property
    def text(self) -> str:
        """The address itself."""
        parts = self.query
        if self.service and self.item:
            parts |= {"service": self.service, "item": self.item}
        return f"{self.path}?{urlencode(parts)}" if parts else self.path

    def cell(self, service: str, item: str) -> str:
        """The address with that cell opened."""
        return f"{self.with_(service=service, item=item)}#{PANEL}"

    @property
    def closed(self) -> str:
        """The address with no cell opened."""
        return self.with_(service=None, item=None)


def read_address(endpoint: str, id_: str, edition: Edition) -> Address:
    """The address of this request; what it asks for and there is not, it does not ask for."""
    asked = request.args
    # On the page of one service a row says enough.
    only = id_ if endpoint == "matrix.service" and "item" in asked else None
    return Address(
        path=url_for(endpoint, id_=id_),
        problems=asked.get("problems") == "1",
        mark=asked.get("mark") if asked.get("mark") in MARK_NAMES else None,
        published=asked.get("preset") == "published",
        edition=next((one for one in Edition if one.value == asked.get("edition")), edition),
        own_edition=edition,
        service=asked.get("service", only),
        item=asked.get("item"),
    )
