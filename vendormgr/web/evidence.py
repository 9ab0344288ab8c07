"""証跡: certificates and reports of vendors, until when they hold, and what they support."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import fullmatch

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.assurance import Disclosure, Evidence
from vendormgr.domain.gaps.answers import is_undecided
from vendormgr.domain.paper import paper_name
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.shown_papers import (
    EvidenceState,
    evidence_state,
    replaced_evidence,
)
from vendormgr.domain.vocabulary import Answer, EvidenceKind, PartyRole
from vendormgr.i18n import label, language, t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.names import namer
from vendormgr.web.options import service_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.vendor import vendor_line, vendor_tabs

ITEM, CLAUSE, ANSWER = "item", "clause", "answer"


class EvidenceForm(FactForm[Evidence]):
    """What a paper is, whose, until when, and what it supports."""

    fact_kind = Evidence
    party = ReferenceField("evidence.party", [Required()])
    service = ReferenceField("evidence.service", description="evidence.service_hint")
    kind = EnumField("evidence.kind", [Required()], of=EvidenceKind)
    title = TextField("evidence.title", description="evidence.title_hint")
    scope = TextField("evidence.scope", description="evidence.scope_hint", limit=400)
    issued_on = DateField("evidence.issued_on", description="evidence.issued_on_hint")
    expires_on = DateField("evidence.expires_on", description="evidence.expires_on_hint")
    link = TextField("evidence.link", description="evidence.link_hint", limit=400)
    digest = TextField("evidence.digest", description="evidence.digest_hint", limit=64)
    replaces = ReferenceField("evidence.replaces", blank="evidence.replaces_none")
    supports = ReferencesField("evidence.supports", description="evidence.supports_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors, services, earlier evidence, and what can be supported."""
        conclusions = estate()
        self.party.offer(vendor_options())
        self.service.offer(service_options())
        self.replaces.offer(
            reference(one.id, paper_name(one, conclusions.index, language()), one.id)
            for one in conclusions.portfolio.evidence
            if one.id != self.here
        )
        self.supports.offer(
            reference(id_, name) for id_, name in supportable(conclusions, self.party.data)
        )

    def validate_expires_on(self, field: DateField) -> None:
        """It cannot end before it was issued."""
        issued = self.issued_on.data
        if field.data is not None and issued is not None and field.data < issued:
            raise ValidationError(t("evidence.ends_before"))

    def validate_digest(self, field: TextField) -> None:
        """A SHA-256 has 64 hexadecimal digits."""
        if field.data and not fullmatch(r"[0-9a-fA-F]{64}", field.data):
            raise ValidationError(t("evidence.not_a_digest"))


def supportable(conclusions: Conclusions, party: str | None) -> Iterator[tuple[str, str]]:
    """(id, name) of everything that evidence can support: rows, clauses, the vendor's answers."""
    catalogue, words = conclusions.catalogue, language()
    for item in catalogue.items.values():
        yield f"{ITEM}:{item.id}", t("evidence.supports_item", name=item.title.of(words))
    for clause in catalogue.clauses.values():
        yield f"{CLAUSE}:{clause.id}", t("evidence.supports_clause", name=clause.title.of(words))
    for one in conclusions.portfolio.disclosures:
        if party is None or one.party == party:
            name = paper_name(one, conclusions.index, words)
            for answer in one.answers:
                about = f"{name} {answer.number}"
                text = t("evidence.supports_answer", name=about)
                yield f"{ANSWER}:{one.id}/{answer.number}", text


def evidence_name(one: Evidence) -> str:
    """What people call a piece of evidence."""
    return paper_name(one, estate().index, language())


def _remark(one: Evidence) -> str | None:
    """Point out what will not count as proof."""
    conclusions = estate()
    state = evidence_state(one, conclusions.today, frozenset())
    if state in {EvidenceState.EXPIRED, EvidenceState.NOT_YET, EvidenceState.UNDATED}:
        return t(f"evidence.remark_{state}")
    return None


SCREENS = Screens(
    name="evidence",
    kind=Evidence,
    form=EvidenceForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=evidence_name,
    remark=_remark,
)
pages = blueprint(SCREENS, "/evidence")


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as the list shows it."""

    evidence: Evidence
    name: str
    vendor: str
    kana: str | None
    state: EvidenceState


def evidence_lines(conclusions: Conclusions, party: str | None = None) -> list[EvidenceLine]:
    """Every piece of evidence, or a vendor's, in portfolio order."""
    index, words = conclusions.index, language()
    replaced = replaced_evidence(conclusions.portfolio)
    lines = []
    for one in conclusions.portfolio.evidence:
        service = index.services.get(one.service or "")
        owner = one.party or (service.vendor if service is not None else None)
        if party is not None and owner != party:
            continue
        vendor = index.parties.get(owner or "")
        lines.append(
            EvidenceLine(
                one,
                paper_name(one, index, words),
                index.name(owner or "－"),
                vendor.kana if vendor is not None else None,
                evidence_state(one, conclusions.today, replaced),
            )
        )
    return lines


