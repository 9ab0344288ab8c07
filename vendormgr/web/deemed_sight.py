"""みなし遵守 as the person who asks may see it: servers in the hospital are on the attack map."""

from dataclasses import replace

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deemed import DeemedCompliance
from vendormgr.web.sight import sees_attack_map


def deemed_in_sight(conclusions: Conclusions) -> DeemedCompliance:
    """The answer, the same for everybody; without the map a server goes by its service only."""
    deemed = conclusions.deemed
    if sees_attack_map():
        return deemed
    return replace(
        deemed,
        servers=tuple(replace(one, asset=None) for one in deemed.servers),
        unclassified=tuple(
            one for one in deemed.unclassified if one not in conclusions.index.assets
        ),
    )
