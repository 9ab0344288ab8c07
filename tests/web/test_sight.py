"""Who may not see the attack map sees no trace of it: no page, list, file or form tells a name."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from tests.domain.factories import CATERER, EHR, MAINTAINER, asset, connection, responsibility
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import ROLE_PERMISSIONS, Permission, Role
from vendormgr.domain.portfolio import Portfolio
from vendormgr.web.access import declared

CANARY = "カナリア"
SECRETS = (
    asset("canary-box", label=f"{CANARY}装置", kind="device", owner=CATERER, service="meals"),
    asset(
        "canary-gate",
        label=f"{CANARY}ルータ",
        kind="device",
        owner=MAINTAINER,
        device_model=f"{CANARY}型",
        firmware=f"{CANARY}9.9",
        support_ends_on=date(2020, 1, 1),
        core=True,
    ),
    asset("canary-core", label=f"{CANARY}基幹", core=True, service="ehr-saas", data_class="phi"),
    asset("canary-out", label=f"{CANARY}外", location="external", owner=EHR, data_class="phi"),
    connection("canary-out", "canary-gate", "canary-a", line=f"{CANARY}回線", line_party=EHR),
    connection("canary-gate", "canary-core", "canary-b", "lateral", line=f"{CANARY}内線"),
    connection("canary-box", "canary-core", "canary-c", "lateral"),
    responsibility("canary-a", "patch", id="duty.90"),
    responsibility("canary-core", "backup", EHR, CATERER, id="duty.91"),
)
"""Devices, lines and cores of every vendor, each with the canary in its name."""
BLIND = [
    role
    for role, permissions in ROLE_PERMISSIONS.items()
    if Permission.VIEW_PORTFOLIO in permissions and Permission.VIEW_ATTACK_MAP not in permissions
]
IDS = {
    "vendor": (EHR, CATERER, MAINTAINER),
    "contact": ("desk",),
    "relation": ("chain",),
    "service": ("ehr-saas", "meals"),
    "system": ("ehr-system",),
    "facility": ("main-house",),
    "contract": ("c-ehr",),
    "clause": ("c-ehr",),
    "approval": (EHR,),
    "hospital": (),
    "wizard": (),
    "matrix": ("ehr-saas", "ehr-system", EHR),
    "gap": (EHR, CATERER, MAINTAINER, "c-ehr"),
}


@pytest.fixture(autouse=True)
def estate_with_canaries(keep: Callable[[Portfolio], None]) -> None:
    keep(estate(*SECRETS))


def addresses(app: Flask) -> Iterator[str]:
    """Every page of records that can be asked for with a GET, for every record of the estate."""
    for rule in app.url_map.iter_rules():
        noun = rule.endpoint.partition(".")[0]
        if "GET" not in (rule.methods or ()) or noun not in IDS:
            continue
        if not rule.arguments:
            yield rule.rule
            yield f"{rule.rule}?as=csv"
        elif rule.arguments <= {"id_", "clause"}:
            for id_ in IDS[noun]:
                yield rule.rule.replace("<id:id_>", id_).replace("<id:clause>", "two-factor")


def test_the_canaries_are_there_for_who_may_see_them(planner: Visitor, app: Flask) -> None:
    answers = ((path, planner.get(path)) for path in addresses(app))
    texts = [(path, one.text) for path, one in answers if str(one.mimetype).startswith("text/")]
    seen = [path for path, text in texts if CANARY in text]
    assert f"/vendors/{EHR}" in seen
    assert len(seen) > 3


@pytest.mark.parametrize("role", BLIND)
def test_no_page_list_or_file_tells_a_name_of_the_attack_map(
    app: Flask, signed_in: Callable[[Role], Visitor], role: Role
) -> None:
    visitor = signed_in(role)
    opened = 0
    for path in addresses(app):
        answer = visitor.get(path)
        if answer.status_code != 200 or answer.mimetype not in {"text/html", "text/csv"}:
            continue
        opened += 1
        assert CANARY not in answer.text, path
        assert "canary-" not in answer.text, path
    assert opened > 30


@pytest.mark.parametrize("role", BLIND)
def test_a_search_for_a_name_of_the_attack_map_finds_nothing(
    signed_in: Callable[[Role], Visitor], role: Role
) -> None:
    for path in ("/vendors", "/services", "/systems", "/contracts", "/facilities"):
        page = signed_in(role).get(path, query_string={"q": CANARY}).text
        assert "条件に合うものはありません" in page, path


@pytest.mark.parametrize("role", BLIND)
def test_the_filter_by_path_does_nothing_for_who_may_not_see_paths(
    signed_in: Callable[[Role], Visitor], role: Role
) -> None:
    visitor = signed_in(role)
    assert visitor.get("/vendors?path=open").text.count("</tr>") == (
        visitor.get("/vendors").text.count("</tr>")
    )
    assert "基幹への経路" not in visitor.get("/vendors").text


def test_every_page_of_assets_lines_and_duties_takes_the_permission(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in {"asset", "connection", "duty", "line"}:
            needed = declared(app, rule.endpoint)
            assert needed is not None
            assert Permission.VIEW_ATTACK_MAP in needed, rule.endpoint


@pytest.mark.parametrize("role", BLIND)
def test_answers_behind_a_tier_are_told_without_names(
    signed_in: Callable[[Role], Visitor], role: Role
) -> None:
    page = signed_in(role).get(f"/vendors/{MAINTAINER}").text
    assert "院内ネットワークに届く" in page
    assert "給食管理サーバ" not in page
    assert "秘密のVPN" not in page
