"""Looking through the runs of a person, over every store of ours. `ground` is conftest's."""

from __future__ import annotations

from tt_integrations.testing import contracts


class TestSoughtDecisions(contracts.SoughtDecisionsContract):
    pass