_COLUMNS = (
    ListColumn[EvidenceLine](key="title", title="evidence.title", value=lambda one: one.name),
    ListColumn[EvidenceLine](
        key="vendor",
        title="evidence.party",
        value=lambda one: one.kana or one.vendor,
        exported=lambda one: one.vendor,
    ),
    ListColumn[EvidenceLine](
        key="kind", title="evidence.kind", value=lambda one: one.evidence.kind
    ),
    ListColumn[EvidenceLine](
        key="issued", title="evidence.issued_on", value=lambda one: one.evidence.issued_on
    ),
    ListColumn[EvidenceLine](
        key="expires", title="evidence.expires_on", value=lambda one: one.evidence.expires_on
    ),
    ListColumn[EvidenceLine](
        key="state",
        title="evidence.state",
        value=lambda one: list(EvidenceState).index(one.state),
        exported=lambda one: one.state,
    ),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All evidence by its end: what ended, what ends soon."""
    lines = evidence_lines(estate())
    listing = make_listing(
        lines,
        _COLUMNS,
        [
            ListFilter[EvidenceLine](
                key="state",
                title="evidence.state",
                options={one.value: label(one) for one in EvidenceState},
                holds=lambda one, value: one.state == value,
            ),
            ListFilter[EvidenceLine](
                key="kind",
                title="evidence.kind",
                options={one.value: label(one) for one in EvidenceKind},
                holds=lambda one, value: one.evidence.kind == value,
            ),
        ],
        found_by=lambda one: (one.name, one.vendor, one.kana, one.evidence.scope),
        order="expires",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="evidence.list_title")
    return render_template(
        "evidence/index.html",
        listing=listing,
        expired=sum(one.state is EvidenceState.EXPIRED for one in lines),
        soon=sum(one.state is EvidenceState.SOON for one in lines),
    )


@dataclass(frozen=True, slots=True)
class Supported:
    """What a piece of evidence supports, with its page."""

    name: str
    url: str | None


def supported(one: Evidence, conclusions: Conclusions) -> list[Supported]:
    """The rows, clauses and answers, in words."""
    names = dict(supportable(conclusions, None))
    found = []
    for entry in one.supports:
        kind, _, id_ = entry.partition(":")
        url = None
        if entry in names and kind == ITEM:
            url = url_for("catalogue.item", id_=id_)
        elif entry in names and kind == CLAUSE:
            url = url_for("catalogue.clause", id_=id_)
        elif entry in names:
            url = url_for("disclosure.show", id_=id_.partition("/")[0])
        found.append(Supported(names.get(entry, entry), url))
    return found


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One piece of evidence, what it supports, and the versions before and after it."""
    conclusions = estate()
    found = conclusions.index.papers.get(id_)
    if not isinstance(found, Evidence):
        return put_away_page(SCREENS, id_)
    portfolio = conclusions.portfolio
    return render_template(
        "evidence/show.html",
        evidence=found,
        title=evidence_name(found),
        state=evidence_state(found, conclusions.today, replaced_evidence(portfolio)),
        supports=supported(found, conclusions),
        versions=versions_of(found, portfolio),
        safe_link=found.link if found.link and found.link.startswith("https://") else None,
        names=namer(conclusions),
    )


def versions_of(one: Evidence, portfolio: Portfolio) -> list[Evidence]:
    """The whole chain of replacements, newest first; alone: just itself."""
    by_id = {each.id: each for each in portfolio.evidence}
    after = {each.replaces: each for each in portfolio.evidence if each.replaces}
    chain, seen = [one], {one.id}
    while (later := after.get(chain[0].id)) is not None and later.id not in seen:
        chain.insert(0, later)
        seen.add(later.id)
    while (before := by_id.get(chain[-1].replaces or "")) is not None and before.id not in seen:
        chain.append(before)
        seen.add(before.id)
    return chain


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """One disclosure in short."""

    disclosure: Disclosure
    name: str
    vendor: str
    noes: int
    open: int
    """Noes on which nothing was decided."""


def disclosure_lines(conclusions: Conclusions, party: str | None = None) -> list[DisclosureLine]:
    """Every disclosure, or a vendor's, the latest first."""
    day, lines = conclusions.today, []
    for one in conclusions.portfolio.disclosures:
        if party is not None and one.party != party:
            continue
        lines.append(
            DisclosureLine(
                one,
                paper_name(one, conclusions.index, language()),
                conclusions.index.name(one.party or "－"),
                sum(each.answer is Answer.NO for each in one.answers),
                sum(is_undecided(each, day) for each in one.answers),
            )
        )
    return sorted(lines, key=lambda one: str(one.disclosure.dated_on or ""), reverse=True)


@pages.get("/of/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def vendor(id_: str) -> ResponseReturnValue:
    """The evidence and disclosures of one vendor."""
    conclusions = estate()
    party = conclusions.index.parties.get(id_)
    if party is None or party.role is PartyRole.HOSPITAL:
        abort(404)
    return render_template(
        "evidence/vendor.html",
        line=vendor_line(conclusions, party),
        party=party,
        tabs=vendor_tabs(conclusions, party),
        lines=evidence_lines(conclusions, id_),
        disclosures=disclosure_lines(conclusions, id_),
    )
