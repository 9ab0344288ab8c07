"""What is left out or never asked is said, not passed over."""

from tests.demo import Hospital
from vendormgr.domain.access import Role


def test_a_search_that_is_too_long_says_how_much_of_it_counts(hospital: Hospital) -> None:
    planner = hospital.visitors[Role.PLANNER]
    assert "初めの200文字だけ" in planner.get("/vendors", query_string={"q": "あ" * 3000}).text
    assert "文字だけで探しました" not in planner.get("/vendors?q=ときわぎ").text


def test_a_measure_that_is_not_on_record_is_said(hospital: Hospital) -> None:
    planner = hospital.visitors[Role.PLANNER]
    assert "1件は登録されていません" in planner.get("/exposure/what-if?measure=nope").text
    assert "登録されていません（取り消" not in planner.get("/exposure/what-if").text


def test_vendors_never_asked_about_lines_count_as_not_confirmed(hospital: Hospital) -> None:
    page = hospital.visitors[Role.PLANNER].get("/").text
    assert "社は、未確認として数えます" in page
    assert "線の有無が未確認 " in page
