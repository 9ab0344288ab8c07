"""Where the files that are not Python lie: templates, schemas, seed data, static files, texts."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder of that name: inside the package (wheel), else beside it (checkout, editable).

    Raises:
        FileNotFoundError: There is no such folder in either place; the installation is broken.
    """
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(name)
