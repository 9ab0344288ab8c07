"""The invented hospital of the demo in a database: made once a run, copied for each test."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import Flask
from sqlalchemy.orm import Session

from tests.documents import keep_documents, place_files
from tests.web.conftest import NOW, PASSWORD, SECRET, MovableClock, Visitor
from tests.workbooks import official_form
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.domain.analysis import conclude
from vendormgr.domain.assurance import DisclosureAnswer, Sheet
from vendormgr.domain.checklist import digest_of_row, row_values
from vendormgr.domain.plain import to_plain
from vendormgr.domain.portfolio import ItemDefault, Party, Portfolio
from vendormgr.domain.sheet_table import find_table
from vendormgr.domain.snapshot import freeze
from vendormgr.domain.vocabulary import Column, Holder, SheetKind
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.exchange.workbook_file import read_workbook
from vendormgr.store import record as store
from vendormgr.store.account import create_user, find_by_login
from vendormgr.store.audit import Actor
from vendormgr.store.draft import save_draft
from vendormgr.store.engine import Database
from vendormgr.store.gap_decision import accept_gap, plan_gap
from vendormgr.store.importing import import_portfolio
from vendormgr.store.migration import upgrade
from vendormgr.store.sheet_edition import add_edition
from vendormgr.store.sign_in import start_sign_in
from vendormgr.store.snapshot import freeze_matrix

TODAY = date(2026, 11, 22)
MAKER = Actor("maker of the demo")
SIGNING_IN = (Role.PLANNER, Role.EXECUTIVE)
"""Roles whose person has a password; hashing one for everybody would take long."""
CHANGED_DEFAULT = ItemDefault(
    item="log-review", column=Column.ONPREM, party=Holder.VENDOR, note="院内規程のため"
)
ACCEPTED = ("clause-inadequate", "c-asagi/backup-content")
PLANNED = ("clause-adverse", "c-sorahane/cyber-force-majeure")
DISCLOSURE = "tokiwagi-mds"
DRAFT_KEY = "0123456789abcdef"
DRAFT = {
    "who": {"name": ["試作リネン株式会社"], "kana": ["しさくりねん"], "it_vendor": ["no"]},
    "service": {"service_name": ["寝具の洗濯"], "model": ["bpo"]},
    "data": {"data_class": ["business"], "criticality": ["low"]},
    "site": {"has_line": ["no"], "equipment": ["no"], "people": ["yes"]},
    "contract": {"title": [""]},
}
ARCHIVED_NOUNS = (
    "parties",
    "contacts",
    "relations",
    "facilities",
    "systems",
    "services",
    "assets",
    "connections",
    "measures",
    "contracts",
    "statements",
    "responsibilities",
    "own_items",
    "own_clauses",
    "negotiations",
    "tier_changes",
    "reviews",
    "assessments",
    "evidence",
    "disclosures",
    "sheets",
    "selections",
    "candidates",
)
_NOT_COMPARED = frozenset({"sign_in"})
"""When somebody was last seen is no change of anything."""


def demo_today() -> Portfolio:
    """The demo as of the tests' clock."""
    return demo_portfolio(load_catalogue(), TODAY)


def make_database(file: Path, portfolio: Portfolio) -> Path:
    """That portfolio, a person for each role, a changed default and an archived record a noun."""
    url = f"sqlite:///{file}"
    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        import_portfolio(session, portfolio, by=MAKER)
        store.create(session, CHANGED_DEFAULT, by=MAKER)
        _add_archived(session, replace(CHANGED_DEFAULT, column=Column.SAAS), "item_defaults")
        _edit_vendor(session)
        for noun in ARCHIVED_NOUNS:
            _add_archived(session, getattr(portfolio, noun)[-1], noun)
        _decide_gaps(session, portfolio)
        _load_form(session)
        for role in Role:
            create_user(
                session,
                login=role.value,
                name=f"{role.value} の人",
                roles=[role],
                by=MAKER,
                password=PASSWORD if role in SIGNING_IN else None,
                must_change_password=False,
            )
        _keep_draft(session)
        _keep_read_file(session, portfolio)
        keep_documents(session, by=MAKER)
        _agree_on_a_matrix(session, portfolio)
        _read_a_checklist(session, portfolio)
    database.close()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def _keep_draft(session: Session) -> None:
    """A vendor that the planner began to record, complete but for the last button."""
    planner = find_by_login(session, Role.PLANNER.value)
    assert planner is not None
    save_draft(session, planner.id, "vendor-wizard", DRAFT, now=NOW, subject=DRAFT_KEY)


