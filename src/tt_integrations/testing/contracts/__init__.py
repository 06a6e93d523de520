"""The ports' promises as tests. A host inherits a class and gives the one fixture `ground` it asks for:

    class TestOurTimers(TimersContract):
        @pytest.fixture
        def ground(self) -> Ground:
            return OurGround(...)

`ground.py` says what each ground is. Every test is a sentence of the port's own docstring.
"""

from tt_integrations.testing.contracts.access_tokens import AccessTokensContract
from tt_integrations.testing.contracts.accounts import AccountsContract
from tt_integrations.testing.contracts.addresses import AddressesContract
from tt_integrations.testing.contracts.adoption import AdoptionContract
from tt_integrations.testing.contracts.changing_cards import ChangingCardsContract
from tt_integrations.testing.contracts.claims import ClaimsContract
from tt_integrations.testing.contracts.clock import ClockContract
from tt_integrations.testing.contracts.connection_states import ConnectionStatesContract
from tt_integrations.testing.contracts.connections import ConnectionsContract
from tt_integrations.testing.contracts.cursors import CursorsContract
from tt_integrations.testing.contracts.decisions import DecisionsContract
from tt_integrations.testing.contracts.deeds import DeedsContract
from tt_integrations.testing.contracts.ended_jobs import EndedJobsContract
from tt_integrations.testing.contracts.entry_cards import EntryCardsContract
from tt_integrations.testing.contracts.entry_changes import EntryChangesContract
from tt_integrations.testing.contracts.grants import GrantsContract
from tt_integrations.testing.contracts.ground import Ground, IdentityGround, VaultGround
from tt_integrations.testing.contracts.identity import IdentityContract
from tt_integrations.testing.contracts.inbox import InboxContract
from tt_integrations.testing.contracts.jobs import JobsContract
from tt_integrations.testing.contracts.links import LinksContract
from tt_integrations.testing.contracts.overdue_runs import OverdueRunsContract
from tt_integrations.testing.contracts.people import PeopleContract
from tt_integrations.testing.contracts.projects import ProjectsContract
from tt_integrations.testing.contracts.racing import RacingContract
from tt_integrations.testing.contracts.racing_cards import RacingCardsContract
from tt_integrations.testing.contracts.racing_sign_ins import RacingSignInsContract
from tt_integrations.testing.contracts.reserving import ReservingContract
from tt_integrations.testing.contracts.roster import RosterContract
from tt_integrations.testing.contracts.runs import RunsContract
from tt_integrations.testing.contracts.sessions import SessionsContract
from tt_integrations.testing.contracts.sign_in_tries import SignInTriesContract
from tt_integrations.testing.contracts.sought_decisions import SoughtDecisionsContract
from tt_integrations.testing.contracts.taking_back import TakingBackContract
from tt_integrations.testing.contracts.tasks import TaskCardsContract, TasksContract
from tt_integrations.testing.contracts.tickets import TicketsContract
from tt_integrations.testing.contracts.time_entries import TimeEntriesContract
from tt_integrations.testing.contracts.timers import TimersContract
from tt_integrations.testing.contracts.unit_of_work import UnitOfWorkContract
from tt_integrations.testing.contracts.vault import VaultContract

__all__ = [
    "AccessTokensContract",
    "AccountsContract",
    "AddressesContract",
    "AdoptionContract",
    "ChangingCardsContract",
    "ClaimsContract",
    "ClockContract",
    "ConnectionStatesContract",
    "ConnectionsContract",
    "CursorsContract",
    "DecisionsContract",
    "DeedsContract",
    "EndedJobsContract",
    "EntryCardsContract",
    "EntryChangesContract",
    "GrantsContract",
    "Ground",
    "IdentityContract",
    "IdentityGround",
    "InboxContract",
    "JobsContract",
    "LinksContract",
    "OverdueRunsContract",
    "PeopleContract",
    "ProjectsContract",
    "RacingCardsContract",
    "RacingContract",
    "RacingSignInsContract",
    "ReservingContract",
    "RosterContract",
    "RunsContract",
    "SessionsContract",
    "SignInTriesContract",
    "SoughtDecisionsContract",
    "TakingBackContract",
    "TaskCardsContract",
    "TasksContract",
    "TicketsContract",
    "TimeEntriesContract",
    "TimersContract",
    "UnitOfWorkContract",
    "VaultContract",
    "VaultGround",
]
