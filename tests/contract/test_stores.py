"""The shipped suites over every store of ours. `ground` is conftest's."""

from __future__ import annotations

import pytest

from tt_integrations.testing import contracts
from tt_integrations.testing.contracts import Ground


class TestPeople(contracts.PeopleContract):
    pass


class TestProjects(contracts.ProjectsContract):
    pass


class TestTasks(contracts.TasksContract):
    pass


class TestTaskCards(contracts.TaskCardsContract):
    pass


class TestReserving(contracts.ReservingContract):
    pass


class TestTakingBack(contracts.TakingBackContract):
    pass


class TestDeeds(contracts.DeedsContract):
    pass


class TestTimers(contracts.TimersContract):
    pass


class TestTimeEntries(contracts.TimeEntriesContract):
    pass


class TestEntryCards(contracts.EntryCardsContract):
    pass


class TestChangingCards(contracts.ChangingCardsContract):
    pass


class TestEntryChanges(contracts.EntryChangesContract):
    pass


class TestConnections(contracts.ConnectionsContract):
    pass


class TestConnectionStates(contracts.ConnectionStatesContract):
    pass


class TestAdoption(contracts.AdoptionContract):
    pass


class TestAddresses(contracts.AddressesContract):
    pass


class TestInbox(contracts.InboxContract):
    pass


class TestAccessTokens(contracts.AccessTokensContract):
    pass


class TestRoster(contracts.RosterContract):
    pass


class TestAccounts(contracts.AccountsContract):
    pass


class TestSessions(contracts.SessionsContract):
    pass


class TestSignInTries(contracts.SignInTriesContract):
    pass


class TestGrants(contracts.GrantsContract):
    pass


class TestTickets(contracts.TicketsContract):
    pass


class TestRuns(contracts.RunsContract):
    pass


class TestOverdueRuns(contracts.OverdueRunsContract):
    pass


class TestDecisions(contracts.DecisionsContract):
    pass


class TestCursors(contracts.CursorsContract):
    pass


class TestLinks(contracts.LinksContract):
    pass


class TestJobs(contracts.JobsContract):
    pass


class TestEndedJobs(contracts.EndedJobsContract):
    pass


class TestClaims(contracts.ClaimsContract):
    pass


class TestUnitOfWork(contracts.UnitOfWorkContract):
    pass


class TestRacing(contracts.RacingContract):
    """Not within one transaction of the host's, which is for one thread."""

    @pytest.fixture
    def ground(self, own_ground: Ground) -> Ground:
        return own_ground


class TestRacingCards(contracts.RacingCardsContract):
    @pytest.fixture
    def ground(self, own_ground: Ground) -> Ground:
        return own_ground


class TestRacingSignIns(contracts.RacingSignInsContract):
    """Nor here."""

    @pytest.fixture
    def ground(self, own_ground: Ground) -> Ground:
        return own_ground
