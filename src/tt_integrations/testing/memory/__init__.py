"""The ports in memory, with the same answers as a database: for tests of use cases, a host's and ours."""

from tt_integrations.testing.memory.store import MemoryStore
from tt_integrations.testing.memory.unit_of_work import MemoryTransaction, MemoryUnitOfWork

__all__ = ["MemoryStore", "MemoryTransaction", "MemoryUnitOfWork"]
