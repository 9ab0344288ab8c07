"""事実の候補: dates, renewal, notice hours, law, liability cap, subcontracting, cited editions.

Every fact is a proposal with the passage it was read from; a person takes it over or does not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vendormgr.domain.reading.dates import after_years, find_dates
from vendormgr.domain.reading.normal import Normal, normalise
from vendormgr.domain.reading.passage import Passage, PassageKind, heading_of, unit_of
from vendormgr.domain.vocabulary import NoticeStart, SubOutsourcing

Value = date | bool | int | str | None


class FactKind(StrEnum):
    """読み取る事実."""

    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    AUTO_RENEWAL = "auto_renewal"
    CANCEL_NOTICE = "cancel_notice"
    """How long before the end notice stops the renewal, in days or in months of the calendar."""
    NOTICE = "notice"
    """Hours until an incident must be told; None: the contract names no number."""
    GOVERNING_LAW = "governing_law"
    COURT = "court"
    LIABILITY_CAP = "liability_cap"
    SUB_OUTSOURCING = "sub_outsourcing"
    CITED_EDITION = "cited_edition"


class NoticeUnit(StrEnum):
    """What a notice against renewal is counted in."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFact:
    """事実の候補: what a passage seems to say."""

    kind: FactKind
    value: Value
    place: int
    start: int
    end: int
    """Where in the passage's text it stands, end exclusive."""
    words: str
    """As it is written."""
    since: NoticeStart | None = None
    """For a notice: what starts the clock."""
    unit: NoticeUnit | None = None
    """For a notice against renewal: what its value counts."""
    guideline: str = ""
    """For a cited edition: which guideline, medical or provider."""


