"""What a measure is called: its title, or the answers that it would change."""

from collections.abc import Callable, Mapping

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.measures import ALWAYS_ON
from vendormgr.domain.exposure.states import ON_DEMAND
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.i18n import language, t


def measure_title(conclusions: Conclusions, measure: Measure) -> str:
    """Its title; without one, what it sets on which connection."""
    if measure.title:
        return measure.title
    return t("common.comma").join(setting_title(conclusions, key) for key in measure.sets)


def setting_title(conclusions: Conclusions, key: str) -> str:
    """CONNECTION.CONTROL in words; the key itself where it names nothing any more."""
    connection = conclusions.index.connections.get(key.partition(".")[0])
    return _worded(key, connection, conclusions, conclusions.index.name)


def put_away_title(
    conclusions: Conclusions, key: str, connection: Connection, labels: Mapping[str, str]
) -> str:
    """The same where the connection is archived; `labels` name the assets archived with it."""
    return _worded(
        key, connection, conclusions, lambda id_: labels.get(id_) or conclusions.index.name(id_)
    )


def _worded(
    key: str, connection: Connection | None, conclusions: Conclusions, name: Callable[[str], str]
) -> str:
    control_id = key.partition(".")[2]
    control = conclusions.catalogue.controls.get(
        ON_DEMAND if control_id == ALWAYS_ON else control_id
    )
    if connection is None or control is None:
        return t("measure.gone", key=key)
    return t(
        "measure.setting",
        from_=name(connection.from_),
        to=name(connection.to),
        control=control.title.of(language()),
    )
