"""The exposure pages in English: nothing Japanese is left where the records are English."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    connection,
    contact,
    contract,
    party,
    portfolio,
    relation,
    service,
)
from tests.web.conftest import Visitor
from vendormgr.domain.portfolio import Measure, Portfolio
from vendormgr.domain.vocabulary import PartyRole

JAPANESE = re.compile("[\u3000-\u303f\u3040-\u30ff\u4e00-\u9fff\uff01-\uff60・]+")
KEPT = re.compile("[？－＋]|システム運用編")
"""Marks beside ○ and ×, and sections of the guideline, which are cited as they are called."""
PAGES = (
    "/exposure",
    f"/exposure/vendors/{CATERER}",
    f"/exposure/vendors/{EHR}",
    "/exposure/vendors/cleaner",
    "/exposure/plan",
    "/exposure/what-if",
    f"/exposure/what-if?vendor={CATERER}&measure=m",
    "/exposure/history",
    f"/drill?vendor={CATERER}",
    "/drill?model=VX-1",
    "/inventory",
    f"/inventory/vendors/{CATERER}",
    "/inventory/gateways/meal",
    "/measures",
    "/measures/new",
    "/connections",
    "/connections/paste",
    "/connections/line",
    "/connections/line/effect",
    f"/connections/of/{CATERER}",
    f"/gaps/of/{CATERER}",
)


@pytest.fixture(autouse=True)
def estate(keep: Callable[[Portfolio], None]) -> None:
    keep(
        portfolio(
            party("hospital", role=PartyRole.HOSPITAL, name="Hospital"),
            party(CATERER, name="Caterer", service="Meals", it_vendor=False),
            party(EHR, name="Records"),
            party("sub", name="Helper", role=PartyRole.SUBVENDOR),
            party("cleaner", name="Cleaner"),
            party("maintainer", name="Maintainer"),
            relation(CATERER, "sub"),
            service("meals", CATERER, "bpo", name="Meals", stop_tolerance_hours=4),
            contract("meals", id_="c-meals", party=CATERER, title="Meals", notice_hours=24),
            contact(CATERER, "desk", name="Desk", phone="0120-000-000", round_the_clock=True),
            asset("vpn", kind="device", location="external", owner=CATERER, device_model="VX-1"),
            asset("laptop", location="external", owner="sub"),
            asset("box", owner=CATERER, label="Meal terminal"),
            asset("meal", label="Meal server", service="meals"),
            asset("core", core=True, label="Records server"),
            asset("password", kind="credential", label="Shared password"),
            connection("vpn", "meal", "line", line_party=CATERER, line="Leased line"),
            connection("laptop", "meal", "second", "lateral", controls={"segmented": False}),
            connection("meal", "core", "inside", "shared_credential", needs=("password",)),
            connection("meal", "password", "steal", "lateral", controls={"segmented": False}),
            connection("box", "core", "closed", controls={"mfa": True, "jump_host": True}),
            Measure(id="m", title="Jump host", cost=2, sets=("line.mfa", "line.jump_host")),
            Measure(id="bare", cost=2, sets=("inside.unique_credentials",)),
        )
    )


@pytest.mark.parametrize("path", PAGES)
def test_no_japanese_is_left(planner: Visitor, path: str) -> None:
    answer = planner.client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    words = KEPT.sub("", unescape(re.sub(r"<[^>]+>", " ", main)))
    left = {words[max(0, m.start() - 30) : m.end() + 30] for m in JAPANESE.finditer(words)}
    assert left == set()
