"""Putting the application together, in short named steps."""

import os
from pathlib import Path

from flask import Flask, g, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from groupnet import navigation
from groupnet.account import jobs as account_jobs
from groupnet.account import mail as account_mail
from groupnet.account import views as account_views
from groupnet.core import access, assets, counting, failures, health, ids, security, templating
from groupnet.core.bodies import LARGEST_FORM, MOST_FIELDS, parse_body
from groupnet.core.db import db
from groupnet.core.unit_of_work import SAFE_METHODS, GroupnetFlask
from groupnet.groups import door, forgetting, holdings, reactions
from groupnet.groups import jobs as groups_jobs
from groupnet.groups import mail as groups_mail
from groupnet.groups import views as groups_views
from groupnet.groups.service import erasing as groups_erasing
from groupnet.home import views as home_views
from groupnet.imports import forgetting as imports_forgetting
from groupnet.imports import importer
from groupnet.imports import jobs as imports_jobs
from groupnet.imports import views as imports_views
from groupnet.meetings import exports as meetings_exports
from groupnet.meetings import jobs as meetings_jobs
from groupnet.meetings import jobs_reminders as meetings_reminders
from groupnet.meetings import jobs_visitors
from groupnet.meetings import mail_reminders as meetings_mail
from groupnet.meetings import notices as meetings_notices
from groupnet.meetings import reactions as meetings_reactions
from groupnet.meetings import views as meetings_views
from groupnet.meetings.holdings import held_at_meetings
from groupnet.meetings.imports import AttendanceImporter
from groupnet.meetings.queries.one_to_ones import last_with_viewer
from groupnet.meetings.service import forgetting as meetings_forgetting
from groupnet.members import faces, profile_parts
from groupnet.members import service as members_service
from groupnet.members import views as members_views
from groupnet.members.exports import MemberExporter
from groupnet.members.imports import MemberImporter
from groupnet.members.profile_parts import ProfilePart
from groupnet.notices import jobs as notice_jobs
from groupnet.notices import mail as notice_mail
from groupnet.notices import service as notice_service
from groupnet.notices import views as notice_views
from groupnet.notices import writers as notice_writers
from groupnet.outbox import jobs as outbox_jobs
from groupnet.outbox import registry
from groupnet.outbox import views as outbox_views
from groupnet.people import browser
from groupnet.people import jobs as people_jobs
from groupnet.people import mail as people_mail
from groupnet.people import views as people_views
from groupnet.public import forgetting as public_forgetting
from groupnet.public import jobs as public_jobs
from groupnet.public import mail as public_mail
from groupnet.public import reactions as public_reactions
from groupnet.public import views as public_views
from groupnet.reciprocity import views as reciprocity_views
from groupnet.referrals import jobs as referrals_jobs
from groupnet.referrals import notices as referrals_notices
from groupnet.referrals import views as referrals_views
from groupnet.referrals.exports import ReferralExporter
from groupnet.referrals.holdings import open_referrals
from groupnet.referrals.imports import ReferralImporter
from groupnet.referrals.service import forgetting as referrals_forgetting
from groupnet.reports import views as reports_views
from groupnet.settings import Settings

UNSAFE_A_MINUTE = "300 per minute"
ROOT = Path(__file__).resolve().parent
CHECKOUT = ROOT.parent

csrf = CSRFProtect()
migrate = Migrate()


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; it starts nothing and touches no database.

    Args:
        settings: read from the environment when not given.

    Raises:
        SettingsError: a setting is missing or unsafe.
        UndeclaredAccess: a view does not say who may call it.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = GroupnetFlask("groupnet", template_folder=str(shipped("templates")), static_folder=None)
    configure(app, settings)
    app.before_request(parse_body)
    start_extensions(app)
    ids.init_app(app)
    health.init_app(app, shipped("migrations"))
    assets.init_app(app, shipped("static"))
    templating.init_app(app)
    browser.configure(app)
    door.init_app(app)
    reactions.init_app()
    meetings_reactions.init_app()
    public_reactions.init_app()
    public_forgetting.init_app()
    faces.init_app(app)
    navigation.init_app(app)
    register_parts(app)
    register_work(app)
    register_blueprints(app)
    failures.init_app(app)
    security.init_app(app)
    access.check_declarations(app)
    return app


def shipped(folder: str) -> Path:
    """Where a shipped folder lies: at the top of a checkout, inside an installed package."""
    beside = CHECKOUT / folder
    return beside if beside.is_dir() and (CHECKOUT / "wsgi.py").exists() else ROOT / folder


def configure(app: Flask, settings: Settings) -> None:
    """Tell Flask and its extensions what the settings say."""
    app.config.update(
        GROUPNET=settings,
        TESTING=settings.mode == "test",
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_FIELDS,
        TRUSTED_HOSTS=settings.hosts,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="en_GB",
        RATELIMIT_STORAGE_URI=settings.redis_url or f"{counting.SCHEME}://",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
        RATELIMIT_ENABLED=settings.mode != "test",
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]


