"""What failures of the machinery below us mean to the person who asked."""

import errno

import psycopg
from psycopg.errors import DiskFull
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from alp_app.kit.errors import AppError, StorageFull, Unavailable
from providers.contracts.objects import StoreFull

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class DatabaseSilent(Unavailable):
    hint = "Try again in a moment."

    def __init__(self) -> None:
        super().__init__("The database is not answering.")


def expected(error: BaseException) -> AppError | None:
    """The failure in our own words; None for what nobody expected, which is a bug."""
    match error:
        case AppError():
            return error
        case OperationalError(orig=DiskFull()) | DiskFull() | StoreFull():
            return StorageFull()
        case OSError(errno=number) if number in NO_ROOM:
            return StorageFull()
        case OperationalError() | InterfaceError() | PoolTimeout():
            return DatabaseSilent()
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return DatabaseSilent()
        case _:
            return None
