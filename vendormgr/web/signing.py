"""締結前の確認: the system as it would be on the first day of a contract that has not begun."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.signing import Preview, Standing, contracts_to_come, preview_signing
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.kept import kept

pages = Blueprint("signing", __name__, url_prefix="/matrix/systems")


@pages.get("/<id:id_>/before-signing")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """Who would have what once the contract runs, beside who has it today."""
    conclusions = estate()
    system = conclusions.index.systems.get(id_)
    if system is None:
        abort(404)
    coming = contracts_to_come(id_, conclusions.index)
    asked = request.args.get("contract")
    chosen = next((one for one in coming if asked in {None, one.id}), None)
    if chosen is None and asked is not None:
        abort(404)
    return render_template(
        "matrix/signing.html",
        system=system,
        coming=coming,
        contract=chosen,
        preview=None if chosen is None else _preview(conclusions, id_, chosen),
        standings=tuple(one for one in Standing if one is not Standing.SETTLED),
        covered=() if chosen is None else _covered(conclusions, chosen),
        index=conclusions.index,
        items=conclusions.catalogue.items,
        clauses=conclusions.catalogue.clauses,
        names=conclusions.index.name,
    )


def _preview(conclusions: Conclusions, system: str, contract: Contract) -> Preview:
    return kept(
        ("signing", system, contract.id),
        conclusions,
        lambda: preview_signing(
            system,
            contract,
            index=conclusions.index,
            matrix=conclusions.matrix,
            catalogue=conclusions.catalogue,
        ),
    )


def _covered(conclusions: Conclusions, contract: Contract) -> tuple[str, ...]:
    """The services that the contract to come brings under agreement."""
    return conclusions.index.bundles[contract.id].reaches.get(contract.id, contract.services)


def systems_to_preview(conclusions: Conclusions, contract: Contract) -> list[str]:
    """The systems that a contract to come would change; empty for one that has begun."""
    if contract.starts_on is None or contract.starts_on <= conclusions.today:
        return []
    services = (conclusions.index.services[one] for one in _covered(conclusions, contract))
    return list(dict.fromkeys(one.system for one in services if one.system is not None))
