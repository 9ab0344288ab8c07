"""Each run first measures and prints a fixed loop: figures of two machines can be scaled."""

import sqlite3
import time

import pytest


@pytest.fixture(scope="session", autouse=True)
def calibration() -> float:
    """Processor seconds for a million dictionary look-ups and a thousand inserts into SQLite."""
    table = {n: n for n in range(1000)}
    start = time.process_time()
    for _ in range(1000):
        for key in range(1000):
            table[key]
    database = sqlite3.connect(":memory:")
    database.execute("create table one (id integer primary key, name text)")
    for n in range(1000):
        database.execute("insert into one values (?, ?)", (n, "x"))
    database.commit()
    database.close()
    seconds = time.process_time() - start
    print(f"\ncalibration loop: {seconds * 1000:.1f} ms")  # noqa: T201
    return seconds
