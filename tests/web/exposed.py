"""A hospital with an open line: what the tests of paths, plans and inventories look at."""

from datetime import date
from typing import Any

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    connection,
    contact,
    contract,
    party,
    portfolio,
    service,
)
from tests.web.conftest import Visitor
from vendormgr.domain.portfolio import Measure, Portfolio
from vendormgr.domain.vocabulary import Controller

HOSPITAL_CAN = Controller.HOSPITAL


def estate(*more: Any) -> Portfolio:
    """A caterer with an open line to the meal server and on to the EHR; another line unknown."""
    return portfolio(
        party(CATERER, name="給食<b>会社</b>"),
        service("meals", CATERER, "bpo", stop_tolerance_hours=4, name="給食の提供"),
        contract("meals", id_="c-meals", party=CATERER, clauses={"two-factor": "absent"}),
        contact(CATERER, "desk", phone="0120-000-000", round_the_clock=True),
        asset("net", kind="internet", location="external", label="インターネット"),
        asset("vpn", kind="device", location="external", owner=CATERER, device_model="VX-1"),
        asset("kitchen", location="external", owner=CATERER, label="給食センター"),
        asset("meal", label="給食サーバ", service="meals"),
        asset("ehr-core", core=True, label="電子カルテ"),
        asset("billing", core=True, label="医事会計"),
        asset("nas", label="バックアップ"),
        asset("ehr-side", location="external", owner=EHR, label="保守拠点"),
        connection("net", "vpn", "exposure", "internet_exposure", controls={"patched": False}),
        connection("vpn", "kitchen", "inner", "lateral"),
        connection(
            "kitchen",
            "meal",
            "line",
            line_party=CATERER,
            controlled_by=HOSPITAL_CAN,
            always_on=True,
            controls={"mfa": False, "jump_host": False, "approval_per_session": False},
        ),
        connection(
            "meal",
            "ehr-core",
            "inside",
            "shared_credential",
            controlled_by=HOSPITAL_CAN,
            controls={"unique_credentials": False},
        ),
        connection("ehr-core", "nas", "beyond", "landing", controls={"dest_pinned": False}),
        connection("ehr-side", "billing", "unknown", line_party=EHR),
        *more,
        as_of=date(2026, 11, 22),
    )


PASSWORDS = Measure(
    id="passwords",
    title="管理者IDを分ける",
    cost=3,
    by=HOSPITAL_CAN,
    sets=("inside.unique_credentials",),
)


def text_of(visitor: Visitor, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return answer.text
