"""Owns the start of an installation: its keys found, its tables brought up to date, its runtime made."""

from functools import partial

from sqlalchemy import inspect, select

from processes.actors import SYSTEM
from processes.commands import UseKeys
from processes.database import Database, make_database
from processes.history import KeyRing, KeysMissing
from processes.history.key_files import keys_in, keys_of_texts, make_keys
from processes.history.outside import Outside
from processes.models import HistoryKey
from processes.runtime import Runtime
from services.bank import bank_runtime
from services.calendar import SeedCalendar
from services.database import migrate
from services.migration_steps import Telling
from services.models import CalendarDay
from web.settings import Settings


def open_runtime(settings: Settings) -> Runtime:
    """A runtime on a database that is up to date already. Raises DatabaseUnsuitable, KeysMissing, KeysUnreadable."""
    runtime = bank_runtime(settings.database_url, keys_of(settings))
    assert settings.checkpoints is not None
    runtime.outside = Outside(settings.checkpoints)
    runtime.reopen = partial(open_runtime, settings)
    return runtime


def make_runtime(settings: Settings, telling: Telling | None = None) -> Runtime:
    """A runtime on the settings' database, whose tables are of this version afterwards.

    ``telling``: hears how its migration goes. Raises DatabaseUnsuitable, KeysMissing, KeysUnreadable, MigrationRefused.
    """
    runtime = open_runtime(settings)
    try:
        migrate(runtime.writer, telling=telling)
        runtime.execute(UseKeys(), SYSTEM)
    except BaseException:
        runtime.database.close()
        raise
    with runtime.read_session() as session:
        seeded = session.scalars(select(CalendarDay.day).limit(1)).first() is not None
    if not seeded:
        runtime.execute(SeedCalendar(), SYSTEM)
    return runtime


def keys_of(settings: Settings) -> KeyRing:
    """The history's keys: of the environment, else of their folder, where the first start makes them.

    KeysMissing when they are gone from there: new ones would make a tampered database of a sound one.
    """
    seals, signers = settings.seal_keys.get_secret_value(), settings.signing_keys.get_secret_value()
    if seals:
        return keys_of_texts(seals, signers)
    assert settings.history_keys is not None
    found = keys_in(settings.history_keys)
    if found is not None:
        return found
    _refuse_sealed(settings)
    return make_keys(settings.history_keys)


def _refuse_sealed(settings: Settings) -> None:
    database = make_database(settings.database_url)
    try:
        used = _keys_used(database)
    finally:
        database.close()
    if used:
        raise KeysMissing(used, str(settings.history_keys))


def _keys_used(database: Database) -> tuple[str, ...]:
    """The keys that a database was sealed and signed with; none of one from before there were keys."""
    with database.reader.connect() as connection:
        if not inspect(connection).has_table(HistoryKey.__tablename__):
            return ()
        return tuple(connection.scalars(select(HistoryKey.id).order_by(HistoryKey.id)))