MEDICAL, PROVIDER = "medical", "provider"
"""The guideline for hospitals, and the one for those who supply them."""
_TERM_TITLES = re.compile("期間|有効|効力|始期|更新|満了|施行|適用")
_TERM_TEXT = re.compile(
    "^.{0,8}期間|契約期間|有効期間|利用期間|委託期間|履行期間|契約の期間|期間は|効力を生|施行|発効"
)
_OTHER_PERIOD = re.compile("報告|支払|請求書|までに提出|締結した|付け|締結され|改正|制定")
_YEARS = re.compile(r"(?<![\d和成])(\d{1,2})(年間|年(?!\d)|か月間|か月)(?!前|以内)")
_BEGINS = re.compile(
    "から|より(?!前)|[~〜]|を始期|をもって(?:発効|効力)|に(?:発効|施行)|(?:に)?効力を生"
)
_RENEWS = re.compile(
    "自動的に(?:更新|延長|継続)|自動更新|(?:更新|延長|継続)(?:する|される|します|されます|した|された)もの"
    "|年(?:間|を単位として)?(?:ずつ)?(?:延長|更新|継続)|か月間?(?:ずつ)?(?:延長|更新)|同じ内容で.{0,8}(?:更新|延長|続)"
    "|同一の?条件で.{0,8}(?:更新|延長|継続)|(?:更に|さらに)\\d+年.{0,4}(?:更新|延長|継続|続)"
    "|\\d+年(?:間)?(?:更新|延長)|(?:以後|以降|その後)も(?:同様|同じ|これに準)"
)
_RENEWS_NOT = re.compile(
    "自動(?:的に|で)?(?:の)?(?:更新|延長)(?:は|を)?(?:行わ|し|され)?(?:ない|ません)|自動更新(?:しない|は行わない|されない|はない)"
    "|更新(?:は|を|の定めは)?(?:行わない|しない(?!旨|意思|こと|場合|とき)|されない|設けない|ありません)|満了(?:により|をもって|と同時に|時に|日に).{0,6}終了"
    "|更新(?:する)?(?:には|するときは|しようと|する場合)|延長(?:は)?しない|更新せず|当然に終了|引き続き.{0,12}(?:協議|締結)"
)
_NOTICE_BEFORE = re.compile(
    r"(?:満了(?:の日|日|する日)?|期間(?:の)?(?:満了|終了|末日)|終了(?:の日|日)|更新(?:日|の日)|期日|期限|末日)"
    r"[^。]{0,8}?(\d{1,3})(日|か月|年|週間|営業日)(?:以上)?前"
)
_HOURS = re.compile(
    r"(\d{1,3})(時間|分|営業日|稼働日|日)(?:以内|を超えない|を超えては|までに|のうちに|を過ぎ)"
    r"|(直ちに|速やかに|遅滞なく|即時|即刻|至急|その日のうちに|当日中|翌営業日)"
)
_INCIDENT = re.compile(
    "事故|漏えい|侵害|侵入|インシデント|感染|異常|攻撃|紛失|不正アクセス|不正な|事象|ウイルス|盗難|滅失|障害"
)
_TELLS = re.compile("通報|報告|通知|連絡|知らせ|[1一]報|届け出|届出|速報|電話|伝え|書面で")
_NOT_THE_FIRST = re.compile(
    "再発|対策を書面|対策を(?:示|提出)|復旧の?作業に着手|調査(?:の)?(?:結果|後|を終)|結果を|原因究明の"
    "|監督官庁|解析|ログ|改善|是正|差し替え|説明又は報告|脆弱性の|弱点|欠陥"
)
_SUSPECTED = re.compile("疑い|疑われ|疑った|おそれ|可能性|分からない段階|兆候|未確定|懸念|前兆")
_CONFIRMED = re.compile(
    "確認した|確認された|判明|認知した|認識した|発見した|発生した|生じたとき|知ったとき|気付いた|知った"
)
_LAW = re.compile(
    "(日本国?(?:の)?法(?:律|令)?|[ァ-ヴー]{2,10}(?:合衆国|共和国|連邦)?(?:州|国)?法|英国法|米国法|国内法)"
    "(?:に|を|と|が|による|により)"
)
_LAW_SIGN = re.compile("準拠|解釈|適用|従[いう]")
_COURT = re.compile(
    r"[^、。「」\n()]{0,40}?(?:地方|簡易|高等|家庭)裁判所(?:(?:又は|もしくは|若しくは)(?:地方|簡易)裁判所)?"
)
_LEADS_TO_COURT = re.compile(
    "(?:.*(?:については|に関しては|に関して|に関する(?:訴訟|紛争|争い|訴え)は|訴訟は|争いは|紛争は|訴えは|場合は"
    "|場合には|ときは|については|つき|訴訟について))"
)
_CAP = re.compile(
    "([^、。\n]{2,45}?)(?:に相当する(?:額|金額))?(?:の範囲内?)?(?:を|が|の|まで)?(?:賠償(?:額|金)?の)?"
    "(?:上限|限度|超えない|超えて|超えない額)"
)
_CAP_AFTER = re.compile(
    "(?:上限|限度)(?:額)?(?:は|を|について)[、,]?([^、。\n]{2,45}?)(?:と(?:する|し|いたし)|に限)"
)
_PARTY = re.compile("(?:.{0,12}?(?:甲|乙|者|社|院|先|合計|総額|額|範囲|賠償))?は、?(?=.)")
_DAMAGE = re.compile("賠償|損害|責任")
_SUB = re.compile(
    "再委託|再々委託|第三者に(?:委|請け負わせ|再委|行わせ)|他に委ね|他の者に|他社に|他人に|下請|委ねる|外部に委託"
    "|協力会社|他の者|委託(?:する|して|し、|しよう)"
)
_SUB_TITLE = re.compile("再委託|下請|第三者|委任|^委託$|一括|協力会社|請負")
_TO_OTHERS = re.compile("第三者|他の者|他社|他人|他に|下請|再委託|協力会社|請け負わせ|他の")
_CONSENT = re.compile("承諾|承認|許可|同意|了承|許諾|認めた場合|認めたとき|許したとき")
_WITHOUT_CONSENT = re.compile(
    "(?:承諾|承認|許可|同意|了承)(?:を得ることなく|を得ないで|を要しない|なく|は不要|を要せ|なしに)"
)
_TOLD = re.compile("通知|届け|知らせ|報告|連絡|公表|掲載|明らかに")
_GUIDELINES = (
    (MEDICAL, re.compile("医療情報システムの安全管理に関するガイドライン")),
    (
        PROVIDER,
        re.compile("提供事業者における安全管理ガイドライン|提供事業者[^。]{0,20}ガイドライン"),
    ),
)
_EDITION = re.compile(r"第?(\d{1,2}(?:\.\d)?)版")
_STOP = re.compile("。(?![)」』])")
"""The end of a sentence; the one of a remark in brackets is none."""
_LONGEST = 4_000
"""Characters of one passage that are looked at."""
_WITHIN = 30
"""How far behind a guideline's name its edition may stand."""


