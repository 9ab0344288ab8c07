"""A small estate with one record of every noun, and what to type to make and change each."""

from dataclasses import dataclass, field
from typing import Any

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    connection,
    contact,
    contract,
    override,
    party,
    portfolio,
    relation,
    service,
    system,
)
from vendormgr.domain.portfolio import (
    Asset,
    Connection,
    Contact,
    Contract,
    Facility,
    Fact,
    Party,
    Portfolio,
    Relation,
    Responsibility,
    Service,
    System,
)
from vendormgr.domain.vocabulary import PartyRole

FACTS: tuple[Fact, ...] = (
    party(EHR, name="電子カルテ事業者", kana="でんしかるてじぎょうしゃ"),
    party(
        "behind", name="下請けデータ", role=PartyRole.SUBVENDOR, corporate_number="1234567890123"
    ),
    contact(EHR, "desk", name="緊急窓口", phone="06-0000-0000", round_the_clock=True),
    relation(EHR, "behind", "chain"),
    Facility(id="main-house", name="本院", beds=400),
    system("ehr-system", name="電子カルテ", facility="main-house"),
    service("ehr-saas", name="電子カルテSaaS", system="ehr-system", data_class="phi"),
    service("meals", CATERER, "bpo", name="患者給食"),
    asset("ehr-core", label="電子カルテ基幹サーバ", core=True, service="ehr-saas"),
    asset("meal-server", label="給食管理サーバ", maintained_by=MAINTAINER),
    asset("remote", label="保守拠点の端末", location="external", owner=MAINTAINER),
    connection("remote", "meal-server", "line-1", line="保守用の秘密のVPN", line_party=MAINTAINER),
    connection("meal-server", "ehr-core", "hop", kind="lateral"),
    contract(
        "ehr-saas",
        id_="c-ehr",
        title="電子カルテ利用契約",
        starts_on="2026-04-01",
        ends_on="2027-03-31",
        clauses={"two-factor": "absent"},
        overrides=(override("ehr-saas", "log-review", "vendor", article="第3条"),),
    ),
    Responsibility(id="duty.1", subject="line-1", duty="patch", accountable=(MAINTAINER,)),
)


def estate(*more: Fact, **fields: Any) -> Portfolio:
    """The small estate, with further facts; one of a known id takes the place of that one."""
    given = {one.id for one in more if one.id}
    return portfolio(*(one for one in FACTS if one.id not in given), *more, **fields)


@dataclass(frozen=True)
class Noun:
    """One noun with its pages and what people type into its form."""

    name: str
    kind: type[Fact]
    path: str
    id: str
    """Of the record in the small estate."""
    new: dict[str, Any]
    """What to type for a new one."""
    new_query: str = ""
    change: dict[str, Any] = field(default_factory=dict)
    """What to type over the record of the small estate."""
    changed: dict[str, Any] = field(default_factory=dict)
    """What its fields hold then."""
    text: str = "note"
    """A free text of the form."""

    @property
    def edit(self) -> str:
        return f"{self.path}/{self.id}/edit"

    @property
    def new_path(self) -> str:
        return f"{self.path}/new{self.new_query}"


NOUNS = (
    Noun(
        "vendor",
        Party,
        "/vendors",
        EHR,
        {"name": "ハルカゼ検査", "role": "vendor"},
        change={"name": "改名した事業者", "it_vendor": "no", "corporate_number": "7000012050002"},
        changed={"name": "改名した事業者", "it_vendor": False},
        text="address",
    ),
    Noun(
        "contact",
        Contact,
        "/contacts",
        "desk",
        {"party": CATERER, "name": "営業"},
        change={"phone": "０６－１２３４－５６７８", "round_the_clock": "no"},
        changed={"phone": "06-1234-5678", "round_the_clock": False},
    ),
    Noun(
        "relation",
        Relation,
        "/relations",
        "chain",
        {"from_": CATERER, "to": "behind", "kind": "outsources"},
        change={"consent": "yes", "flowdown": "no"},
        changed={"consent": True, "flowdown": False},
    ),
    Noun(
        "service",
        Service,
        "/services",
        "ehr-saas",
        {"name": "検体検査", "vendor": CATERER, "model": "bpo"},
        change={"stop_tolerance_hours": "２４", "interfaces_with": ["meals"]},
        changed={"stop_tolerance_hours": 24, "interfaces_with": ("meals",)},
    ),
    Noun(
        "system",
        System,
        "/systems",
        "ehr-system",
        {"name": "検体検査システム"},
        change={"lead": EHR},
        changed={"lead": EHR},
    ),
    Noun(
        "facility",
        Facility,
        "/facilities",
        "main-house",
        {"name": "分院", "beds": "８０"},
        change={"beds": "1,200"},
        changed={"beds": 1200},
    ),
    Noun(
        "asset",
        Asset,
        "/assets",
        "meal-server",
        {"label": "新しい端末", "kind": "device", "location": "hospital"},
        change={"av": "yes", "firmware_checked_on": "令和8年1月5日", "owner": HOSPITAL},
        changed={"controls": {"av": True}},
    ),
    Noun(
        "connection",
        Connection,
        "/connections",
        "line-1",
        {"from_": "remote", "to": "ehr-core", "line_party": MAINTAINER},
        new_query="?kind=remote_session",
        change={"always_on": "yes", "control_mfa": "no"},
        changed={"always_on": True, "controls": {"mfa": False}},
    ),
    Noun(
        "contract",
        Contract,
        "/contracts",
        "c-ehr",
        {"title": "給食委託契約", "party": CATERER, "services": ["meals"]},
        change={"ends_on": "令和１０年３月３１日", "cites_edition": "5.2", "auto_renewal": "no"},
        changed={"cites_edition": "5.2", "auto_renewal": False},
    ),
    Noun(
        "duty",
        Responsibility,
        "/duties",
        "duty.1",
        {"duty": "mfa", "answer": "nobody"},
        new_query="?subject=line-1",
        change={"answer": "unknown", "accountable": []},
        changed={"accountable": None},
    ),
)
BY_NAME = {noun.name: noun for noun in NOUNS}


def crowd(n: int) -> list[Fact]:
    """That many further vendors, each with a service, a contract, a line and a contact."""
    facts: list[Fact] = []
    for one in range(n):
        vendor, inside, outside = f"v{one}", f"in{one}", f"out{one}"
        facts += [
            party(vendor, name=f"会社{one}"),
            contact(vendor, f"desk{one}", name=f"窓口{one}"),
            relation(vendor, "behind", f"chain{one}"),
            service(f"s{one}", vendor, name=f"業務{one}", system="ehr-system"),
            asset(inside, label=f"院内{one}", service=f"s{one}", facility="main-house"),
            asset(outside, label=f"院外{one}", location="external", owner=vendor),
            connection(outside, inside, f"l{one}", line_party=vendor),
            contract(f"s{one}", id_=f"c{one}", party=vendor, title=f"契約{one}"),
            Responsibility(id=f"duty.{one + 10}", subject=f"l{one}", duty="patch"),
        ]
    return facts
