"""The application: settings, database, screens, and what every request passes."""

import logging
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from vendormgr.config import Settings
from vendormgr.i18n import Language
from vendormgr.resources import resource_dir
from vendormgr.store.engine import Database
from vendormgr.web import (
    accepted,
    access,
    account,
    annex,
    approval,
    assessment,
    asset,
    assets,
    audit,
    candidate,
    catalogue,
    checklist,
    clause,
    connection,
    contact,
    contract,
    contract_deadline,
    contract_document,
    contract_fact,
    contract_reading,
    dashboard,
    db,
    deemed,
    dependency,
    disclosure,
    disclosure_answers,
    drill,
    duty,
    errors,
    evidence,
    exposure,
    exposure_paper,
    facility,
    filters,
    gap,
    gap_decision,
    guard,
    headers,
    hospital,
    inventory,
    item_default,
    language,
    line,
    log,
    matrix,
    measure,
    negotiation,
    negotiation_clause,
    negotiation_sheet,
    override,
    own_clause,
    own_item,
    paste,
    path_history,
    plan,
    relation,
    review,
    risk,
    selection,
    selection_move,
    selection_paper,
    selection_record,
    selection_task,
    service,
    sheet,
    sheet_answers,
    sheet_edition,
    sign_in,
    signing,
    statement,
    system,
    tier_change,
    undo,
    vendor,
    vendor_risk,
    what_if,
    wizard,
)
from vendormgr.web.clock import Clock, system_clock
from vendormgr.web.paths import IdConverter, NumberConverter, back_path

PAGES = (
    accepted,
    account,
    annex,
    approval,
    assessment,
    asset,
    assets,
    audit,
    candidate,
    catalogue,
    checklist,
    clause,
    connection,
    contact,
    contract,
    contract_deadline,
    contract_document,
    contract_fact,
    contract_reading,
    dashboard,
    deemed,
    dependency,
    disclosure,
    disclosure_answers,
    drill,
    duty,
    evidence,
    exposure,
    exposure_paper,
    facility,
    gap,
    gap_decision,
    hospital,
    inventory,
    item_default,
    language,
    line,
    matrix,
    measure,
    negotiation,
    negotiation_clause,
    negotiation_sheet,
    override,
    own_clause,
    own_item,
    paste,
    path_history,
    plan,
    relation,
    review,
    selection,
    selection_move,
    selection_paper,
    selection_record,
    selection_task,
    risk,
    service,
    sheet,
    sheet_answers,
    sheet_edition,
    sign_in,
    signing,
    statement,
    system,
    tier_change,
    undo,
    vendor,
    vendor_risk,
    what_if,
    wizard,
)
"""Every module with screens; each has its Blueprint under the name `pages`."""


class SafeJSON(DefaultJSONProvider):
    """JSON whose nesting cannot exhaust the stack: too deep counts as unreadable."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value of a JSON text."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def create_app(
    settings: Settings, *, database: Database | None = None, clock: Clock = system_clock
) -> Flask:
    """The application for these settings; the database is not opened before the first request.

    Raises:
        SettingError: There is no signing key.
        UndeclaredRouteError: A route declares no permission.
    """
    app = Flask("vendormgr", static_folder=None, template_folder=str(resource_dir("templates")))
    _configure(app, settings)
    app.extensions["vendormgr.settings"] = settings
    app.extensions["vendormgr.database"] = database or Database(settings.database)
    app.extensions["vendormgr.clock"] = clock
    app.url_map.converters |= {"id": IdConverter, "number": NumberConverter}
    log.install(app)
    language.install(app, default=Language(settings.language))
    guard.install(app)
    headers.install(app, tls=settings.tls)
    errors.install(app)
    db.install(app)
    filters.install(app)
    app.jinja_env.globals["back_path"] = back_path
    for module in PAGES:
        app.register_blueprint(module.pages)
    access.require_declarations(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.json = SafeJSON(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    name = "__Host-vendormgr" if settings.tls else "vendormgr"
    app.config.update(
        SECRET_KEY=settings.signing_key(),
        SESSION_COOKIE_NAME=name,
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.max_request_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=settings.max_request_mb * 1024 * 1024,
        MAX_FORM_PARTS=settings.max_form_parts,
        TRUSTED_HOSTS=sorted(settings.hosts) or None,
        TEMPLATES_AUTO_RELOAD=False,
    )
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=n, x_proto=n, x_host=n
        )
    logging.getLogger("vendormgr").setLevel(settings.log_level)
