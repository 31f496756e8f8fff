"""Owns the start of an installation: its tables brought up to date, its runtime made."""

from sqlalchemy import select

from processes.actors import SYSTEM
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.calendar import SeedCalendar
from services.database import migrate
from services.migration_steps import Telling
from services.models import CalendarDay
from web.settings import Settings


def open_runtime(settings: Settings) -> Runtime:
    """A runtime on a database that is up to date already. Raises DatabaseUnsuitable."""
    return bank_runtime(settings.database_url)


def make_runtime(settings: Settings, telling: Telling | None = None) -> Runtime:
    """A runtime on the settings' database, whose tables are of this version afterwards.

    ``telling``: hears how its migration goes. Raises DatabaseUnsuitable, MigrationRefused.
    """
    runtime = open_runtime(settings)
    try:
        migrate(runtime.writer, telling=telling)
    except BaseException:
        runtime.database.close()
        raise
    with runtime.read_session() as session:
        seeded = session.scalars(select(CalendarDay.day).limit(1)).first() is not None
    if not seeded:
        runtime.execute(SeedCalendar(), SYSTEM)
    return runtime
