"""Checks seed files against schemas/seed/, naming every error in our words.

Only `vendormgr check-data` and the tests import this: jsonschema alone takes 130 ms to import.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from vendormgr.exchange.seed_file import Seed, SeedError, SeedFile, Step
from vendormgr.resources import resource_dir

LANGUAGES = {"ja", "en"}
_OTHERS = {
    "minItems": "empty",
    "minProperties": "empty",
    "uniqueItems": "repeated",
    "minimum": "number_range",
    "maximum": "number_range",
}


def check_shapes(seed: Seed) -> Iterator[SeedError]:
    """Every place where a file does not fit the schema of its type."""
    schemas = _schemas()
    resources = [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    for file in seed.files:
        schema = schemas[f"{file.layout.schema}.schema.json"]
        validator = Draft202012Validator(schema, registry=registry)
        for error in validator.iter_errors(file.tables):
            yield from _reports(file, error)


def _schemas() -> Mapping[str, Any]:
    folder = resource_dir("schemas") / "seed"
    return {
        place.name: json.loads(place.read_text(encoding="utf-8"))
        for place in sorted(folder.glob("*.schema.json"))
    }


def _reports(file: SeedFile, error: ValidationError) -> Iterator[SeedError]:
    path: tuple[Step, ...] = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    # The stubs allow a schema to be a plain true or false; ours never are.
    schema = cast("Mapping[str, Any]", error.schema)
    match error.validator:
        case "required":
            # One error for each missing key; only its message says which.
            name = next(key for key in wanted if repr(key) in error.message)
            problem = f"no_{name}" if name in LANGUAGES else "missing"
            yield file.error((*path, name), problem)
        case "additionalProperties":
            known = schema["properties"]
            for key in sorted(cast("Mapping[str, Any]", error.instance).keys() - known.keys()):
                yield file.error((*path, key), "unknown_key", known=_listed(known))
        case "enum":
            shown = _shown(error.instance)
            yield file.error(path, "not_in_list", value=shown, known=_listed(wanted))
        case "type":
            yield file.error(path, f"not_{wanted}", value=_shown(error.instance))
        case "pattern":
            yield file.error(path, schema["x-problem"], value=_shown(error.instance))
        case _:
            yield file.error(
                path, _OTHERS.get(str(error.validator), "schema"), reason=error.message
            )


def _listed(words: Any) -> str:
    return ", ".join(map(str, words))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
