"""登録途中の委託先: what a draft holds, the facts that it stands for, saving them at the end."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from flask import abort
from sqlalchemy.orm import Session

from vendormgr.domain.portfolio import Asset, Connection, Contract, Fact, Party, Service
from vendormgr.domain.prospect import VendorDraft
from vendormgr.domain.vocabulary import AssetKind, Location, PartyRole
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.audit import batch_of
from vendormgr.store.draft import Draft, drop_draft, find_draft, list_drafts, save_draft
from vendormgr.web.access import actor, user
from vendormgr.web.clock import now
from vendormgr.web.db import reading, writing
from vendormgr.web.wizard_form import FORMS, StepForm, Typed, steps

F = TypeVar("F", bound=Fact)
FORM = "vendor-wizard"
KEY_LENGTH = 16
CHECK = "check"
"""The last page, where a step's name stands in an address."""
AT, DROPPED, TABS = "at", "dropped", "tabs"
"""What a draft holds beside the steps: where the person is, that it was thrown away, which tab
kept a step last."""
PARTY, SERVICE, CONTRACT, ASSET, LINE = (
    f"draft.{one}" for one in ("vendor", "service", "contract", "asset", "line")
)
"""Ids of the facts while they are a draft; the dot keeps them apart from all records."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """One draft in the list of a person's drafts."""

    key: str
    name: str
    updated_at: datetime
    step: str
    """Where to go on."""


def kept_drafts() -> list[KeptDraft]:
    """The drafts of the person who asks, the newest first; one query."""
    return [
        KeptDraft(one.subject, _name(one.fields), one.updated_at, _step(one.fields))
        for one in list_drafts(reading(), user().id)
        if one.form == FORM and DROPPED not in one.fields
    ]


def _name(fields: Mapping[str, Typed]) -> str:
    typed = fields.get("who", {}).get("name") or [""]
    return typed[0].strip()[:80] or t("wizard.nameless")


def _step(fields: Mapping[str, Any]) -> str:
    """Where the person was; of an older draft the first step that is not filled in yet."""
    allowed, at = steps(), fields.get(AT)
    if at in {*allowed, CHECK}:
        return str(at)
    return next((one for one in allowed if one not in fields), allowed[-1])


def find_typed(key: str) -> Mapping[str, Typed] | None:
    """What the person's draft of that key holds, by step; None: there is no such draft."""
    _check_key(key)
    found = find_draft(reading(), user().id, FORM, subject=key)
    return None if found is None or DROPPED in found.fields else _fields(found)


def keep(key: str, step: str, typed: Typed, *, at: str, tab: str = "") -> Mapping[str, Typed]:
    """Keep what was typed on a step, and the step that the person is on; gives the whole draft."""
    _check_key(key)
    with writing() as session:
        found = find_draft(session, user().id, FORM, subject=key)
        fields = {**(_fields(found) if found is not None else {}), step: typed}
        tabs = {**(found.fields.get(TABS, {}) if found is not None else {}), step: tab[:16]}
        kept = {**fields, AT: at, TABS: tabs}
        save_draft(session, user().id, FORM, kept, now=now(), subject=key)
    return fields


