"""対策の設定のうち、保管された接続のもの: what measures set on connections that are put away."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy.orm import Session

from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.store.record import list_archived
from vendormgr.store.rows import read_facts
from vendormgr.store.shape import shape_of


def archived_settings(session: Session) -> Mapping[str, Mapping[str, Connection]]:
    """Measure to its settings that name an archived connection, with that connection.

    The portfolio leaves such settings out, so that they close nothing.
    """
    gone = {stored.fact.id: stored.fact for stored in list_archived(session, Connection)}
    if not gone:
        return {}
    measures = cast("list[Measure]", read_facts(session, shape_of(Measure), {}))
    found = {
        one.id: {key: gone[id_] for key in one.sets if (id_ := key.partition(".")[0]) in gone}
        for one in measures
    }
    return {id_: settings for id_, settings in found.items() if settings}