def read_facts(passages: Sequence[Passage]) -> tuple[ReadFact, ...]:
    """What the passages seem to say, by kind, then in the order of the contract."""
    reader = _Reader(passages)
    found: list[ReadFact] = []
    for find in (_terms, _renewals, _notices, _laws, _courts, _caps, _subs, _editions):
        found += find(reader)
    order = list(FactKind)
    unique = {(one.kind, one.value, one.guideline, one.place): one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: (order.index(one.kind), one.place)))


class _Reader:
    """The passages in compared form."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.compared = [_first_part(normalise(one.text)) for one in passages]

    def where(self, fits: Callable[[int, str], bool]) -> Iterator[tuple[Passage, Normal]]:
        """Passages that fit, with their compared form."""
        for one, compared in zip(self.passages, self.compared, strict=True):
            if compared.text and fits(one.place, compared.text):
                yield one, compared

    def title(self, place: int) -> str:
        return normalise(heading_of(self.passages, place)).text

    def article(self, place: int) -> str:
        """The whole article, heading or annex that a passage is part of, in compared form."""
        unit = unit_of(self.passages, place)
        return "\n".join(
            compared.text
            for one, compared in zip(self.passages, self.compared, strict=True)
            if unit_of(self.passages, one.place) == unit
        )


def _first_part(compared: Normal) -> Normal:
    """As much of a passage as any contract needs; longer ones would take ever longer to read."""
    return Normal(compared.text[:_LONGEST], compared.places[: _LONGEST + 1])


def _fact(
    kind: FactKind, value: Value, passage: Passage, compared: Normal, span: tuple[int, int]
) -> ReadFact:
    start, end = compared.original(*span)
    words = passage.text[start:end].replace("\n", "").strip()
    return ReadFact(kind=kind, value=value, place=passage.place, start=start, end=end, words=words)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence that holds a place."""
    ends = [one.end() for one in _STOP.finditer(text)]
    start = max((end for end in ends if end <= at), default=0)
    return start, min((end for end in ends if end > at), default=len(text))


def _terms(reader: _Reader) -> Iterator[ReadFact]:
    """The first and the last day; a term in years is counted from the first."""
    for passage, compared in reader.where(
        lambda place, text: bool(
            _TERM_TITLES.search(reader.title(place)) or _TERM_TEXT.search(text)
        )
    ):
        days = list(find_dates(compared.text))
        if not days or passage.kind is PassageKind.CLOSING:
            continue
        yield from _term(passage, compared, days)


def _term(
    passage: Passage, compared: Normal, days: list[tuple[int, int, date]]
) -> Iterator[ReadFact]:
    """From the first day that begins something to the last that ends it."""
    text = compared.text
    begins = [one for one in days if _BEGINS.match(text[one[1] : one[1] + 24])]
    ends = [one for one in days if text.startswith("まで", one[1])]
    if begins:
        start, end, first = begins[0]
        yield _fact(FactKind.STARTS_ON, first, passage, compared, (start, end))
        if not ends:
            yield from _counted_end(passage, compared, first, end)
    if ends and (begins or not _OTHER_PERIOD.search(text)):
        start, end, last = max(ends, key=lambda one: one[2])
        yield _fact(FactKind.ENDS_ON, last, passage, compared, (start, end))


def _counted_end(passage: Passage, compared: Normal, day: date, at: int) -> Iterator[ReadFact]:
    length = _YEARS.search(compared.text, at, at + 12)
    if length is None:
        return
    number = int(length.group(1))
    months = "か月" in length.group(2)
    last = after_years(day, 0 if months else number, number if months else 0)
    yield _fact(FactKind.ENDS_ON, last, passage, compared, length.span())


