"""Every POST of the product, as its own pages would send it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from tests.addresses import shown_pages
from tests.demo import Hospital, filled_checklist
from tests.htmlforms import Control, PageForm, filled, forms_of
from tests.web.conftest import PASSWORD
from tests.workbooks import official_form
from vendormgr.domain.access import Role

LOOKING = (None, Role.PLANNER, Role.EXECUTIVE, Role.ADMINISTRATOR)
"""Together these see every form; each looks at what the ones before were refused."""
NEW_PASSWORD = "himawari ga nisenbon saku oka"  # noqa: S105
KNOWN: dict[str, dict[str, str]] = {
    "/account/password": {"present": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD},
    "/candidates/new": {"selection": "meals-renewal"},
    "/connections/new": {"to": "ehr-core"},
    "/contracts/<id:id_>/annex": {"agreed_on": "2026/10/1"},
    "/contracts/<id:id_>/negotiation": {"scope": "unchecked", "first_checked_on": "2026/11/20"},
    "/duties/new": {"answer": "nobody"},
    "/vendors/<id:id_>/approval": {"approved_on": "2026/11/20"},
    "/relations/new": {"to": "tokiwagi"},
    "/connections/paste": {
        "table": "どこから\tどこへ\t種類\n給食管理サーバ\t電子カルテ基幹サーバ\t遠隔操作"
    },
    "/exposure/plan": {"owner": "情報システム室", "due_on": "2027/3/31"},
    "/inventory/gateways/<id:id_>": {"answer.ehr-vpn-exposure.always_on": "yes"},
    "/inventory/vendors/<id:id_>": {"answer.ehr-vpn-exposure.always_on": "yes"},
    "/measures/new": {"title": "試験", "cost": "3", "sets": "ehr-remote.jump_host"},
    "/disclosures/<id:id_>/answers": {"row0_remark": "変更"},
    "/disclosures/<id:id_>/decisions": {"line0_compensation": "院内で中継"},
    "/reviews/new": {"fiscal_year": "2020"},
    "/reviews/<id:id_>/edit": {"note": "変更"},
    "/risk/tier-changes/new": {"decided_on": "2026/11/1", "until": "2027/3/31"},
    "/sheets/<id:id_>/answers": {"line0_first_checked_on": "2026/11/20"},
    "/sheets/<id:id_>/edit": {"fiscal_year": "2027"},
    "/sheets/forms/<id:id_>": {"first": "5"},
    "/sheets/forms/new": {"fiscal_year": "2026"},
    "/sheets/new": {"fiscal_year": "2026"},
    "/gaps/accept": {"reason": "次の更新まで", "approver": "院長", "until": "2027/3/31"},
    "/sign-in": {"sign_in_name": "planner", "sign_in_password": PASSWORD},
}
"""Fields that nobody can guess, by rule."""
FILES: Mapping[str, Callable[[], bytes]] = {
    "/contracts/<id:id_>/checklist/upload": filled_checklist,
    "/disclosures/<id:id_>/file": official_form,
    "/disclosures/<id:id_>/upload": official_form,
    "/sheets/<id:id_>/upload": official_form,
    "/contracts/<id:id_>/documents": "第1条　乙は行う。".encode,
    "/sheets/forms/new": official_form,
}
"""Rule to the file that its form sends."""
TOKEN = "csrf_token"  # noqa: S105


@dataclass(frozen=True)
class Post:
    """One form as it stands on a page."""

    rule: str
    path: str
    page: str
    role: Role | None
    fields: dict[str, list[str]]
    controls: tuple[Control, ...]

    @property
    def weight(self) -> tuple[bool, int]:
        """More for a form's own page; buttons and lists elsewhere send only a part."""
        own = self.page.partition("?")[0] == self.path.partition("?")[0]
        return own, len(self.controls)

    @property
    def typed(self) -> tuple[str, ...]:
        """Names of the fields into which people type."""
        return tuple(one.name for one in self.controls if one.kind in {"text", "note"})


def find_posts(hospital: Hospital) -> dict[str, Post]:
    """Rule to the first form of the demo's pages that sends to it."""
    found: dict[str, Post] = {}
    adapter = hospital.app.url_map.bind("localhost")
    pages = shown_pages(hospital.app)
    seen = {path for path in pages if path != "/sign-in"}
    for role in LOOKING:
        for page in pages if role else ["/sign-in"]:
            answer = hospital.visitors[role].get(page)
            if role and answer.status_code not in {403, 404}:
                seen.discard(page)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in forms_of(answer.text, page):
                rule = _rule(adapter, form)
                if rule is None:
                    continue
                post = _post(rule, form, page, role)
                if rule not in found or post.weight > found[rule].weight:
                    found[rule] = post
        if role:
            # The next one looks at what was refused so far.
            pages = sorted(seen)
    return found


def _rule(adapter: MapAdapter, form: PageForm) -> str | None:
    if form.method != "post":
        return None
    try:
        rule, _ = adapter.match(form.action.partition("?")[0], "POST", return_rule=True)
    except HTTPException:
        return f"nothing answers {form.action}"
    return str(rule.rule)


def _post(rule: str, form: PageForm, page: str, role: Role | None) -> Post:
    fields = filled(form, KNOWN.get(rule))
    fields.pop(TOKEN, None)
    return Post(rule, form.action, page, role, fields, tuple(form.controls))


def send(
    hospital: Hospital, post: Post, role: Role | None, changed: Mapping[str, Any] | None = None
) -> TestResponse:
    """Send a form as somebody with that role, with some fields typed otherwise."""
    file = FILES.get(post.rule)
    files = {"file": (BytesIO(file()), "試験.xlsx")} if file is not None else {}
    return hospital.visitors[role].post(post.path, {**post.fields, **files, **(changed or {})})
