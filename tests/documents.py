"""Documents of a demo contract: two versions, one put away, and a file that has just come in."""

import hashlib
import json
import time
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.orm import Session

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.passage import to_plain
from vendormgr.exchange.incoming_file import IncomingFile, IncomingState
from vendormgr.store.audit import Actor
from vendormgr.store.document import NewDocument, add_document, archive_document

CONTRACT = "c-tokiwagi"
TEXT = "\n".join(
    (
        "電子カルテ保守契約書",
        "第1条（期間）　契約期間は、令和8年4月1日から令和9年3月31日までとする。",
        "第2条（通報）　乙は、事故の疑いを知った時から二十四時間以内に甲に通報する。",
        "第3条（遵守）　乙は、関係するガイドラインを遵守する。",
    )
)
OLDER = TEXT.replace("二十四時間以内に", "速やかに")
KEPT = {"a" * 32: OLDER, "b" * 32: TEXT, "c" * 32: TEXT}
"""Stored name to content; the first is replaced by the second, the third is put away."""
INCOMING = "d" * 32


def keep_documents(session: Session, *, by: Actor) -> None:
    """Record the documents; their files come by `place_files`."""
    first, second, third = KEPT
    old = add_document(session, _document(first), by=by)
    add_document(session, _document(second, replaces=old.id), by=by)
    gone = add_document(session, _document(third, title="別の覚書"), by=by)
    archive_document(session, gone.id, by=by, seen_version=gone.version)


def _document(name: str, *, title: str = "保守契約書", replaces: str | None = None) -> NewDocument:
    content = KEPT[name].encode()
    return NewDocument(
        noun="contracts",
        subject=CONTRACT,
        title=title,
        file_name=f"{title}.txt",
        kind="text",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_name=name,
        page_count=None,
        read_state="read",
        pages_without_text=(),
        tracked_changes=False,
        passages=_passages(KEPT[name]),
        replaces=replaces,
    )


def _passages(text: str) -> list[dict[str, object]]:
    return to_plain(read_passages([text.split("\n")], wrapped=False))


def place_files(folder: Path) -> None:
    """The files themselves, and one that waits to be saved."""
    for name, text in KEPT.items():
        _write(folder / "kept" / name, text)
    place, content = folder / "incoming" / INCOMING, TEXT.encode()
    incoming = IncomingFile(
        name=INCOMING,
        noun="contracts",
        subject=CONTRACT,
        file_name="新しい契約書.txt",
        kind="text",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=IncomingState.READ,
        began_at=time.time(),
    )
    read = {
        "kind": "text",
        "page_count": None,
        "scanned": False,
        "without_text": [],
        "tracked_changes": False,
        "passages": _passages(TEXT),
    }
    _write(place, TEXT)
    _write(place.with_suffix(".state"), json.dumps(asdict(incoming)))
    _write(place.with_suffix(".result"), json.dumps(read))


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
