"""The list of requirements: search, filters by document, edition and how well it was checked."""

from vendormgr.domain.catalogue import Requirement
from vendormgr.domain.vocabulary import Edition, Verified
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import label, language, t
from vendormgr.web.catalogue_use import EntryKind, uses
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing

NO_EDITION = "none"
_RANK = {level: place for place, level in enumerate(Verified)}


def list_requirements() -> Listing[Requirement]:
    """The requirements that the address asks for, in the order of the documents."""
    catalogue, spoken = load_catalogue(), language()
    sources = catalogue.sources
    order = {id_: place for place, id_ in enumerate(catalogue.requirements)}
    edition_of = {id_: source.edition or NO_EDITION for id_, source in sources.items()}
    used_by = uses()
    used = {one.source for one in catalogue.requirements.values()}
    columns = [
        ListColumn[Requirement](
            key="place",
            title="catalogue.place",
            value=lambda one: order[one.id],
            exported=lambda one: f"{sources[one.source].short.of(spoken)} {one.section} [{one.id}]",
        ),
        ListColumn[Requirement](
            key="title",
            title="catalogue.title",
            value=lambda one: one.title.of(spoken),
            exported=lambda one: f"{one.title.of(spoken)}: {one.summary.of(spoken)}",
        ),
        ListColumn[Requirement](
            key="applies",
            title="catalogue.applies_to",
            value=lambda one: one.applies_to,
            exported=lambda one: t(f"vocabulary.applies_to.{one.applies_to}"),
        ),
        ListColumn[Requirement](
            key="verified",
            title="catalogue.verified",
            value=lambda one: _RANK[one.verified],
            exported=lambda one: one.verified,
        ),
        ListColumn[Requirement](
            key="used",
            title="catalogue.used_by",
            value=lambda one: used_by.get((EntryKind.REQUIREMENT, one.id), ()),
            exported=lambda one: tuple(
                by.title.of(spoken) for by in used_by.get((EntryKind.REQUIREMENT, one.id), ())
            ),
            sortable=False,
        ),
    ]
    filters = [
        ListFilter[Requirement](
            key="source",
            title="catalogue.source",
            options={id_: one.short.of(spoken) for id_, one in sources.items() if id_ in used},
            holds=lambda one, value: one.source == value,
        ),
        ListFilter[Requirement](
            key="edition",
            title="catalogue.edition",
            options={
                **{one.value: label(one) for one in Edition},
                NO_EDITION: t("catalogue.no_edition"),
            },
            holds=lambda one, value: edition_of[one.source] == value,
        ),
        ListFilter[Requirement](
            key="verified",
            title="catalogue.verified",
            options={one: label(one) for one in Verified},
            holds=lambda one, value: one.verified == value,
        ),
        ListFilter[Requirement](
            key="applies",
            title="catalogue.applies_to",
            options={
                one: t(f"vocabulary.applies_to.{one}") for one in ("hospital", "vendor", "both")
            },
            holds=lambda one, value: one.applies_to == value,
        ),
    ]
    return make_listing(
        catalogue.requirements.values(),
        columns,
        filters,
        found_by=lambda one: (
            one.id,
            one.section,
            one.title.ja,
            one.title.en,
            one.summary.ja,
            one.summary.en,
        ),
        order="place",
    )
