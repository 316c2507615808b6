"""The review database: the one room that knows SQL."""

from pipeline.store.database import Store
from pipeline.store.schema import MIGRATIONS

__all__ = ["MIGRATIONS", "Store"]
