"""Closed sets of terms: one Japanese term, one English word, each with its source.

The values are what portfolio documents and the database hold. Their labels in both languages
stand in texts/vocabulary.toml.
"""

from datetime import date
from enum import StrEnum


class ServiceModel(StrEnum):
    """提供形態: how a service is supplied. Source: mhlw-6.0/企画管理編/2.2."""

    SAAS = "saas"
    ASP = "asp"
    PAAS = "paas"
    IAAS = "iaas"
    HOUSING = "housing"
    ONPREM = "onprem"
    MANAGED = "managed"
    BPO = "bpo"


class Column(StrEnum):
    """列: a service model as the matrix reads it; bpo splits by having a line or not."""

    SAAS = "saas"
    ASP = "asp"
    PAAS = "paas"
    IAAS = "iaas"
    HOUSING = "housing"
    ONPREM = "onprem"
    MANAGED = "managed"
    BPO_NONE = "bpo_none"
    BPO_CONN = "bpo_conn"


class Holder(StrEnum):
    """担当: who holds a responsibility."""

    HOSPITAL = "hospital"
    VENDOR = "vendor"
    SHARED = "shared"
    TO_SETTLE = "to_settle"
    NOT_APPLICABLE = "not_applicable"


class PartyRole(StrEnum):
    """当事者の立場: the hospital, a vendor (委託先) or a subcontractor behind one (再委託先)."""

    HOSPITAL = "hospital"
    VENDOR = "vendor"
    SUBVENDOR = "subvendor"


class Criticality(StrEnum):
    """重要度: how much care depends on a vendor."""

    LOW = "low"
    STANDARD = "standard"
    HIGH = "high"
    CRITICAL = "critical"


class RelationKind(StrEnum):
    """関係の種類: outsourcing between two parties, or use of another party's service."""

    OUTSOURCES = "outsources"
    USES_SERVICE = "uses_service"


class AssetKind(StrEnum):
    """資産の種類."""

    INTERNET = "internet"
    DEVICE = "device"
    SEGMENT = "segment"
    SYSTEM = "system"
    PERSON = "person"
    CREDENTIAL = "credential"


class Location(StrEnum):
    """所在: in the hospital or outside it."""

    HOSPITAL = "hospital"
    EXTERNAL = "external"


class DataClass(StrEnum):
    """情報区分: medical, limited medical (e.g. diet orders), personal, business."""

    PHI = "phi"
    PHI_LIMITED = "phi_limited"
    PERSONAL = "personal"
    BUSINESS = "business"


MEDICAL = frozenset({DataClass.PHI, DataClass.PHI_LIMITED})
PERSONAL_OR_MEDICAL = MEDICAL | {DataClass.PERSONAL}


class Controller(StrEnum):
    """管理主体: who can change a connection or carry out a measure."""

    HOSPITAL = "hospital"
    VENDOR = "vendor"
    JOINT = "joint"


class NoticeStart(StrEnum):
    """通報の起点: when the clock of an incident notice starts."""

    SUSPICION = "suspicion"
    CONFIRMATION = "confirmation"


class ClauseStatus(StrEnum):
    """条項の状態: what reading the contract has shown about one clause."""

    UNKNOWN = "unknown"
    ABSENT = "absent"
    INADEQUATE = "inadequate"
    NEGOTIATING = "negotiating"
    PRESENT = "present"
    NOT_APPLICABLE = "not_applicable"


class ContractKind(StrEnum):
    """契約の種類: master and individual contract, memorandum, SLA, standard terms."""

    MASTER = "master"
    INDIVIDUAL = "individual"
    MEMORANDUM = "memorandum"
    SLA = "sla"
    TERMS = "terms"


class SubOutsourcing(StrEnum):
    """再委託の条件: what a contract lets the vendor do."""

    FORBIDDEN = "forbidden"
    PRIOR_CONSENT = "prior_consent"
    NOTICE = "notice"
    FREE = "free"


class NegotiationDecision(StrEnum):
    """交渉の結果 of one round."""

    AGREED = "agreed"
    FALLBACK = "fallback"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ClauseLevel(StrEnum):
    """条項の必要度; an adverse clause is one that should not be there."""

    MUST = "must"
    SHOULD = "should"
    ADVERSE = "adverse"


class Severity(StrEnum):
    """重大度: 緊急・高・中・低・参考, most severe first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most severe, 4 for the least."""
        return list(Severity).index(self)


class PathState(StrEnum):
    """経路の状態: of a connection or of a core asset. Source: catalogue/connection-kinds."""

    OPEN = "open"
    UNVERIFIED = "unverified"
    CLOSED = "closed"


