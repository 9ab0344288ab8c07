"""Excel files in the manner of the official ones, made for tests; their words are our own."""

from io import BytesIO

import openpyxl

HEADS = (
    ["令和8年度 点検表"],
    ["", "点検項目", "確認結果(日付)", "", "", "備考"],
    ["", "", "1回目", "目標日", "2回目", ""],
    ["2 管理と運用"],
)
ITEMS = (["①", "台帳があるか", "はい・いいえ"], ["②", "接続を把握しているか"])


def official_form() -> bytes:
    """Title, two heading rows, a band, two lines with a merged remark, a hidden sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "事業者確認用"
    for row in (*HEADS, *ITEMS):
        sheet.append(row)
    for area in ("A1:F1", "C2:E2", "B2:B3", "F2:F3", "A4:F4"):
        sheet.merge_cells(area)
    workbook.create_sheet("裏").sheet_state = "hidden"
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def filled_form(*cells: tuple[str, str]) -> bytes:
    """The same with these cells written."""
    workbook = openpyxl.load_workbook(BytesIO(official_form()))
    for place, value in cells:
        workbook.worksheets[0][place] = value
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()