def _keep_read_file(session: Session, portfolio: Portfolio) -> None:
    """What a vendor's file said, shown to the planner and not yet taken over."""
    planner = find_by_login(session, Role.PLANNER.value)
    assert planner is not None
    read = next(one for one in portfolio.disclosures if one.id == DISCLOSURE)
    changed = replace(read, answers=(*read.answers, DisclosureAnswer(number="試験")))
    fields: dict[str, Any] = {
        "disclosure": to_plain(changed),
        "problems": [],
        "repeated": [],
        "product": None,
    }
    save_draft(
        session, planner.id, "disclosure-file", fields, now=NOW, subject=DISCLOSURE, seen_version=1
    )


def _load_form(session: Session) -> None:
    """An official file in the manner of the real ones, still to be confirmed, and its sheet."""
    content = official_form()
    grid = read_workbook(content)[0]
    edition = add_edition(
        session,
        kind=SheetKind.VENDOR_CHECKLIST,
        fiscal_year=2026,
        title="令和8年度 事業者確認用",
        file_name="r8.xlsx",
        content=content,
        layout=find_table(grid),
        by=MAKER,
    )
    sheet = Sheet(
        id="sheet-on-form", kind=SheetKind.VENDOR_CHECKLIST, fiscal_year=2026, edition=edition
    )
    store.create(session, sheet, by=MAKER)


def _agree_on_a_matrix(session: Session, portfolio: Portfolio) -> None:
    """The matrix of one contract as it was agreed; rows were written into it since."""
    contract = next(one for one in portfolio.contracts if one.id == "c-tokiwagi")
    others = [one for one in portfolio.contracts if one is not contract]
    before = replace(portfolio, contracts=(*others, replace(contract, overrides=())))
    known = conclude(before, load_catalogue())
    matrix = freeze(known, known.index.contracts[contract.id])
    day = date(2026, 10, 1)
    freeze_matrix(session, matrix, agreed_on=day, note="契約更新時", now=NOW, by=MAKER)


