"""Small portfolio documents for tests: the least valid one, and ways to write it down."""

import json
from pathlib import Path
from typing import Any

import pytest

from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange.document import DocumentError, DocumentErrors
from vendormgr.exchange.portfolio import read_portfolio
from vendormgr.exchange.seed import load_catalogue

FOLDER = Path(__file__).parent / "documents"
FILES = tuple(sorted(FOLDER.iterdir()))
FULL = (FOLDER / "clinic-with-caterer.yaml").read_text(encoding="utf-8")
HEAD = "format: vendormgr-portfolio/1\nid: d\nas_of: 2026-10-01\n"
"""A document up to its parties; the first line after it is line 4."""
HOSPITAL = "parties: [{id: hospital, role: hospital}, {id: ehr, role: vendor}]\n"


def read(text: str) -> Portfolio:
    """The portfolio of a document that must be right."""
    return read_portfolio(text, load_catalogue())


def errors_of(text: str) -> tuple[DocumentError, ...]:
    """The errors of a document that must be wrong."""
    with pytest.raises(DocumentErrors) as caught:
        read(text)
    return caught.value.errors


def found(text: str) -> list[tuple[str, int, str]]:
    """Place, line and code of each error."""
    return [(error.place, error.line, error.code) for error in errors_of(text)]


def as_json(**keys: Any) -> str:
    """A small document with these keys, as JSON."""
    base = {
        "format": "vendormgr-portfolio/1",
        "id": "d",
        "as_of": "2026-10-01",
        "parties": [{"id": "hospital", "role": "hospital"}, {"id": "ehr", "role": "vendor"}],
    }
    return json.dumps(base | keys)
