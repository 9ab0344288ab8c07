"""Parts of an estate that can be planned each by itself."""

from collections import defaultdict
from collections.abc import Hashable, Iterator

from vendormgr.domain.exposure.field import Field
from vendormgr.domain.exposure.groups import Groups
from vendormgr.domain.exposure.measures import Toolbox
from vendormgr.domain.exposure.ways import Step
from vendormgr.domain.portfolio import Measure


def independent(field: Field, tools: Toolbox) -> Iterator[tuple[Field, list[Measure]]]:
    """Parts of the field that share no asset and no measure, each with its measures.

    Assets that are only starts join nothing: the internet leads everywhere.
    """
    groups = Groups()
    entered = {step.head for step in field.ways.steps}
    for step in field.ways.steps:
        groups.join(("asset", asset) for asset in (step.head, *step.premises) if asset in entered)
    on_way = {step.hop: ("asset", step.head) for step in field.ways.steps}
    for place, hops in enumerate(tools.touched):
        groups.join([("measure", place), *(on_way[hop] for hop in hops)])
    steps: defaultdict[Hashable, list[Step]] = defaultdict(list)
    for step in field.ways.steps:
        steps[groups.of(("asset", step.head))].append(step)
    measures: defaultdict[Hashable, list[Measure]] = defaultdict(list)
    for place, measure in enumerate(tools.measures):
        measures[groups.of(("measure", place))].append(measure)
    for group, some in steps.items():
        yield field.part(some), measures[group]
