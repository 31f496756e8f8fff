"""The two databases behind one shape: SQLite embedded by default, PostgreSQL when one machine is not enough."""

from processes.database.base import Database, DatabaseUnsuitable
from processes.database.faults import Fault, fault_of
from processes.database.opening import make_database

__all__ = ["Database", "DatabaseUnsuitable", "Fault", "fault_of", "make_database"]
