"""Generated hospitals of any size: every vendor with one service, one contract and some lines."""

from datetime import date

from vendormgr.domain.portfolio import (
    Asset,
    ClauseState,
    Connection,
    Contract,
    Party,
    Portfolio,
    Service,
    System,
)
from vendormgr.domain.vocabulary import (
    AssetKind,
    ClauseStatus,
    Controller,
    Criticality,
    DataClass,
    Location,
    PartyRole,
    ServiceModel,
)

TODAY = date(2026, 11, 1)
CORES = 10
_MODELS = tuple(ServiceModel)
_CLAUSES = (
    ("security-update-duty", ClauseStatus.PRESENT),
    ("incident-notice", ClauseStatus.INADEQUATE),
    ("responsibility-matrix-annex", ClauseStatus.ABSENT),
    ("confidentiality", ClauseStatus.PRESENT),
    ("personal-data", ClauseStatus.PRESENT),
    ("backup-content", ClauseStatus.NEGOTIATING),
    ("network-boundary", ClauseStatus.UNKNOWN),
    ("liability", ClauseStatus.PRESENT),
)


def estate_of(vendors: int, lines: int = 3) -> Portfolio:
    """A hospital with that many vendors and that many connections for each of them."""
    parties = [Party(id="hospital", role=PartyRole.HOSPITAL, name="病院")]
    systems = tuple(System(id=f"system-{n}", name=f"システム{n}") for n in range(vendors // 5 + 1))
    services, contracts, assets, connections = [], [], _cores(), []
    for n in range(vendors):
        parties.append(_vendor(n))
        services.append(
            Service(
                id=f"service-{n}",
                vendor=f"vendor-{n}",
                model=_MODELS[n % len(_MODELS)],
                name=f"サービス{n}",
                system=f"system-{n // 5}",
                data_class=DataClass.PHI if n % 3 else None,
            )
        )
        contracts.append(_contract(n))
        assets += _assets(n, lines)
        connections += _connections(n, lines)
    return Portfolio(
        id="generated",
        as_of=TODAY,
        parties=tuple(parties),
        systems=systems,
        services=tuple(services),
        assets=tuple(assets),
        connections=tuple(connections),
        contracts=tuple(contracts),
    )


def _vendor(n: int) -> Party:
    return Party(
        id=f"vendor-{n}",
        role=PartyRole.VENDOR,
        name=f"株式会社委託{n:05}",
        kana=f"いたく{n:05}",
        it_vendor=bool(n % 4),
        criticality=tuple(Criticality)[n % 4],
        service="保守",
    )


def _contract(n: int) -> Contract:
    return Contract(
        id=f"contract-{n}",
        party=f"vendor-{n}",
        title=f"保守契約{n}",
        services=(f"service-{n}",),
        starts_on=date(2024, 4, 1),
        ends_on=date(2027, 3, 31 - n % 28),
        cites_edition="6.0" if n % 2 else "7.0",
        clauses={name: ClauseState(status=status) for name, status in _CLAUSES},
    )


def _cores() -> list[Asset]:
    return [
        Asset(
            id=f"core-{n}",
            kind=AssetKind.SYSTEM,
            location=Location.HOSPITAL,
            owner="hospital",
            core=True,
            label=f"基幹{n}",
            data_class=DataClass.PHI,
        )
        for n in range(CORES)
    ]


def _assets(n: int, lines: int) -> list[Asset]:
    inside = [
        Asset(
            id=f"server-{n}-{line}",
            kind=AssetKind.SYSTEM,
            location=Location.HOSPITAL,
            owner="hospital",
            maintained_by=f"vendor-{n}",
            label=f"サーバ{n}-{line}",
        )
        for line in range(max(1, lines - 1))
    ]
    outside = Asset(
        id=f"centre-{n}",
        kind=AssetKind.SYSTEM,
        location=Location.EXTERNAL,
        owner=f"vendor-{n}",
        label=f"拠点{n}",
    )
    return [outside, *inside]


def _connections(n: int, lines: int) -> list[Connection]:
    entry = Connection(
        id=f"line-{n}-0",
        from_=f"centre-{n}",
        to=f"server-{n}-0",
        kind="remote_session",
        line_party=f"vendor-{n}",
        controlled_by=Controller.HOSPITAL,
        always_on=bool(n % 2),
        registered=bool(n % 5),
        controls={"mfa": n % 3 == 0, "jump_host": n % 6 == 0},
    )
    hops = [
        Connection(
            id=f"line-{n}-{line}",
            from_=f"server-{n}-{line - 1}",
            to=f"core-{n % CORES}" if line == lines - 1 else f"server-{n}-{line}",
            kind="lateral",
            controlled_by=Controller.HOSPITAL,
            controls={"segmented": (n + line) % 2 == 0, "mfa": False},
        )
        for line in range(1, lines)
    ]
    return [entry, *hops]
