"""Terms inside the sentences of findings, in both languages.

The screens take the same labels from texts/vocabulary.toml; a test keeps the two alike.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import DataClass, Duty, Holder, NoticeStart

NOT_RECORDED = Text("未記録", "not recorded")
INTERNET = Text("インターネット", "Internet")
LINE = Text("回線「{}」", "line {}")
MODEL = Text("機種「{}」", "model {}")
LISTED = Text("、", ", ")
"""What stands between the members of a list."""
PART = Text("・", " / ")
"""What stands between a thing and its part."""

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Text]] = MappingProxyType(
    {
        Holder: {
            Holder.HOSPITAL: Text("医療機関", "Hospital"),
            Holder.VENDOR: Text("事業者", "Vendor"),
            Holder.SHARED: Text("共同", "Shared"),
            Holder.TO_SETTLE: Text("要取決め", "To be settled"),
            Holder.NOT_APPLICABLE: Text("対象外", "Not applicable"),
        },
        NoticeStart: {
            NoticeStart.SUSPICION: Text("疑いの時点", "Suspicion"),
            NoticeStart.CONFIRMATION: Text("確認の時点", "Confirmation"),
        },
        DataClass: {
            DataClass.PHI: Text("医療情報", "Medical data"),
            DataClass.PHI_LIMITED: Text(
                "限られた医療情報(食事の指示など)", "Limited medical data (such as diet orders)"
            ),
            DataClass.PERSONAL: Text("個人情報", "Personal data"),
            DataClass.BUSINESS: Text("業務情報", "Business data"),
        },
        Duty: {
            Duty.PATCH: Text("セキュリティ更新", "Security updates"),
            Duty.VULN_WATCH: Text("脆弱性情報の確認", "Watching for weaknesses"),
            Duty.CREDENTIAL_MANAGEMENT: Text("IDとパスワードの管理", "Managing credentials"),
            Duty.MFA: Text("二要素認証", "Two-factor login"),
            Duty.ACCESS_APPROVAL: Text("接続の承認", "Approving access"),
            Duty.LOG_REVIEW: Text("ログの確認", "Reviewing logs"),
            Duty.BACKUP: Text("バックアップ", "Backup"),
            Duty.INCIDENT_NOTICE: Text("事故の通報", "Incident notice"),
            Duty.EOL_REPLACEMENT: Text("サポート終了時の交換", "Replacement at end of support"),
            Duty.DATA_DELETION: Text("データの消去", "Erasing data"),
            Duty.SUBCONTRACT_CONTROL: Text("再委託先の管理", "Control of subcontractors"),
        },
    }
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, language: str) -> str:
    """2026年11月22日, or 22 Nov 2026."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def label_text(term: StrEnum, language: str) -> str:
    """What people call a term; its value where it has no label here."""
    text = LABELS.get(type(term), {}).get(term)
    return str(term.value) if text is None else text.of(language)
