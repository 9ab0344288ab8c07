"""Facts that assure: evidence, disclosures, official sheets and yearly reviews."""

from dataclasses import dataclass
from datetime import date

from vendormgr.domain.vocabulary import Answer, DisclosureForm, EvidenceKind, SheetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """証跡: a certificate, report or other paper that supports what is on record."""

    id: str
    party: str | None = None
    service: str | None = None
    kind: EvidenceKind | None = None
    title: str | None = None
    scope: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    """Inclusive; None: not known or without end."""
    link: str | None = None
    """Where it is kept, when it is not uploaded."""
    digest: str | None = None
    """SHA-256 of the file, in hex."""
    replaces: str | None = None
    """The evidence that this one takes the place of."""
    supports: tuple[str, ...] = ()
    """What it supports: a row ("item:os-updates"), clause ("clause:audit-right") or answer."""
    note: str | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether it is known to hold on that day; without an issue date it is not known."""
        issued = self.issued_on is not None and self.issued_on <= day
        return issued and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureAnswer:
    """開示書の回答: one question's answer and what the hospital makes of a no."""

    number: str
    question: str | None = None
    answer: Answer | None = None
    remark: str | None = None
    compensation: str | None = None
    """What makes up for a no."""
    accepted_by: str | None = None
    accepted_until: date | None = None
    target_on: date | None = None
    """By when the no becomes a yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """開示書: MDS/SDS or a service's statement of conformance, as a vendor filled it in."""

    id: str
    party: str | None = None
    service: str | None = None
    form: DisclosureForm | None = None
    form_version: str | None = None
    product: str | None = None
    dated_on: date | None = None
    answers: tuple[DisclosureAnswer, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAnswer:
    """確認表の回答: one line of an official sheet."""

    number: str
    answer: Answer | None = None
    first_checked_on: date | None = None
    """初回確認."""
    target_on: date | None = None
    completed_on: date | None = None
    """完了日."""
    remark: str | None = None
    compensation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """確認表: an official checklist or role table of one fiscal year."""

    id: str
    kind: SheetKind | None = None
    fiscal_year: int | None = None
    """The year in which it begins, in April."""
    party: str | None = None
    system: str | None = None
    edition: str | None = None
    """The sheet edition whose layout it follows; None: the catalogue's own short list."""
    collected_on: date | None = None
    answers: tuple[SheetAnswer, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """年次点検: that a vendor was gone through in a fiscal year, and who signed it off."""

    id: str = ""
    party: str | None = None
    fiscal_year: int | None = None
    signed_off_on: date | None = None
    signed_off_by: str | None = None
    note: str | None = None
