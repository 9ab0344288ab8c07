"""接続の棚卸し: the questions of all lines of a vendor, or through one gateway, on one screen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Connection, Party
from vendormgr.domain.vocabulary import Controller
from vendormgr.i18n import language, t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.web.access import actor, needs
from vendormgr.web.control import closing_controls
from vendormgr.web.db import reading, writing
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.exposure import require_vendor
from vendormgr.web.fields import EnumField, TriStateField
from vendormgr.web.flashes import done
from vendormgr.web.forms import Form
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.names import namer
from vendormgr.web.screens import problem_text

pages = Blueprint("inventory", __name__)
MOST_LINES = 40
"""Lines on one screen; the rest follows on the next page."""
ON_LINE = ("always_on", "registered")
ANSWER, WHO, SEEN = "answer.", "who.", "seen."


@dataclass(frozen=True, slots=True)
class KnownLines:
    """How much is known of one vendor's lines."""

    party: Party
    lines: int
    unknown: int
    """Controls that nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the screen."""

    field: Any
    question: str
    help: str | None


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """One connection with its questions."""

    connection: Connection
    version: int
    kind: str
    asked: tuple[Asked, ...]
    who: Any
    same_gateway: int
    """How many other lines on the screen end at the same place and are of the same kind."""

    @property
    def unanswered(self) -> int:
        """How many questions are open in the form as it stands."""
        return sum(one.field.data is None for one in self.asked)


@pages.get("/inventory")
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def index() -> ResponseReturnValue:
    """Every vendor with how much is known of its lines: where to go on."""
    conclusions = estate()
    index_ = conclusions.index
    entering = Counter(one.to for one in index_.connections.values() if enters(conclusions, one))
    gateways = [(asset, count) for asset, count in entering.most_common() if count > 1]
    return render_template(
        "inventory/index.html",
        listing=_known_lines(conclusions),
        gateways=gateways,
        listed=sum(
            index_.parties[id_].lines_listed is True for id_ in conclusions.exposure.vendors
        ),
        names=index_.name,
    )


def _known_lines(conclusions: Conclusions) -> Listing[KnownLines]:
    index_, states = conclusions.index, conclusions.exposure.connections
    rows = [
        KnownLines(
            index_.parties[id_],
            len(lines := index_.lines_of.get(id_, ())),
            sum(len(states[one.id].unknown) for one in lines),
        )
        for id_ in conclusions.exposure.vendors
    ]
    return make_listing(
        rows,
        [
            ListColumn[KnownLines](
                key="name",
                title="exposure.vendor",
                value=lambda one: one.party.kana or one.party.name or one.party.id,
            ),
            ListColumn[KnownLines](
                key="listed",
                title="inventory.all_listed",
                value=lambda one: one.party.lines_listed is True,
            ),
            ListColumn[KnownLines](
                key="lines", title="inventory.lines_known", value=lambda one: one.lines
            ),
            ListColumn[KnownLines](
                key="unknown",
                title="inventory.unknown",
                value=lambda one: (one.party.lines_listed is True, -one.unknown),
            ),
        ],
        [
            ListFilter[KnownLines](
                key="open",
                title="inventory.unknown",
                options={"yes": t("inventory.with_unknown")},
                holds=lambda one, _: one.unknown > 0,
            ),
            ListFilter[KnownLines](
                key="todo",
                title="inventory.all_listed",
                options={"yes": t("inventory.not_listed")},
                holds=lambda one, _: one.party.lines_listed is not True,
            ),
        ],
        found_by=lambda one: (one.party.name, one.party.kana, one.party.id, one.party.service),
        order="unknown",
    )


def enters(conclusions: Conclusions, connection: Connection) -> bool:
    """Whether it leads into the hospital from outside."""
    return conclusions.index.crosses_into_hospital(connection)


@pages.route("/inventory/vendors/<id:id_>", methods=["GET", "POST"])
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def show(id_: str) -> ResponseReturnValue:
    """All lines of one vendor."""
    conclusions = estate()
    party = require_vendor(conclusions, id_)
    lines = conclusions.index.lines_of.get(id_, ())
    return _screen(conclusions, lines, title=party.name or id_, vendor=id_)


