"""Owns the application factory: puts settings, safety, languages, errors and blueprints together."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from processes.runtime import Runtime
from web import (
    admin,
    attachments,
    audit,
    audit_reports,
    auditing,
    auth,
    customers,
    definitions,
    drafts,
    errors,
    health,
    impact,
    inbox,
    instances,
    plan_file,
    presentation,
    privacy,
    refusals,
    standards,
    story,
    tryout,
    verification,
    work_items,
)
from web.languages import speak
from web.logs.requests import log_requests
from web.metrics import page as metrics
from web.numbers import RowNumber
from web.reading import RUNTIME_KEY, close_reading
from web.recording import record
from web.roles import guard
from web.security import protect
from web.settings import Settings
from web.starting import make_runtime

SENTENCES = refusals  # importing it registers the page of each refusal
BLUEPRINTS = (
    health.blueprint,
    metrics.blueprint,
    auth.blueprint,
    inbox.blueprint,
    work_items.blueprint,
    attachments.blueprint,
    customers.blueprint,
    instances.blueprint,
    story.blueprint,
    audit.blueprint,
    audit.exports_blueprint,
    auditing.samples_blueprint,
    auditing.findings_blueprint,
    auditing.writing_blueprint,
    auditing.papers_blueprint,
    definitions.blueprint,
    definitions.comparisons_blueprint,
    impact.blueprint,
    definitions.migrations_blueprint,
    definitions.health_blueprint,
    drafts.blueprint,
    drafts.editing_blueprint,
    drafts.files_blueprint,
    drafts.forms_blueprint,
    drafts.parameters_blueprint,
    drafts.tables_blueprint,
    tryout.blueprint,
    tryout.scenarios_blueprint,
    standards.blueprint,
    verification.blueprint,
    plan_file.blueprint,
    audit_reports.blueprint,
    privacy.blueprint,
    privacy.disposals_blueprint,
    admin.blueprint,
)


def create_app(settings: Settings, runtime: Runtime | None = None) -> Flask:
    """Build the application on ``runtime``, or on one made from the settings."""
    app = Flask("web", root_path=None)
    app.jinja_environment = presentation.Templates
    app.config.update(TESTING=settings.testing, HOME=settings.home)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = RowNumber
    app.extensions[RUNTIME_KEY] = runtime or make_runtime(settings)
    log_requests(app, settings.trusted_proxies > 0)
    metrics.measure(app, app.extensions[RUNTIME_KEY], settings.metrics_token.get_secret_value())
    protect(app, settings)
    guard(app)
    record(app)
    speak(app, settings.default_language)
    errors.handle(app)
    presentation.equip(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.teardown_appcontext(close_reading)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    return app