def _renewals(reader: _Reader) -> Iterator[ReadFact]:
    def fits(place: int, text: str) -> bool:
        return bool(re.search("契約|期間|覚書|約款", reader.title(place) + text)) and bool(
            re.search("更新|延長|継続|満了|以後も", text)
        )

    for passage, compared in reader.where(fits):
        text = compared.text
        if not re.search("期間|満了|有効", text + reader.title(passage.place)):
            continue
        no, yes = _RENEWS_NOT.search(text), _RENEWS.search(text)
        if no is not None and (yes is None or no.start() <= yes.start()):
            yield _fact(FactKind.AUTO_RENEWAL, False, passage, compared, no.span())
        elif yes is not None:
            yield _fact(FactKind.AUTO_RENEWAL, True, passage, compared, yes.span())
        before = _NOTICE_BEFORE.search(text)
        if before is not None and (
            yes is not None or _RENEWS.search(reader.article(passage.place))
        ):
            times, unit = _NOTICE_UNITS[before.group(2)]
            span = (before.start(1), before.end())
            number = int(before.group(1)) * times
            fact = _fact(FactKind.CANCEL_NOTICE, number, passage, compared, span)
            yield replace(fact, unit=unit)


_NOTICE_UNITS = {
    "日": (1, NoticeUnit.DAYS),
    "営業日": (1, NoticeUnit.DAYS),
    "週間": (7, NoticeUnit.DAYS),
    "か月": (1, NoticeUnit.MONTHS),
    "年": (12, NoticeUnit.MONTHS),
}


def _notices(reader: _Reader) -> Iterator[ReadFact]:
    """Each time within which an incident must be told, counted in hours; a working day is 24."""

    def fits(place: int, text: str) -> bool:
        about = bool(_INCIDENT.search(text) or _INCIDENT.search(reader.title(place)))
        return about and bool(_TELLS.search(text))

    for passage, compared in reader.where(fits):
        for found in _HOURS.finditer(compared.text):
            start, end = _sentence(compared.text, found.start())
            sentence = compared.text[start:end]
            if not _tells_incident(sentence, found.start() - start, reader, passage.place):
                continue
            fact = _fact(FactKind.NOTICE, _as_hours(found), passage, compared, found.span())
            yield ReadFact(
                kind=fact.kind,
                value=fact.value,
                place=fact.place,
                start=fact.start,
                end=fact.end,
                words=fact.words,
                since=_since(compared.text[: found.start() + 1], sentence),
            )


def _tells_incident(sentence: str, at: int, reader: _Reader, place: int) -> bool:
    behind = sentence[at : at + 70]
    if not _TELLS.search(behind) or _NOT_THE_FIRST.search(behind.split("、")[0]):
        return False
    if _NOT_THE_FIRST.search(sentence[max(0, at - 25) : at + 30]):
        return False
    return bool(_INCIDENT.search(sentence) or _INCIDENT.search(reader.title(place)))


