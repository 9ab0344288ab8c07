"""The cyclic garbage collector kept out while hundreds of thousands of values are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Nothing made inside is garbage, so nobody needs to look for any.

    The collector would walk all new values again and again: measured with 1,000 vendors it took
    more than half of the time. Freezing and thawing moves all of them to the oldest generation at
    no cost; without it the next value made by anybody would set off the walk.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()
