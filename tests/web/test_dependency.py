"""Concentration and dependence: what stops with what, how long it may, what falls back."""

from collections.abc import Callable

from tests.domain.factories import (
    CATERER,
    EHR,
    MAINTAINER,
    asset,
    connection,
    party,
    portfolio,
    service,
)
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import Criticality

Keep = Callable[[Portfolio], None]
SignIn = Callable[..., Visitor]
ESTATE = portfolio(
    party(EHR, criticality=Criticality.CRITICAL, alternative_supplier=False),
    party(CATERER, fallback_procedure=True),
    service(name="電子カルテSaaS", stop_tolerance_hours=4, runs_on="platform"),
    service("platform", MAINTAINER, "iaas", name="共通の基盤"),
    service("pacs", name="画像", runs_on="platform", stop_tolerance_hours=48),
    service("meals", CATERER, "bpo", name="給食", stop_tolerance_hours=8),
    service("web", MAINTAINER, "paas", name="ホームページ", stop_tolerance_hours=200),
    asset("core", label="秘密の基幹一", core=True, service="ehr-saas"),
    asset("images", label="秘密の基幹二", core=True, service="pacs"),
    asset("gate", kind="device", label="秘密の装置", device_model="VPN-1"),
    connection("gate", "core", id_="c1", kind="lateral"),
    connection("gate", "images", id_="c2", kind="lateral"),
)


def test_a_platform_stops_all_that_runs_on_it(planner: Visitor, keep: Keep) -> None:
    keep(ESTATE)
    page = planner.get("/risk/dependency").text
    shared = page[page.index('id="shared"') :]
    assert "共通の基盤" in shared
    assert "秘密の装置" in shared
    assert "VPN-1" in shared
    assert "電子カルテSaaS" in shared
    assert "4時間" in shared


def test_what_has_no_fallback_comes_first_and_unknown_is_not_yes(
    planner: Visitor, keep: Keep
) -> None:
    keep(ESTATE)
    page = planner.get("/risk/dependency").text
    listed = page[page.index('id="fallback"') : page.index('id="shared"')]
    assert "代わりの事業者も手順も確かめられていません" in page
    assert listed.index("電子カルテSaaS") < listed.index("給食")
    assert "ホームページ" not in listed
    assert "未確認" in listed


def test_lines_and_devices_are_for_those_who_may_see_the_map(signed_in: SignIn, keep: Keep) -> None:
    keep(ESTATE)
    page = signed_in(Role.PROCUREMENT).get("/risk/dependency").text
    assert "秘密" not in page
    assert "VPN-1" not in page
    assert "共通の基盤" in page
    assert "接続を見られる人にだけ" in page