@pages.route("/inventory/gateways/<id:id_>", methods=["GET", "POST"])
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def gateway(id_: str) -> ResponseReturnValue:
    """All lines that end at one device or server, of whichever vendor."""
    conclusions = estate()
    if id_ not in conclusions.index.assets:
        abort(404)
    lines = conclusions.index.incoming.get(id_, ())
    return _screen(conclusions, lines, title=conclusions.index.name(id_), vendor=None)


def _screen(
    conclusions: Conclusions, lines: Sequence[Connection], *, title: str, vendor: str | None
) -> ResponseReturnValue:
    """Show the questions, copy answers from one line to others, or save all of them at once."""
    page = _page_number()
    shown = lines[(page - 1) * MOST_LINES : page * MOST_LINES]
    versions = _versions(shown)
    form = _form(conclusions, shown)(_recorded(shown))
    rows = _rows(conclusions, shown, form, versions)
    status, copied = 200, 0
    spread = request.form.get("spread", "") if request.method == "POST" else ""
    if spread:
        copied = _spread(rows, spread)
    elif form.submitted():
        problem = _save(shown, form)
        if problem is None:
            return redirect(request.full_path.rstrip("?"), 303)
        form.refuse("", problem)
        status = 409
    page_text = render_template(
        "inventory/show.html",
        title=title,
        vendor=vendor,
        form=form,
        rows=rows,
        total=len(lines),
        page_number=page,
        pages=max(1, -(-len(lines) // MOST_LINES)),
        copied=copied,
        names=namer(conclusions),
    )
    return page_text, 422 if form.problems and status == 200 else status


def _page_number() -> int:
    raw = request.args.get("page", "1")
    return int(raw) if raw.isascii() and raw.isdigit() and 0 < len(raw) < 6 and int(raw) else 1


def _versions(lines: Iterable[Connection]) -> dict[str, int]:
    found = {one.id: store.find(reading(), Connection, one.id) for one in lines}
    return {id_: stored.version for id_, stored in found.items() if stored is not None}


def _form(conclusions: Conclusions, lines: Iterable[Connection]) -> type[Form]:
    fields: dict[str, Any] = {}
    for one in lines:
        for name in _names(conclusions, one):
            fields[f"{ANSWER}{one.id}.{name}"] = TriStateField(_title(conclusions, name))
        fields[f"{WHO}{one.id}"] = EnumField(
            "connection.controlled_by", of=Controller, blank="common.unknown"
        )
        fields[f"{SEEN}{one.id}"] = HiddenField("")
    return type("InventoryForm", (Form,), fields)


def _names(conclusions: Conclusions, connection: Connection) -> tuple[str, ...]:
    """What is asked of a connection: how it is used, then what can close its kind."""
    return (*ON_LINE, *closing_controls(conclusions.catalogue.kinds[connection.kind]))


def _title(conclusions: Conclusions, name: str) -> str:
    if name in ON_LINE:
        return t(f"connection.{name}")
    return conclusions.catalogue.controls[name].title.of(language())


class _Recorded:
    """The lines as the form is filled from them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


def _recorded(lines: Iterable[Connection]) -> _Recorded:
    values: dict[str, Any] = {}
    for one in lines:
        values |= {f"{ANSWER}{one.id}.{name}": getattr(one, name) for name in ON_LINE}
        values |= {f"{ANSWER}{one.id}.{name}": value for name, value in one.controls.items()}
        values[f"{WHO}{one.id}"] = one.controlled_by
    return _Recorded(values)


def _rows(
    conclusions: Conclusions,
    lines: Sequence[Connection],
    form: Form,
    versions: Mapping[str, int],
) -> list[InventoryLine]:
    words, catalogue = language(), conclusions.catalogue
    ends = [(one.to, one.kind) for one in lines]
    rows = []
    for one in lines:
        seen = form[f"{SEEN}{one.id}"]
        if request.method != "POST":
            seen.data = str(versions.get(one.id, 0))
        asked = tuple(
            Asked(
                field=form[f"{ANSWER}{one.id}.{name}"],
                question=t(f"inventory.ask_{name}")
                if name in ON_LINE
                else catalogue.controls[name].question.of(words),
                help=None if name in ON_LINE else catalogue.controls[name].help.of(words),
            )
            for name in _names(conclusions, one)
        )
        rows.append(
            InventoryLine(
                connection=one,
                version=versions.get(one.id, 0),
                kind=catalogue.kinds[one.kind].title.of(words),
                asked=asked,
                who=form[f"{WHO}{one.id}"],
                same_gateway=ends.count((one.to, one.kind)) - 1,
            )
        )
    return rows


def _spread(rows: Sequence[InventoryLine], source: str) -> int:
    """Put the answers of one line into the open questions of its likes; how many were filled."""
    first = next((row for row in rows if row.connection.id == source), None)
    if first is None:
        abort(404)
    end = first.connection.to, first.connection.kind
    answers = {_name(one): one.field.data for one in first.asked}
    filled = 0
    for row in rows:
        if row is first or (row.connection.to, row.connection.kind) != end:
            continue
        for one in row.asked:
            name = _name(one)
            if name != "registered" and one.field.data is None and answers.get(name) is not None:
                one.field.data = answers[name]
                filled += 1
        if row.who.data is None:
            row.who.data = first.who.data
    return filled


def _name(asked: Asked) -> str:
    return str(asked.field.name).rpartition(".")[2]


def _save(lines: Iterable[Connection], form: Form) -> str | None:
    """Every changed line in one transaction; a problem in words leaves all as they were."""
    changed = [(one, fresh) for one in lines if (fresh := _answered(one, form)) != one]
    if not changed:
        done(t("record.unchanged"))
        return None
    name = namer(estate())
    current = ""
    try:
        with writing() as session:
            for one, fresh in changed:
                current = one.id
                seen = str(form[f"{SEEN}{one.id}"].data or "")
                version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
                store.update(session, fresh, by=actor(), seen_version=version)
    except StaleError:
        return t("inventory.stale", name=name(current))
    except RecordError as error:
        return f"{name(current)}{t('common.colon')}{problem_text(error)}"
    done(t("inventory.saved", n=len(changed)))
    return None


def _answered(connection: Connection, form: Form) -> Connection:
    """The connection with what was answered; an unknown answer is kept only where one stood."""
    controls = dict(connection.controls)
    own: dict[str, Any] = {}
    for field in form:
        start, _, name = str(field.name).rpartition(".")
        if start != f"{ANSWER}{connection.id}":
            continue
        if name in ON_LINE:
            own[name] = field.data
        elif field.data is not None or name in controls:
            controls[name] = field.data
    who = form[f"{WHO}{connection.id}"].data
    return replace(connection, controls=controls, controlled_by=who, **own)


@pages.post("/inventory/copy/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def copy(id_: str) -> ResponseReturnValue:
    """A second line like this one, opened for editing; whether it is registered is asked anew."""
    stored = store.find(reading(), Connection, id_)
    if stored is None or stored.archived_at is not None:
        abort(404)
    copied = replace(stored.fact, id="", registered=None, note=None)
    with writing() as session:
        made = store.create(session, copied, by=actor())
        event = store.history(session, Connection, made.fact.id, limit=1)[0]
    done(t("inventory.copied"), undo=event.sequence)
    return redirect(url_for("connection.edit", id_=made.fact.id), 303)


@pages.get("/inventory.pdf")
@needs(Permission.VIEW_ATTACK_MAP)
def pdf() -> ResponseReturnValue:
    """The questionnaire to carry through the departments: of one vendor, or of all."""
    return _paper(Kind.PDF)


@pages.get("/inventory.xlsx")
@needs(Permission.VIEW_ATTACK_MAP)
def xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    return _paper(Kind.XLSX)


def _paper(kind: Kind) -> ResponseReturnValue:
    # Imported here: ReportLab and XlsxWriter take memory that a server can spare otherwise.
    from vendormgr.reports.inventory import build, render_pdf, render_xlsx  # noqa: PLC0415

    conclusions = estate()
    vendor = request.args.get("vendor", "")
    if vendor:
        require_vendor(conclusions, vendor)
    parties = [vendor] if vendor else list(conclusions.exposure.vendors)
    document = build(parties, conclusions, imprint())
    content = render_pdf(document) if kind is Kind.PDF else render_xlsx(document)
    title = conclusions.index.name(vendor) if vendor else imprint().hospital
    name = file_name(kind, t("inventory.file_name"), title)
    return send(content, kind, name=name, noun="inventory", subject=vendor or "all")
