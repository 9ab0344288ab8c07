"""What would follow from a vendor that is being typed in, found on a small part of the estate."""

from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.factories import (
    EHR,
    MAINTAINER,
    asset,
    connection,
    contract,
    party,
    portfolio,
    service,
    system,
)
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.portfolio import OwnItem, Service
from vendormgr.domain.prospect import Prospect, VendorDraft, look_ahead
from vendormgr.domain.question import QuestionKind
from vendormgr.domain.vocabulary import (
    ClauseLevel,
    Column,
    Criticality,
    DataClass,
    Holder,
    ServiceModel,
    Tier,
    VendorPath,
)
from vendormgr.exchange.seed import load_catalogue

NEW = "draft.vendor"
NOTHING = dict.fromkeys(("segmented", "unique_credentials", "mfa", "lockout", "os_patched"), False)
STAGE = portfolio(
    system("meals-system", lead=None),
    system("other-system"),
    service("cloud", EHR, "iaas", runs_on="centre"),
    service("centre", EHR, "housing"),
    service("meal-server-care", MAINTAINER, "onprem", system="meals-system"),
    service("other", EHR, system="other-system", interfaces_with=("cloud",)),
    contract("cloud", "other"),
    asset("core", core=True, service="other"),
    asset("meal-server", owner=MAINTAINER, service="meal-server-care"),
    asset("apart"),
    asset("remote", location="external", owner=MAINTAINER),
    connection("meal-server", "core", "hop", "lateral", controls=NOTHING),
    connection("apart", "meal-server", "back", "lateral"),
    connection("remote", "meal-server", "care", line_party=MAINTAINER),
)
NOW = conclude(STAGE, load_catalogue())


def draft(**fields: Any) -> VendorDraft:
    return VendorDraft(party=party(NEW, name="新しい会社"), **fields)


def with_line(**controls: bool) -> dict[str, Any]:
    side = asset("draft.asset", location="external", owner=NEW)
    line = connection("draft.asset", "meal-server", "draft.line", line_party=NEW, controls=controls)
    return {"asset": side, "connection": line}


def look(one: VendorDraft, now: Conclusions = NOW) -> Prospect:
    return look_ahead(one, now, load_catalogue())


def test_a_vendor_alone_has_a_tier_with_open_questions_and_no_column() -> None:
    found = look(draft())
    assert found.tier.tier is Tier.STANDARD
    assert len(found.tier.open_questions) == 4
    assert (found.column, found.holders, found.clauses) == (None, {}, ())


@pytest.mark.parametrize("model", ServiceModel)
def test_a_service_gives_column_rows_and_clauses(model: ServiceModel) -> None:
    found = look(draft(service=service("draft.service", NEW, model.value)))
    assert found.column is not None
    assert found.column.value.startswith(model.value)
    assert sum(found.holders.values()) == len(load_catalogue().items)
    assert found.clauses
    levels = [one.level for one in found.clauses]
    assert levels == sorted(levels, key=list(ClauseLevel).index)
    assert ClauseLevel.ADVERSE not in levels


def test_a_line_moves_an_outsourced_trade_to_the_connected_column_and_shows_the_way() -> None:
    bpo = service("draft.service", NEW, "bpo", data_class="business")
    assert look(draft(service=bpo)).column is Column.BPO_NONE
    open_line = with_line(mfa=False, jump_host=False, approval_per_session=False)
    found = look(draft(service=bpo, **open_line))
    assert found.column is Column.BPO_CONN
    assert found.tier.tier is Tier.HIGH
    assert found.path is VendorPath.OPEN
    assert QuestionKind.CLAUSE not in {one.kind for one in found.questions}


def test_other_services_of_the_system_count_as_other_vendors() -> None:
    alone = look(draft(service=service("draft.service", NEW, "onprem", system="other-system")))
    assert "vendor-interface" in {one.clause for one in alone.clauses}


def test_a_service_on_a_platform_of_another_vendor_leaves_it_its_rows() -> None:
    upper = service("draft.service", NEW, "saas", runs_on="cloud")
    found = look(draft(service=upper))
    assert found.holders.get(Holder.NOT_APPLICABLE, 0) > 0


def test_the_hospitals_own_rows_are_among_the_rows() -> None:
    own = OwnItem(id="own-row", title="独自の行", layer="os")
    now = conclude(replace(STAGE, own_items=(own,)), load_catalogue())
    found = look(draft(service=service("draft.service", NEW, "saas")), now)
    assert sum(found.holders.values()) == len(load_catalogue().items) + 1


def test_a_reference_to_what_is_gone_does_not_matter() -> None:
    lost = service("draft.service", NEW, "saas", system="gone", runs_on="gone")
    kept = replace(lost, runs_on=None)
    assert look(draft(service=kept)).column is Column.SAAS
    assert look(draft(**with_line())).path is VendorPath.UNVERIFIED


SERVICES = st.builds(
    service,
    st.just("draft.service"),
    st.just(NEW),
    st.sampled_from([one.value for one in ServiceModel]),
    system=st.sampled_from([None, "meals-system", "other-system"]),
    data_class=st.sampled_from([None, *DataClass]),
    stop_tolerance_hours=st.sampled_from([None, 1, 24, 25, 200]),
    equipment_in_hospital=st.sampled_from([None, True, False]),
    runs_on=st.sampled_from([None, "cloud"]),
)
ANSWERS = st.dictionaries(
    st.sampled_from(["mfa", "jump_host", "approval_per_session"]), st.booleans()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    offered=SERVICES,
    lined=st.booleans(),
    answers=ANSWERS,
    criticality=st.sampled_from([None, *Criticality]),
    lines_listed=st.sampled_from([None, True, False]),
)
def test_the_small_estate_concludes_the_same_as_the_whole_one(
    *,
    offered: Service,
    lined: bool,
    answers: dict[str, bool],
    criticality: Criticality | None,
    lines_listed: bool | None,
) -> None:
    newcomer = party(NEW, criticality=criticality, lines_listed=lines_listed)
    lines = with_line(**answers) if lined else {}
    small = look(VendorDraft(party=newcomer, service=offered, **lines))
    whole = conclude(
        replace(
            STAGE,
            parties=(*STAGE.parties, newcomer),
            services=(*STAGE.services, offered),
            assets=(*STAGE.assets, *((lines["asset"],) if lined else ())),
            connections=(*STAGE.connections, *((lines["connection"],) if lined else ())),
            contracts=(*STAGE.contracts, contract("draft.service", id_="c-new", party=NEW)),
        ),
        load_catalogue(),
    )
    assert small.tier == whole.tiers[NEW]
    assert small.column is whole.matrix.columns.get("draft.service")
    assert small.path is whole.exposure.vendors[NEW].standing
    proposed = [cell.proposed for cell in whole.matrix.of_service("draft.service")]
    assert small.holders == {one: n for one in Holder if (n := proposed.count(one))}
    wanted = {
        (one.clause, one.level, one.status)
        for one in whole.applicable["c-new"]
        if one.level is not ClauseLevel.ADVERSE
    }
    assert {(one.clause, one.level, one.status) for one in small.clauses} == wanted


def test_it_does_not_slow_down_with_the_number_of_vendors() -> None:
    many = [party(f"v{n}") for n in range(400)]
    services = [service(f"s{n}", f"v{n}") for n in range(400)]
    big = conclude(portfolio(*many, *services, asset("core", core=True)), load_catalogue())
    one = draft(service=service("draft.service", NEW, "saas"))
    look(one, big)
    began = perf_counter()
    look(one, big)
    assert perf_counter() - began < 0.25
