"""Papers to take along: what is printed on them, their Japanese file name, a line in the log."""

import re
from enum import StrEnum
from io import BytesIO

from flask import Response, send_file

from vendormgr.i18n import language, t
from vendormgr.reports.imprint import Imprint
from vendormgr.store.audit import Action, note_event
from vendormgr.store.state import portfolio_version
from vendormgr.web.access import actor, user
from vendormgr.web.clock import now, today
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate

LONGEST_NAME = 80
# What no file system takes, what a shell reads, and spaces, which some mail programs cut at.
_UNSAFE = re.compile(r"""[\s\\/:*?"'<>|&;$`%#.\x00-\x1f\x7f]+""")


class Kind(StrEnum):
    """What a download is, by the end of its name."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def mimetype(self) -> str:
        """The media type that browsers are told."""
        return _MIMETYPES[self]


_MIMETYPES = {
    Kind.PDF: "application/pdf",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv",
}


def imprint() -> Imprint:
    """Who makes a paper, when, and from which data."""
    conclusions = estate()
    hospital = conclusions.index.hospital
    return Imprint(
        hospital=conclusions.index.name(hospital)
        if hospital
        else conclusions.portfolio.title or "",
        made_at=now(),
        made_by=user().name,
        data_version=str(portfolio_version(reading())),
        words=t,
        language=language(),
    )


def file_name(kind: Kind, *parts: str) -> str:
    """A name with the day in it that every file system takes: 責任分界_給食_20261122.pdf."""
    words = [clean for part in parts if (clean := _UNSAFE.sub("_", part).strip("_"))]
    return f"{'_'.join(words)[:LONGEST_NAME]}_{today():%Y%m%d}.{kind}"


def send(content: bytes, kind: Kind, *, name: str, noun: str, subject: str) -> Response:
    """The file as a download, noted in the audit log as DOWNLOADED.

    `noun` says what was taken and is no noun of the portfolio: a download is no part of a record's
    history.
    """
    with writing() as session:
        note_event(session, Action.DOWNLOADED, noun, subject, by=actor(), file=name)
    return send_file(
        BytesIO(content),
        mimetype=kind.mimetype,
        as_attachment=True,
        download_name=name,
        max_age=0,
    )
