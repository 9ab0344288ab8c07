"""Terms inside the sentences of findings, in both languages.

The screens take the same labels from texts/vocabulary.toml; a test keeps the two alike.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from vendormgr.domain.place import Origin
from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import (
    DataClass,
    DisclosureForm,
    DueReason,
    Duty,
    EvidenceKind,
    Holder,
    NoticeStart,
    SheetKind,
)

NOT_RECORDED = Text("未記録", "not recorded")
INTERNET = Text("インターネット", "Internet")
RISK = Text("リスク{}", "risk {}")
TASK = Text("医療機関側の対応{}", "hospital task {}")
CONDITION = Text("承認の条件{}", "condition {}")
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
        DueReason: {
            DueReason.AGE: Text("期限(高は12か月、標準は24か月)の経過", "its age"),
            DueReason.MODEL: Text("提供形態の変更", "a change of the service model"),
            DueReason.DATA: Text("扱う情報の変更", "a change of the data"),
            DueReason.CONNECTION: Text("接続の変更", "a change of the connections"),
            DueReason.SUBCONTRACTOR: Text("再委託先の変更", "a change of subcontractors"),
        },
        Origin: {
            Origin.JAPAN: Text("国内", "Japan"),
            Origin.ABROAD: Text("国外", "abroad"),
            Origin.UNKNOWN: Text("不明", "unknown"),
        },
        DisclosureForm: {
            DisclosureForm.MDS: Text("MDS(製造業者の開示書)", "MDS (manufacturer)"),
            DisclosureForm.SDS: Text("SDS(サービス事業者の開示書)", "SDS (service provider)"),
            DisclosureForm.CONFORMANCE: Text("サービス仕様適合開示書", "Statement of conformance"),
        },
        EvidenceKind: {
            EvidenceKind.PRIVACY_MARK: Text("プライバシーマーク", "PrivacyMark"),
            EvidenceKind.ISMS: Text("ISMS認証", "ISMS certificate"),
            EvidenceKind.ISMAP: Text("ISMAP登録", "ISMAP registration"),
            EvidenceKind.CLOUD_SECURITY: Text(
                "クラウドセキュリティ認証", "Cloud security certificate"
            ),
            EvidenceKind.SOC2: Text("SOC 2報告書", "SOC 2 report"),
            EvidenceKind.REPORT: Text("点検・診断の報告書", "Test or audit report"),
            EvidenceKind.INSURANCE: Text("保険証券", "Insurance policy"),
            EvidenceKind.DISCLOSURE: Text("開示書", "Disclosure"),
            EvidenceKind.ERASURE: Text("消去証明書", "Erasure certificate"),
            EvidenceKind.OTHER: Text("その他", "Other"),
        },
        SheetKind: {
            SheetKind.VENDOR_CHECKLIST: Text("チェックリスト(事業者確認用)", "Vendor checklist"),
            SheetKind.HOSPITAL_CHECKLIST: Text(
                "チェックリスト(医療機関確認用)", "Hospital checklist"
            ),
            SheetKind.ROLE_TABLE: Text("役割分担の確認表", "Role table"),
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