def filled_checklist() -> bytes:
    """A checklist that came back, with one row."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["照合欄", "条番号"])
    page.write_row(1, 0, ["c-tokiwagi|two-factor||older", "第99条"])
    book.close()
    return target.getvalue()


def _read_a_checklist(session: Session, portfolio: Portfolio) -> None:
    """A checklist that the planner has read in and not confirmed yet."""
    planner = find_by_login(session, Role.PLANNER.value)
    contract = next(one for one in portfolio.contracts if one.id == "c-tokiwagi")
    assert planner is not None
    values = row_values(contract.clauses["two-factor"], None)
    row = {
        "row": 6,
        "contract": contract.id,
        "clause": "two-factor",
        "round": "",
        "digest": digest_of_row(values),
        "values": {"article": "第99条"},
    }
    fields = {"rows": [row], "errors": [[7, "status", "no_status", "たぶん", "log-provision"]]}
    save_draft(session, planner.id, "checklist", fields, now=NOW, subject=contract.id)


def _decide_gaps(session: Session, portfolio: Portfolio) -> None:
    """One gap accepted, one planned."""
    found = {one.key: one for one in conclude(portfolio, load_catalogue()).findings}
    given: dict[str, Any] = {"today": TODAY, "by": MAKER, "seen_version": 0}
    until = date(2027, 3, 31)
    accept_gap(session, found[ACCEPTED], reason="更新まで", approver="院長", until=until, **given)
    plan_gap(session, found[PLANNED], what="次の更新で", owner=None, due_on=until, **given)


def _edit_vendor(session: Session) -> None:
    """One change on a form, that can be taken back."""
    stored = store.find(session, Party, "tokiwagi")
    assert stored is not None
    changed = replace(stored.fact, note="書面で確認した。")
    store.update(session, changed, by=MAKER, seen_version=stored.version)


def _add_archived(session: Session, fact: Any, noun: str) -> None:
    made = store.create(session, replace(fact, id=f"gone-{noun}", **_apart(noun)), by=MAKER)
    store.archive(session, type(fact), made.fact.id, by=MAKER, seen_version=made.version)


def _apart(noun: str) -> Mapping[str, Any]:
    """What must not be the same twice."""
    return {"overrides": ()} if noun == "contracts" else {}


@dataclass
class Hospital:
    """An application on a database of its own, with a visitor for each role."""

    app: Flask
    file: Path
    visitors: Mapping[Role | None, Visitor]
    clock: MovableClock
    _tokens: Mapping[Role, str] = field(repr=False)
    _kept: sqlite3.Connection = field(repr=False)
    _watching: sqlite3.Connection = field(repr=False)
    _seen: int = 0
    _estate: Any = field(default=None, repr=False)

    def fingerprint(self) -> str:
        """A hash of all content; when people were last seen does not count."""
        digest = hashlib.blake2b()
        with closing(sqlite3.connect(self.file)) as plain:
            tables = plain.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY 1")
            for (table,) in tables.fetchall():
                if table in _NOT_COMPARED:
                    continue
                rows = plain.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - own names
                digest.update(repr((table, sorted(map(repr, rows)))).encode())
        return digest.hexdigest()

    def touched(self) -> bool:
        """Whether anything was written since the last reset; much cheaper than a fingerprint."""
        return self._version() != self._seen

    def _version(self) -> int:
        version: int = self._watching.execute("PRAGMA data_version").fetchone()[0]
        return version

    def reset(self) -> None:
        """Put the database and the visitors back to how they were at the start."""
        with closing(sqlite3.connect(self.file)) as plain:
            self._kept.backup(plain)
        place_files(self.file.parent / "documents")
        self._seen = self._version()
        if self._estate is None:
            self.app.extensions.pop("vendormgr.estate", None)
        else:
            self.app.extensions["vendormgr.estate"] = copy(self._estate)
        self.sign_in()

    def warm_up(self) -> None:
        """Conclude once; after each reset it is known again."""
        assert self.visitors[Role.PLANNER].get("/vendors").status_code == 200
        self._estate = copy(self.app.extensions["vendormgr.estate"])

    def sign_in(self) -> None:
        """Let every visitor be who he was."""
        for role, visitor in self.visitors.items():
            with visitor.client.session_transaction() as cookie:
                cookie.clear()
                if role is not None:
                    cookie["sign_in"] = self._tokens[role]


@contextmanager
def opened(prepared: Path, folder: Path) -> Iterator[Hospital]:
    """A hospital on a copy of a prepared database."""
    file = folder / "demo.sqlite3"
    shutil.copyfile(prepared, file)
    database, clock = Database(f"sqlite:///{file}"), MovableClock()
    settings = Settings(folder=folder, secret_key=SECRET, log_level="CRITICAL")
    app = create_app(settings, database=database, clock=clock)
    visitors = {role: Visitor(app.test_client(), role) for role in (None, *Role)}
    tokens = {role: signed_in_token(database, role, clock) for role in Role}
    with ExitStack() as stack:
        stack.callback(database.close)
        kept, watching = (
            stack.enter_context(closing(sqlite3.connect(place))) for place in (":memory:", file)
        )
        watching.backup(kept)
        hospital = Hospital(app, file, visitors, clock, tokens, kept, watching)
        hospital.reset()
        yield hospital


def signed_in_token(database: Database, role: Role, clock: MovableClock) -> str:
    """What the cookie of somebody with that role holds."""
    with database.writing() as session:
        user = find_by_login(session, role.value)
        assert user is not None
        return start_sign_in(session, user, now=clock())[0]
