"""A process that creates vendors for ever and says each id once it is acknowledged."""

import sys
from itertools import count

from tests.store.cast import CLERK
from vendormgr.domain.portfolio import Party
from vendormgr.store import record
from vendormgr.store.engine import Database


def main(url: str, name: str, most: int) -> None:
    """Create parties NAME-0, NAME-1 ... and write each id to standard output after the commit."""
    database = Database(url)
    for number in count():
        if number == most:
            break
        party = Party(id=f"{name}-{number}", name="給食" * 50)
        with database.writing() as session:
            record.create(session, party, by=CLERK)
        sys.stdout.write(f"{party.id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