def engine_options(database_url: str) -> dict[str, object]:
    """A server's connections may have died meanwhile; a file's do not."""
    return {} if database_url.startswith("sqlite") else {"pool_pre_ping": True}


def start_extensions(app: Flask) -> None:
    """Bind the extensions to the application."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(shipped("migrations")))
    csrf.init_app(app)
    Babel(app, locale_selector=door_locale)
    limiter = Limiter(
        key_func=lambda: f"person {current_user.id}",
        app=app,
        application_limits=[UNSAFE_A_MINUTE],
        application_limits_exempt_when=is_not_limited,
    )
    meetings_views.feed.limit_feeds(limiter)
    public_views.page.limit_by_network(limiter)


def is_not_limited() -> bool:
    """Reading is free; so are strangers here, whose failures are counted at sign-in."""
    return request.method in SAFE_METHODS or not current_user.is_authenticated


def door_locale() -> str | None:
    """The group's locale behind its door."""
    found = g.get("door")
    return found.group.locale if found else None


def register_parts(app: Flask) -> None:
    """What each feature brings to the rooms below it."""
    importer.init_app(
        app,
        importers=[MemberImporter(), ReferralImporter(), AttendanceImporter()],
        exporters=[MemberExporter(), ReferralExporter(), *meetings_exports.EXPORTERS],
    )
    holdings.init_app(app, contributors=[open_referrals, held_at_meetings])
    forgetting.init_app(
        app,
        parts=[
            public_forgetting.FORGETTING,
            referrals_forgetting.FORGETTING,
            meetings_forgetting.FORGETTING,
            members_service.FORGETTING,
            imports_forgetting.FORGETTING,
            notice_service.FORGETTING,
            groups_erasing.FORGETTING,
        ],
    )
    profile_parts.init_app(app, parts=[ProfilePart("meetings/_profile.html", last_with_viewer)])
    notice_writers.init_app(
        app,
        writers=[meetings_notices.WRITERS, referrals_notices.WRITERS],
        digest=[meetings_notices.DIGEST, referrals_notices.DIGEST],
    )


def register_work(app: Flask) -> None:
    """Who composes which mail and who does which job."""
    registry.init_app(
        app,
        composers=[
            people_mail.COMPOSERS,
            groups_mail.COMPOSERS,
            account_mail.COMPOSERS,
            public_mail.COMPOSERS,
            notice_mail.COMPOSERS,
            meetings_mail.COMPOSERS,
        ],
        handlers=[
            outbox_jobs.HANDLERS,
            people_jobs.HANDLERS,
            referrals_jobs.HANDLERS,
            account_jobs.HANDLERS,
            groups_jobs.HANDLERS,
            jobs_visitors.HANDLERS,
            notice_jobs.HANDLERS,
            meetings_reminders.HANDLERS,
            imports_jobs.HANDLERS,
            meetings_jobs.HANDLERS,
            public_jobs.HANDLERS,
        ],
        schedule=[
            *outbox_jobs.SCHEDULE,
            *people_jobs.SCHEDULE,
            *referrals_jobs.SCHEDULE,
            *account_jobs.SCHEDULE,
            *groups_jobs.SCHEDULE,
            *jobs_visitors.SCHEDULE,
            *notice_jobs.SCHEDULE,
            *meetings_reminders.SCHEDULE,
            *meetings_jobs.SCHEDULE,
            *public_jobs.SCHEDULE,
        ],
    )


def register_blueprints(app: Flask) -> None:
    """The explicit list of what answers."""
    app.register_blueprint(people_views.blueprint)
    app.register_blueprint(people_views.account.blueprint)
    app.register_blueprint(account_views.blueprint)
    app.register_blueprint(groups_views.joining)
    app.register_blueprint(home_views.personal)
    app.register_blueprint(notice_views.personal)
    csrf.exempt(notice_views.unsubscribe)  # mail programs send it by themselves (RFC 8058)
    app.register_blueprint(referrals_views.answering.blueprint)
    app.register_blueprint(meetings_views.feed.blueprint)
    app.register_blueprint(meetings_views.feed.page)
    app.register_blueprint(meetings_views.door.arriving)
    app.register_blueprint(meetings_views.answer_by_mail.blueprint)
    app.register_blueprint(meetings_views.answer_proposal.blueprint)
    app.register_blueprint(outbox_views.work)
    app.register_blueprint(outbox_views.mails)
    app.register_blueprint(public_views.page.blueprint)
    app.register_blueprint(public_views.visits.blueprint)
    app.register_blueprint(public_views.requests.blueprint)
    group = door.group_blueprint()
    for blueprint in (
        home_views.blueprint,
        members_views.blueprint,
        meetings_views.blueprint,
        notice_views.blueprint,
        referrals_views.blueprint,
        referrals_views.thanks.blueprint,
        reciprocity_views.blueprint,
        reports_views.blueprint,
        imports_views.blueprint,
        groups_views.blueprint,
        public_views.editing.blueprint,
        public_views.applications.blueprint,
    ):
        group.register_blueprint(blueprint)
    app.register_blueprint(group)
