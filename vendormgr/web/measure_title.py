"""What a measure is called: its title, or the answers that it would change."""

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.measures import ALWAYS_ON
from vendormgr.domain.exposure.states import ON_DEMAND
from vendormgr.domain.portfolio import Measure
from vendormgr.i18n import language, t


def measure_title(conclusions: Conclusions, measure: Measure) -> str:
    """Its title; without one, what it sets on which connection."""
    if measure.title:
        return measure.title
    return t("common.comma").join(setting_title(conclusions, key) for key in measure.sets)


def setting_title(conclusions: Conclusions, key: str) -> str:
    """CONNECTION.CONTROL in words; the key itself where it names nothing any more."""
    id_, _, name = key.partition(".")
    connection = conclusions.index.connections.get(id_)
    control = conclusions.catalogue.controls.get(ON_DEMAND if name == ALWAYS_ON else name)
    if connection is None or control is None:
        return t("measure.gone", key=key)
    names = conclusions.index.name
    return t(
        "measure.setting",
        from_=names(connection.from_),
        to=names(connection.to),
        control=control.title.of(language()),
    )