def _as_hours(found: re.Match[str]) -> int | None:
    if found.group(1) is None:
        return None
    number = int(found.group(1))
    match found.group(2):
        case "時間":
            return number
        case "分":
            return max(1, -(-number // 60))
        case _:
            return number * 24


def _since(before: str, sentence: str) -> NoticeStart | None:
    if _SUSPECTED.search(sentence) or _SUSPECTED.search(before[-120:]):
        return NoticeStart.SUSPICION
    return NoticeStart.CONFIRMATION if _CONFIRMED.search(sentence) else None


def _laws(reader: _Reader) -> Iterator[ReadFact]:
    for passage, compared in reader.where(lambda _, text: _LAW_SIGN.search(text) is not None):
        for found in _LAW.finditer(compared.text):
            start, end = _sentence(compared.text, found.start())
            sentence = compared.text[start:end]
            if re.search("準拠|解釈|適用(?:する|され)", sentence) and "医療法" not in found.group(
                1
            ):
                law = passage.text[slice(*compared.original(*found.span(1)))]
                yield _fact(FactKind.GOVERNING_LAW, law, passage, compared, found.span(1))


def _courts(reader: _Reader) -> Iterator[ReadFact]:
    for passage, compared in reader.where(lambda _, text: "裁判所" in text):
        found = _COURT.search(compared.text)
        if found is None:
            continue
        lead = _LEADS_TO_COURT.match(found.group())
        start = found.start() + (lead.end() if lead else 0)
        court = passage.text[slice(*compared.original(start, found.end()))].replace("\n", "")
        yield _fact(FactKind.COURT, court, passage, compared, (start, found.end()))


def _caps(reader: _Reader) -> Iterator[ReadFact]:
    def fits(place: int, text: str) -> bool:
        about = _DAMAGE.search(text) or _DAMAGE.search(reader.title(place))
        return bool(about) and bool(re.search("上限|限度|超えない|超えて", text))

    for passage, compared in reader.where(fits):
        text = compared.text
        if not re.search("賠償|損害", text + reader.title(passage.place)) or "保険" in reader.title(
            passage.place
        ):
            continue
        found = _CAP_AFTER.search(text) or _CAP.search(text)
        if found is None or not re.search(r"\d|相当|総額|料|金|額", found.group(1)):
            continue
        lead = _PARTY.match(found.group(1))
        span = (found.start(1) + (lead.end() if lead else 0), found.end(1))
        cap = passage.text[slice(*compared.original(*span))].replace("\n", "")
        yield _fact(FactKind.LIABILITY_CAP, cap, passage, compared, span)


def _subs(reader: _Reader) -> Iterator[ReadFact]:
    """The rule on subcontracting, from the first passage of an article that says whether."""
    seen: set[int] = set()
    for passage, compared in reader.where(lambda _, text: _SUB.search(text) is not None):
        text, title = compared.text, reader.title(passage.place)
        unit = unit_of(reader.passages, passage.place)
        found, rule = _SUB.search(text), _sub_rule(text)
        if found is None or rule is None or unit in seen:
            continue
        if not _TO_OTHERS.search(text) or not (_SUB_TITLE.search(title) or _says_whether(text)):
            continue
        seen.add(unit)
        span = _sentence(text, found.start())
        yield _fact(FactKind.SUB_OUTSOURCING, rule, passage, compared, span)


def _says_whether(text: str) -> bool:
    return bool(
        re.search(
            "(?:再委託|第三者に委託|委ね|請け負わせ)(?:して|する|しよう|させ|することが|ては)", text
        )
    )


_MAY_NOT = re.compile(
    "ては(?:な(?:らな|りませ)|いけ)|ことはでき(?:ない|ませ)|ことができない|禁止|認めない"
    "|(?:委託|委ね)[^。]{0,6}(?:しない|しません)"
)
_MAY = re.compile("ことができ(?:る|ます)|ことがあ(?:る|ります)|させることがで|委託する場合")


def _sub_rule(text: str) -> SubOutsourcing | None:
    """What a passage says about going on to others; None: it says something else about them."""
    if not re.search("委託|委ね|請け負わせ|行わせ|下請|任せ|委任|頼|手伝", text):
        return None
    if _CONSENT.search(text) and not (_WITHOUT_CONSENT.search(text) and not _MAY_NOT.search(text)):
        return SubOutsourcing.PRIOR_CONSENT
    if _MAY_NOT.search(text):
        return SubOutsourcing.FORBIDDEN
    told = _TOLD.search(text)
    if told is not None and not re.search("求めに応じ|求めがあ|義務を", text):
        return SubOutsourcing.NOTICE
    return SubOutsourcing.FREE if _MAY.search(text) else None


def _editions(reader: _Reader) -> Iterator[ReadFact]:
    for passage, compared in reader.where(lambda _, text: "ガイドライン" in text):
        for guideline, name in _GUIDELINES:
            for cited in name.finditer(compared.text):
                end = cited.end() + _WITHIN
                edition = _EDITION.search(compared.text, cited.end(), end)
                other = compared.text.find("ガイドライン", cited.end(), end)
                if edition is None or 0 <= other < edition.start():
                    continue
                number = edition.group(1)
                fact = _fact(
                    FactKind.CITED_EDITION,
                    number if "." in number else f"{number}.0",
                    passage,
                    compared,
                    (cited.start(), edition.end()),
                )
                yield ReadFact(
                    kind=fact.kind,
                    value=fact.value,
                    place=fact.place,
                    start=fact.start,
                    end=fact.end,
                    words=fact.words,
                    guideline=guideline,
                )
