"""Numbers without holes: taken inside a writing transaction, so nobody else takes the same."""

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.record import CounterRow

COUNTER = table_of(CounterRow)


def take(session: Session, name: str, count: int = 1) -> int:
    """The first of `count` fresh numbers under that name; they begin at 1. One or two queries."""
    step = (
        update(COUNTER)
        .where(COUNTER.c.name == name)
        .values(value=COUNTER.c.value + count)
        .returning(COUNTER.c.value)
    )
    value = session.execute(step).scalar_one_or_none()
    if value is None:
        session.execute(insert(COUNTER).values(name=name, value=count))
        value = count
    return int(value) - count + 1
