"""Tables over several pages: heads repeat, bands stay with their rows, rows are cut when tall."""

from reportlab.platypus import Flowable

from vendormgr.reports.grid import TALL, Content, Grid
from vendormgr.reports.ink import Ink
from vendormgr.reports.look import BODY

INK = Ink()


def cell(text: str = "本文") -> Flowable:
    """One line."""
    return INK.text(text, BODY)


def grid(rows: list[list[Content]], **settings: object) -> Grid:
    """A table of two columns with one head."""
    return Grid(rows, [100, 100], heads=1, **settings)  # type: ignore[arg-type]


def height(part: Flowable) -> float:
    """Its height when set."""
    size: float = part.wrap(200, 10_000)[1]
    return size


def texts(part: Flowable) -> list[str]:
    """The text of the first cell of each row."""
    assert isinstance(part, Grid)
    return ["".join(frag.text for one in row.cells[0] for frag in one.frags) for row in part._rows]


def test_the_head_stands_on_every_page() -> None:
    table = grid([[cell("見出し"), cell()], *[[cell(f"{n}"), cell()] for n in range(6)]])
    upper, lower = table.split(200, height(table) / 2)
    assert texts(upper) == ["見出し", "0", "1", "2"][: len(texts(upper))]
    assert texts(lower)[0] == "見出し"
    assert texts(upper)[1:] + texts(lower)[1:] == [f"{n}" for n in range(6)]


def test_a_band_never_ends_a_page() -> None:
    rows: list[list[Content]] = [
        [cell("見出し"), cell()],
        [cell("1"), cell()],
        [cell("帯")],
        [cell("2"), cell()],
    ]
    table = grid(rows, bands=[2])
    last = height(grid([rows[0], rows[3]])) - height(grid([rows[0]]))
    upper, lower = table.split(200, height(table) - last + 1)
    assert texts(upper) == ["見出し", "1"]
    assert texts(lower) == ["見出し", "帯", "2"]


def test_a_short_row_moves_to_the_next_page_whole() -> None:
    rows: list[list[Content]] = [[cell("見出し"), cell()], [cell("1"), cell("長い" * 60)]]
    table = grid(rows)
    assert height(table) < TALL
    assert table.split(200, height(table) - 5) == []


def test_a_row_taller_than_a_page_is_cut_and_loses_nothing() -> None:
    long = "四千字のメモです。" * 200
    pieces: list[Flowable] = [grid([[cell("見出し"), cell()], [cell(long), cell("短い")]])]
    while height(pieces[-1]) > 300:
        pieces[-1:] = pieces[-1].split(200, 300)
    assert all(height(piece) <= 300 for piece in pieces)
    assert "".join(text for piece in pieces for text in texts(piece)[1:]) == long
