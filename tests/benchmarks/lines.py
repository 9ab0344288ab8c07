"""Generated hospitals full of lines: about 20 assets and 60 connections for each vendor.

Several hospitals share nothing but the internet. Within one, a few shared servers lead back to
everybody's systems, as directory and backup servers do, so that who gets that far gets everywhere.
"""

from dataclasses import dataclass, field
from random import Random

from tests.benchmarks.estates import TODAY
from vendormgr.domain.portfolio import Asset, Connection, Measure, Party, Portfolio
from vendormgr.domain.vocabulary import AssetKind, Controller, Location, PartyRole

USUAL = 100
"""Vendors of one hospital."""
OUTSIDE, INSIDE = 8, 12
"""Assets of each vendor."""
INTERNET = "internet"
CORES = tuple(f"core{n}" for n in range(5))
SHARED = tuple(f"shared{n}" for n in range(8))
"""Segments and servers that several vendors' systems use."""
CREDENTIALS = ("admin", "backup-admin")
ANSWERS = {
    "internet_exposure": ("patched", "mfa", "source_ip_restricted"),
    "remote_session": ("mfa", "jump_host", "approval_per_session"),
    "lateral": ("segmented", "unique_credentials", "lockout", "os_patched", "mfa"),
    "landing": ("dest_pinned", "segmented"),
    "shared_credential": ("unique_credentials",),
    "site_link": ("port_restricted", "dest_pinned"),
}


def portfolio_of(vendors: int, each: int = USUAL) -> Portfolio:
    """So many vendors, in hospitals of so many; always the same for the same numbers."""
    hospitals = [_Hospital(f"h{n}", each) for n in range(vendors // each)]
    for hospital in hospitals:
        hospital.build()
    internet = Asset(id=INTERNET, kind=AssetKind.INTERNET, location=Location.EXTERNAL)
    return Portfolio(
        id="lines",
        as_of=TODAY,
        parties=tuple(party for one in hospitals for party in one.parties),
        assets=(internet, *(asset for one in hospitals for asset in one.assets)),
        connections=tuple(line for one in hospitals for line in one.connections),
        measures=tuple(measure for one in hospitals for measure in one.measures),
    )


@dataclass
class _Hospital:
    name: str
    vendors: int
    parties: list[Party] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._draw = Random(self.name)  # noqa: S311 - not a secret

    def build(self) -> None:
        """Everything of this hospital."""
        self.parties.append(Party(id=self.name, role=PartyRole.HOSPITAL))
        for one in (*CORES, *SHARED):
            self._asset(one, self.name, core=one in CORES or None)
        for one in CREDENTIALS:
            self._asset(one, self.name, kind=AssetKind.CREDENTIAL)
            self._line(self._draw.choice(SHARED), one, "lateral", good=0.2)
        for one in SHARED:
            for other in self._draw.sample((*SHARED, *CORES), 2):
                self._line(one, other, "lateral", good=0.6)
            self._line(one, self._draw.choice(CORES), "lateral", good=0.3, need=CREDENTIALS)
        for number in range(self.vendors):
            self._vendor(f"v{number}")
        self._measures()

    def _vendor(self, vendor: str) -> None:
        draw = self._draw
        party = f"{self.name}-{vendor}"
        self.parties.append(Party(id=party, role=PartyRole.VENDOR, it_vendor=draw.random() < 0.7))
        outside = [f"{vendor}-x{n}" for n in range(OUTSIDE)]
        inside = [f"{vendor}-p{n}" for n in range(INSIDE)]
        for one in outside:
            model = f"model{draw.randrange(12)}"
            self._asset(one, party, location=Location.EXTERNAL, device_model=model)
        for one in inside:
            self._asset(one, self.name, maintained_by=party)
        for _ in range(3):
            self._line(INTERNET, draw.choice(outside), "internet_exposure", good=0.5)
        for _ in range(16):
            self._line(draw.choice(outside), draw.choice(outside), "lateral", good=0.3)
        for _ in range(4):
            self._line(draw.choice(outside), draw.choice(inside), "remote_session", good=0.7)
        self._line(draw.choice(outside), draw.choice(inside), "site_link", good=0.6)
        for _ in range(4):
            self._line(draw.choice(SHARED), draw.choice(inside), "lateral", good=0.3)
        for _ in range(26):
            kind = draw.choice(("lateral", "landing", "shared_credential"))
            self._line(draw.choice(inside), draw.choice(inside), kind, good=0.3)
        for _ in range(5):
            self._line(draw.choice(inside), draw.choice(SHARED), "lateral", good=0.6)
        self._line(draw.choice(inside), draw.choice(CORES), "lateral", good=0.6, need=CREDENTIALS)

    def _asset(
        self,
        name: str,
        owner: str,
        *,
        kind: AssetKind = AssetKind.SYSTEM,
        location: Location = Location.HOSPITAL,
        **fields: str | bool | None,
    ) -> None:
        id_ = f"{self.name}-{name}"
        self.assets.append(
            Asset(id=id_, kind=kind, location=location, owner=owner, **fields)  # type: ignore[arg-type]
        )

    def _line(
        self, tail: str, head: str, kind: str, *, good: float, need: tuple[str, ...] = ()
    ) -> None:
        draw = self._draw
        weights = (good, (1 - good) * 0.7, (1 - good) * 0.3)
        needs = (f"{self.name}-{draw.choice(need)}",) if need and draw.random() < 0.5 else ()
        self.connections.append(
            Connection(
                id=f"{self.name}-c{len(self.connections)}",
                from_=tail if tail == INTERNET else f"{self.name}-{tail}",
                to=f"{self.name}-{head}",
                kind=kind,
                always_on=draw.choice((True, False, None)),
                controlled_by=draw.choice(tuple(Controller)),
                controls={
                    name: draw.choices((True, False, None), weights)[0] for name in ANSWERS[kind]
                },
                needs=needs,
            )
        )

    def _measures(self) -> None:
        """One decision each: for a device model, a server, a shared segment, a password."""
        draw = self._draw
        by_end: dict[str, list[str]] = {}
        models = {asset.id: asset.device_model for asset in self.assets}
        for line in self.connections:
            sets = [f"{line.id}.{name}" for name in ANSWERS[line.kind]]
            by_end.setdefault(models.get(line.to) or line.to, []).extend(sets)
        for end, sets in by_end.items():
            if draw.random() < 0.4:
                self.measures.append(
                    Measure(
                        id=f"{self.name}-m{len(self.measures)}",
                        title=end,
                        cost=draw.randint(1, 6),
                        by=draw.choice(tuple(Controller)),
                        sets=tuple(draw.sample(sets, max(1, len(sets) * 2 // 3))),
                    )
                )
