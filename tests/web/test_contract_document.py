"""契約の文書: files come in, are read in the background, versions are compared, nothing is lost."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from tests.exchange import contract_files as made
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange import incoming_file
from vendormgr.exchange.contract_file import MOST_BYTES
from vendormgr.store.audit import list_events
from vendormgr.store.document import Document, list_documents
from vendormgr.store.engine import Database
from vendormgr.store.errors import DatabaseBusyError
from vendormgr.web import contract_document

HERE = "/contracts/c-ehr/documents"
OLD = "\n".join(
    (
        "保守契約書",
        "第1条（通報）　乙は、事故の疑いを知ったときは、七十二時間以内に甲に通報する。",
        "第2条（費用）　甲は、毎月十万円を支払う。",
    )
)
NEW = OLD.replace("七十二", "二十四").replace("第2条（費用）　甲は、毎月十万円を支払う。", "")


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def documents(database: Database) -> Callable[[], tuple[Document, ...]]:
    """``documents()``: what is recorded now, the newest first."""

    def now() -> tuple[Document, ...]:
        with database.reading() as session:
            return list_documents(session, "contracts", "c-ehr")

    return now


Documents = Callable[[], tuple[Document, ...]]


def send(
    visitor: Visitor, content: bytes, name: str = "契約書.txt", at: str = HERE
) -> TestResponse:
    return visitor.post(at, {"file": (BytesIO(content), name)})


def keep_file(
    visitor: Visitor, content: bytes, title: str = "基本契約書", replaces: str = ""
) -> str:
    """Bring a file in and save it; where that leads."""
    there = send(visitor, content).headers["Location"]
    answer = visitor.post(there, {"title": title, "replaces": replaces})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def files_in(settings: Settings) -> list[Path]:
    return sorted(place for place in settings.documents.rglob("*") if place.is_file())


def test_a_file_is_read_shown_and_saved(
    planner: Visitor, documents: Documents, settings: Settings
) -> None:
    answer = send(planner, OLD.encode())
    assert answer.status_code == 303
    page = planner.get(answer.headers["Location"])
    assert "読み取りました" in page.text
    assert "2条" in page.text
    there = keep_file(planner, OLD.encode())
    (document,) = documents()
    assert there == f"{HERE}/{document.id}/read"
    assert (document.title, document.kind, document.number) == ("基本契約書", "text", 1)
    assert settings.documents / "kept" / document.stored_name in files_in(settings)
    assert "基本契約書" in planner.get(HERE).text


def test_the_saving_is_in_the_audit_log(planner: Visitor, database: Database) -> None:
    keep_file(planner, OLD.encode())
    with database.reading() as session:
        (event,) = list_events(session, noun="document")
    assert event.action == "created"
    assert event.after is not None
    assert event.after["subject"] == "c-ehr"
    assert "契約の文書" in planner.get("/audit").text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (made.encrypted_zip(), "パスワード"),
        (made.with_macro_type(), "マクロ"),
        (made.with_entity(), "外部の場所"),
        (b"\x89PNG\r\n", "画像のファイル"),
        (b"", "中身がありません"),
        (made.pdf(locked=True), "パスワード"),
        (b"%PDF-1.4 broken", "壊れている"),
    ],
    ids=["encrypted", "macro", "entity", "picture", "empty", "locked pdf", "broken pdf"],
)
def test_a_bad_file_gets_its_reason_and_leaves_no_file(
    planner: Visitor, settings: Settings, documents: Documents, content: bytes, text: str
) -> None:
    answer = send(planner, content)
    if answer.status_code == 303:
        answer = planner.get(answer.headers["Location"])
    assert answer.status_code == 422
    assert text in answer.text
    assert documents() == ()
    assert [place.suffix for place in files_in(settings)] in ([], [".state"])


def test_a_file_that_is_too_large_is_refused_in_words(
    planner: Visitor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming_file, "MOST_BYTES", 3 * 1024 * 1024 // 10)
    answer = send(planner, b"x" * 400_000)
    assert answer.status_code == 422
    assert "MBを超えています" in answer.text
    assert files_in(settings) == []


@pytest.mark.parametrize(
    ("language", "limit", "way"),
    [("ja", "20MBまで", "前の画面に戻る"), ("en", "At most 20 MB", "Back to the page before")],
)
def test_a_request_far_too_large_names_the_limit_and_the_way_back(
    planner: Visitor, language: str, limit: str, way: str
) -> None:
    planner.headers = {"Accept-Language": language}
    body = b"x" * (25 * 1024 * 1024)
    answer = planner.post_bare(HERE, body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert limit in answer.text
    assert f'href="{HERE}">{way}' in answer.text


@pytest.mark.parametrize(("path", "larger"), [(HERE, True), ("/vendors/new", False)])
def test_only_the_form_for_files_takes_a_request_of_their_size(
    app: Flask, path: str, larger: bool
) -> None:
    with app.test_request_context(path, method="POST"):
        app.preprocess_request()
        assert ((request.max_content_length or 0) > MOST_BYTES) is larger


def test_the_text_of_a_pdf_is_kept_when_some_of_its_pages_are_pictures(
    planner: Visitor, documents: Documents
) -> None:
    answer = send(planner, made.pdf(1, pictures=1), name="a.pdf")
    page = planner.get(answer.headers["Location"]).text
    assert "画像だけのページがあります（2ページ）" in page
    assert "画像だけのPDF" not in page
    keep_file(planner, made.pdf(1, pictures=1))
    (document,) = documents()
    assert (document.read_state, document.pages_without_text) == ("read", (2,))


def test_the_same_file_and_the_name_of_another_firm_are_pointed_out_before_saving(
    planner: Visitor,
) -> None:
    text = OLD.replace("保守契約書", "病院（甲）と株式会社山田製作所（乙）は、次のとおり契約する。")
    first = planner.get(send(planner, text.encode()).headers["Location"]).text
    assert "契約の相手と違う会社の名前があります：株式会社山田製作所" in first
    assert "すでに取り込まれています" not in first
    keep_file(planner, text.encode())
    assert "すでに取り込まれています" in (
        planner.get(send(planner, text.encode()).headers["Location"]).text
    )
    assert (
        "契約の相手と違う" not in planner.get(send(planner, NEW.encode()).headers["Location"]).text
    )


def test_a_form_without_a_file_asks_for_one(planner: Visitor) -> None:
    answer = planner.post(HERE, {})
    assert answer.status_code == 422
    assert "ファイルを選んでください" in answer.text


def test_a_scan_is_kept_and_said_to_be_one(planner: Visitor, documents: Documents) -> None:
    page = planner.get(send(planner, made.pdf(2, picture=True)).headers["Location"])
    assert "画像だけのPDF" in page.text
    assert keep_file(planner, made.pdf(2, picture=True)) == HERE
    (document,) = documents()
    assert not document.readable
    assert planner.get(f"{HERE}/{document.id}/read").headers["Location"] == HERE


def test_a_file_that_is_thrown_away_leaves_nothing(planner: Visitor, settings: Settings) -> None:
    there = send(planner, OLD.encode()).headers["Location"]
    assert planner.post(there, {"discard": "1"}).headers["Location"] == HERE
    assert files_in(settings) == []
    assert planner.get(there).headers["Location"] == HERE


def test_saving_twice_makes_one_document(planner: Visitor, documents: Documents) -> None:
    there = send(planner, OLD.encode()).headers["Location"]
    for _ in range(2):
        assert planner.post(there, {"title": "契約書", "replaces": ""}).status_code == 303
    assert len(documents()) == 1


def test_a_save_that_fails_keeps_the_file_for_another_try(
    planner: Visitor, settings: Settings, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = send(planner, OLD.encode()).headers["Location"]
    planner.client.application.testing = False

    def busy(*_args: object, **_more: object) -> None:
        raise DatabaseBusyError("sqlite://")

    with monkeypatch.context() as patched:
        patched.setattr(contract_document, "add_document", busy)
        assert planner.post(there, {"title": "契約書", "replaces": ""}).status_code >= 500
    assert not (settings.documents / "kept").exists() or not list(
        (settings.documents / "kept").iterdir()
    )
    assert planner.post(there, {"title": "契約書", "replaces": ""}).status_code == 303
    assert len(documents()) == 1


def test_the_download_is_the_file_itself_and_never_shown_as_ours(
    planner: Visitor, documents: Documents
) -> None:
    keep_file(planner, OLD.encode())
    with planner.get(f"{HERE}/{documents()[0].id}/file") as answer:
        assert answer.data == OLD.encode()
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_new_version_is_compared_with_the_one_before(
    planner: Visitor, documents: Documents
) -> None:
    keep_file(planner, OLD.encode())
    (first,) = documents()
    keep_file(planner, NEW.encode(), replaces=first.id)
    second = next(one for one in documents() if one.id != first.id)
    assert second.number == 2
    page = planner.get(f"{HERE}/{second.id}/compare")
    assert "変わった条は1、加わった条は0、なくなった条は1です。" in page.text
    assert "<mark>七十二時間以内</mark>" in page.text
    assert f"{HERE}/{second.id}/read?clause=incident-notice" in page.text
    assert planner.get(f"{HERE}/{first.id}/compare").status_code == 404


def test_a_version_is_replaced_once(planner: Visitor, documents: Documents) -> None:
    keep_file(planner, OLD.encode())
    (first,) = documents()
    keep_file(planner, NEW.encode(), replaces=first.id)
    there = send(planner, NEW.encode()).headers["Location"]
    answer = planner.post(there, {"title": "もう一つ", "replaces": first.id})
    assert answer.status_code == 422
    assert len(documents()) == 2


def test_a_document_is_put_away_and_brought_back(planner: Visitor, documents: Documents) -> None:
    keep_file(planner, OLD.encode())
    (document,) = documents()
    planner.post(f"{HERE}/{document.id}/archive", {"seen": "1"})
    assert documents()[0].archived_at is not None
    planner.post(f"{HERE}/{document.id}/restore", {"seen": "1"})
    assert documents()[0].archived_at is not None
    planner.post(f"{HERE}/{document.id}/restore", {"seen": "2"})
    assert documents()[0].archived_at is None


def test_a_document_opens_only_under_its_own_contract(
    planner: Visitor, documents: Documents
) -> None:
    keep_file(planner, OLD.encode())
    (document,) = documents()
    other = HERE.replace("c-ehr", "c-meals")
    for page in ("read", "facts", "text", "file", "compare"):
        assert planner.get(f"{other}/{document.id}/{page}").status_code == 404
    there = send(planner, OLD.encode()).headers["Location"]
    assert planner.get(there.replace("c-ehr", "c-meals")).status_code in {303, 404}


def test_who_may_only_read_is_offered_no_upload(
    planner: Visitor, signed_in: Callable[[Role], Visitor]
) -> None:
    keep_file(planner, OLD.encode())
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get(HERE).text
    assert "基本契約書" in page
    assert 'type="file"' not in page
    assert send(auditor, OLD.encode()).status_code == 403


@pytest.mark.parametrize("name", ["../../x.txt", "C:\\temp\\契約.txt", "a\u202egpj.txt", ".", ""])
def test_no_name_of_a_file_becomes_a_path(planner: Visitor, settings: Settings, name: str) -> None:
    answer = send(planner, OLD.encode(), name)
    if answer.status_code == 422:
        assert name == ""
        return
    assert re.search(r"[0-9a-f]{32}$", answer.headers["Location"])
    assert all(place.is_relative_to(settings.documents) for place in files_in(settings))
