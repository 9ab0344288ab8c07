"""A portfolio document from a file, or every error in it on standard error and exit 2."""

from typing import NoReturn

import click

from vendormgr.cli.options import INVALID
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange.document import DocumentError, DocumentErrors
from vendormgr.exchange.portfolio import decode_document, read_portfolio
from vendormgr.i18n import t

file_argument = click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))


def read_file(file: str, catalogue: Catalogue) -> Portfolio:
    """The portfolio in a file ("-": standard input); exits when it cannot be used."""
    try:
        with click.open_file(file, "rb") as stream:
            content = stream.read()
        return read_portfolio(decode_document(content), catalogue)
    except OSError as error:
        refuse(f"{shown_name(file)}: {t('document.file_unreadable', reason=error.strerror or '')}")
    except DocumentErrors as error:
        lines = [worded_error(file, one) for one in error.errors]
        count = t("document.summary", file=shown_name(file), n=len(lines))
        refuse("\n".join([*lines, count]))


def worded_error(file: str, error: DocumentError) -> str:
    """FILE:LINE: PLACE: what is wrong, in the current language; editors jump to the line."""
    place = error.place or t("document.whole")
    line = t("document.line", line=error.line)
    return f"{shown_name(file)}:{error.line}: {place} ({line}): {t(error.text_id, **error.values)}"


def shown_name(file: str) -> str:
    """The file's name as it can be printed."""
    return click.format_filename(file)


def refuse(message: str) -> NoReturn:
    """Say on standard error why nothing was done, and exit with 2."""
    click.echo(message, err=True)
    raise SystemExit(INVALID)
