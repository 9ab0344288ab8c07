"""The catalogue from the files under seed/, and every error in them."""

from functools import cache
from pathlib import Path

from vendormgr.domain.catalogue import Catalogue
from vendormgr.exchange.seed_build import build_catalogue
from vendormgr.exchange.seed_file import BrokenSeedError, SeedError, read_seed
from vendormgr.exchange.seed_reading import check_reading
from vendormgr.exchange.seed_references import check_references
from vendormgr.resources import resource_dir

__all__ = ["BrokenSeedError", "SeedError", "check_seed", "load_catalogue", "read_catalogue"]


@cache
def load_catalogue() -> Catalogue:
    """The product's own catalogue, read once.

    Raises:
        BrokenSeedError: A seed file is broken; the installation should be repaired.
    """
    return read_catalogue(resource_dir("seed"))


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a seed folder, checked only as far as building it needs.

    Raises:
        BrokenSeedError: With every error in the folder.
    """
    seed, errors = read_seed(folder)
    if errors:
        raise BrokenSeedError(check_seed(folder))
    try:
        return build_catalogue(seed)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BrokenSeedError(check_seed(folder)) from error


def check_seed(folder: Path | None = None) -> tuple[SeedError, ...]:
    """Every error in a seed folder (the product's own by default), by file; empty: all is right."""
    # Imported here: jsonschema and the font take 200 ms that every other command can do without.
    from vendormgr.exchange.seed_schema import check_shapes  # noqa: PLC0415
    from vendormgr.exchange.seed_texts import check_texts  # noqa: PLC0415

    seed, errors = read_seed(folder or resource_dir("seed"))
    references = (*check_references(seed), *check_reading(seed))
    found = (*errors, *check_shapes(seed), *references, *check_texts(seed))
    return tuple(sorted(found, key=lambda error: error.file))