class VendorPath(StrEnum):
    """委託先の経路: what can be said of a vendor's ways in; no line on record is no proof."""

    OPEN = "open"
    UNVERIFIED = "unverified"
    NOT_ASKED = "not_asked"
    """Nothing is open, and nobody has asked whether there is a line that is not on record."""
    CLOSED = "closed"


class AttackMode(StrEnum):
    """攻撃の起点: from the internet, or from inside every vendor."""

    INTERNET = "internet"
    VENDOR_BREACH = "vendor_breach"


class Tier(StrEnum):
    """区分: how closely a vendor is watched."""

    HIGH = "high"
    STANDARD = "standard"


class Answer(StrEnum):
    """回答: はい, いいえ, 対象外."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class EvidenceKind(StrEnum):
    """証跡の種類."""

    PRIVACY_MARK = "privacy_mark"
    ISMS = "isms"
    ISMAP = "ismap"
    CLOUD_SECURITY = "cloud_security"
    SOC2 = "soc2"
    REPORT = "report"
    INSURANCE = "insurance"
    DISCLOSURE = "disclosure"
    ERASURE = "erasure"
    OTHER = "other"


class DisclosureForm(StrEnum):
    """開示書の様式. Source: jahis-mds-sds, mic-meti-disclosure."""

    MDS = "mds"
    SDS = "sds"
    CONFORMANCE = "conformance"


class SheetKind(StrEnum):
    """確認表の種類: what a vendor answers, what the hospital answers, who does what."""

    VENDOR_CHECKLIST = "vendor_checklist"
    HOSPITAL_CHECKLIST = "hospital_checklist"
    ROLE_TABLE = "role_table"


class Aspect(StrEnum):
    """リスクの側面: confidentiality, integrity, availability."""

    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"


class Treatment(StrEnum):
    """リスク対応. Source: mic-meti-2.0 chapter 5."""

    REDUCE = "reduce"
    AVOID = "avoid"
    SHARE = "share"
    RETAIN = "retain"


class DueReason(StrEnum):
    """やり直しの理由: why an assessment is due again."""

    AGE = "age"
    MODEL = "model"
    DATA = "data"
    CONNECTION = "connection"
    SUBCONTRACTOR = "subcontractor"


class SelectionState(StrEnum):
    """選定の状態, in the order in which a case goes through them."""

    DRAFT = "draft"
    QUESTIONS_SENT = "questions_sent"
    ANSWERS_IN = "answers_in"
    ASSESSED = "assessed"
    CONDITIONS = "conditions"
    APPROVED = "approved"
    REFUSED = "refused"


class DiligenceGroup(StrEnum):
    """確認の区分: the official minimum, or what the need brings with it."""

    MINIMUM = "minimum"
    """The official minimum list for external storage. Source: mhlw-6.0/企画管理編/7⑥."""
    MODEL = "model"
    DATA = "data"
    CONNECTION = "connection"
    CONTINUITY = "continuity"


class NeedTrigger(StrEnum):
    """質問の理由: what of a need brings a question."""

    OUTSIDE = "outside"
    """Medical data are kept outside the hospital."""
    MEDICAL = "medical"
    PERSONAL = "personal"
    """Personal or medical data."""
    SYSTEM = "system"
    """Anything but work that is outsourced."""
    CLOUD = "cloud"
    HOSTED = "hosted"
    """Cloud, or equipment in the vendor's building."""
    CONNECTS = "connects"
    EQUIPMENT = "equipment"
    ESSENTIAL = "essential"
    """Care cannot do without it for long."""


class Verified(StrEnum):
    """確認の程度: how a citation was checked against the official text, best first."""

    PRIMARY = "primary"
    DRAFT = "draft"
    SECONDARY = "secondary"
    MEMORY = "memory"


class Duty(StrEnum):
    """義務: what somebody has to do for an asset, a connection or a service."""

    PATCH = "patch"
    VULN_WATCH = "vuln_watch"
    CREDENTIAL_MANAGEMENT = "credential_management"
    MFA = "mfa"
    ACCESS_APPROVAL = "access_approval"
    LOG_REVIEW = "log_review"
    BACKUP = "backup"
    INCIDENT_NOTICE = "incident_notice"
    EOL_REPLACEMENT = "eol_replacement"
    DATA_DELETION = "data_deletion"
    SUBCONTRACT_CONTROL = "subcontract_control"


class Edition(StrEnum):
    """版: the guideline edition that a hospital works under."""

    V6 = "6.0"
    V7 = "7.0"


EDITION_7_PUBLISHED_ON = date(2026, 6, 29)
"""Source: mhlw-7.0 notice; before this day a hospital works under 6.0 unless it says otherwise."""


def edition_on(day: date) -> Edition:
    """The edition in force on a day, for a hospital that has not chosen one."""
    return Edition.V7 if day >= EDITION_7_PUBLISHED_ON else Edition.V6