def digest_of(typed: Typed | None) -> str:
    """What a step held, short enough for a form."""
    plain = json.dumps(typed and {name: list(one) for name, one in typed.items()}, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def last_tab(key: str, step: str) -> str | None:
    """The page that kept the step last."""
    found = find_draft(reading(), user().id, FORM, subject=key)
    tabs = found.fields.get(TABS, {}) if found is not None else {}
    return tabs.get(step)


def throw_away(key: str) -> None:
    """Put a draft out of sight; it goes for good when it is too old, as every draft does."""
    _mark(key, dropped=True)


def bring_back(key: str) -> bool:
    """Take up a draft again that was thrown away; False: there is no such draft any more."""
    return _mark(key, dropped=False)


def _mark(key: str, *, dropped: bool) -> bool:
    _check_key(key)
    with writing() as session:
        found = find_draft(session, user().id, FORM, subject=key)
        if found is None:
            return False
        fields = {name: value for name, value in found.fields.items() if name != DROPPED}
        marked = {**fields, DROPPED: True} if dropped else fields
        save_draft(session, user().id, FORM, marked, now=now(), subject=key)
    return True


def forget(session: Session, key: str) -> None:
    """Drop the draft."""
    _check_key(key)
    drop_draft(session, user().id, FORM, subject=key)


def _fields(draft: Draft) -> dict[str, Typed]:
    return {step: typed for step, typed in draft.fields.items() if step in FORMS}


def _check_key(key: str) -> None:
    if len(key) != KEY_LENGTH or not set(key) <= set("0123456789abcdef"):
        abort(404)


def forms_of(typed: Mapping[str, Typed]) -> dict[str, StepForm]:
    """The forms of the person's steps, filled from the draft."""
    return {step: FORMS[step](typed.get(step)) for step in steps()}


def facts_of(forms: Mapping[str, StepForm]) -> VendorDraft:
    """The facts that the forms stand for, as far as they are right."""
    taken: dict[str, Any] = {}
    for form in forms.values():
        taken |= form.taken()
    party = _party(taken)
    service = _service(taken)
    asset, line = _line(taken, party)
    return VendorDraft(
        party=replace(party, lines_listed=_lines_listed(taken, line)),
        service=service,
        contract=_contract(taken, party, service),
        asset=asset,
        connection=line,
    )


def _party(taken: Mapping[str, Any]) -> Party:
    return Party(
        id=PARTY,
        role=PartyRole.VENDOR,
        name=taken["name"],
        kana=taken["kana"],
        it_vendor=taken["it_vendor"],
        service=taken["trade"],
        corporate_number=taken["corporate_number"],
        criticality=taken["criticality"],
    )


def _lines_listed(taken: Mapping[str, Any], line: Connection | None) -> bool | None:
    """No line, asked and answered: all are recorded. A line that is not recorded: they are not."""
    if taken["has_line"] is False:
        return True
    return False if taken["has_line"] and line is None else None


def _service(taken: Mapping[str, Any]) -> Service | None:
    if taken["model"] is None:
        return None
    return Service(
        id=SERVICE,
        vendor=PARTY,
        model=taken["model"],
        name=taken["service_name"],
        system=taken["system"],
        data_class=taken["data_class"],
        stop_tolerance_hours=taken["stop_tolerance_hours"],
        equipment_in_hospital=taken["equipment"],
        note=t("wizard.people_note") if taken["people"] else None,
    )


def _line(taken: Mapping[str, Any], party: Party) -> tuple[Asset | None, Connection | None]:
    """What stands at the vendor's end, and the line; nothing without its kind and where it ends."""
    kind, to = taken.get("line_kind"), taken.get("line_to")
    if not taken["has_line"] or kind is None or to is None:
        return None, None
    asset = Asset(
        id=ASSET,
        kind=AssetKind.SYSTEM,
        location=Location.EXTERNAL,
        owner=PARTY,
        label=t("line.side_of", name=party.name or t("wizard.nameless")),
    )
    line = Connection(
        id=LINE,
        from_=ASSET,
        to=to,
        kind=kind,
        line_party=PARTY,
        always_on=taken.get("always_on"),
    )
    return asset, line


_TERMS = ("title", "starts_on", "ends_on", "auto_renewal", "notice_hours")


def _contract(taken: Mapping[str, Any], party: Party, service: Service | None) -> Contract | None:
    terms: dict[str, Any] = {name: taken.get(name) for name in _TERMS}
    if all(value is None for value in terms.values()):
        return None
    named = terms["title"] or t("wizard.contract_title", name=party.name or t("wizard.nameless"))
    covered = (SERVICE,) if service is not None else ()
    return Contract(id=CONTRACT, party=PARTY, services=covered, **{**terms, "title": named})


@dataclass(frozen=True, slots=True)
class Created:
    """The ids of what a draft became."""

    party: str
    connection: str | None
    event: int
    """The event that stands for all of it; undoing it takes all of it back."""


def create_all(session: Session, draft: VendorDraft) -> Created:
    """Record all facts of a draft under real ids, in the caller's transaction and one batch."""
    by = actor()
    party = store.create(session, replace(draft.party, id=""), by=by).fact.id
    batch = batch_of(session, "parties", party)

    def create(fact: F) -> str:
        return store.create(session, fact, by=by, batch=batch).fact.id

    service = None
    if draft.service is not None:
        service = create(replace(draft.service, id="", vendor=party))
    if draft.contract is not None:
        covered = (service,) if service is not None else ()
        create(replace(draft.contract, id="", party=party, services=covered))
    if draft.asset is None or draft.connection is None:
        return Created(party, None, batch)
    asset = create(replace(draft.asset, id="", owner=party))
    line = replace(draft.connection, id="", from_=asset, line_party=party)
    return Created(party, create(line), batch)
