"""Tell a channel that somebody's timer started, stopped or was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.chat import (
    Announcing,
    MessageRef,
    Notice,
    StartNotice,
    StopNotice,
    TakenBackNotice,
)
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import TimeEntry, Timer
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    Done,
    Job,
    Result,
)
from tt_integrations.domain.usecases.say import Said, Say, Saying
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.unit_of_work import UnitOfWork

STARTED = "started"
TimerNews = AnnounceStart | AnnounceStop | AnnounceTakenBack


@frozen
class SendNotice:
    """With a live message, that of the start is kept in mind, and edited by what follows."""

    unit_of_work: UnitOfWork
    chats: Mapping[str, Chat]
    say: Say

    def __call__(self, job: Job, news: TimerNews) -> Result:
        about = _about(news)
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.find(job.connection)
            owner = connection.owner if connection else None
            person = tx.people.find(owner) if owner is not None else None
            link = tx.links.to(job.connection, Kind.MESSAGE, about.id)
        if connection is None or not connection.state.works:
            return Done()
        if person is None or not person.active:
            return Done()
        chat = self.chats.get(connection.provider)  # None: it is not set up any more
        wanted = chat.announcing(connection.settings) if chat else Announcing()
        if wanted.channel is None:
            return Done()
        edits = _message(link, about) if wanted.live else None
        saying = Saying(job, connection, wanted.channel, _notice(news, person), edits)
        match self.say(saying):
            case Said(message):
                self._keep_in_mind(news, connection, message, wanted)
                return Done()
            case result:
                return result

    def _keep_in_mind(
        self, news: TimerNews, connection: Connection, message: MessageRef, wanted: Announcing
    ) -> None:
        if not wanted.live or not isinstance(news, AnnounceStart):
            return
        about, remote = _about(news), f"{message.channel}/{message.id}"
        base = {STARTED: about.started.isoformat()}
        try:
            with self.unit_of_work() as tx:
                tx.links.put(Link(connection.id, Kind.MESSAGE, remote, about.id, base))
                tx.commit()
        except StoreUnavailable:
            return  # it was said: were the job to fail now, it would be said twice. The stop is a new message


def _message(link: Link | None, about: Timer | TimeEntry) -> MessageRef | None:
    # a database may give the id of a timer that was taken back to the next one
    if link is None or link.base.get(STARTED) != about.started.isoformat():
        return None
    channel, _, number = link.remote.partition("/")
    return MessageRef(channel, number)


def _about(news: TimerNews) -> Timer | TimeEntry:
    match news:
        case AnnounceStart(event) | AnnounceTakenBack(event):
            return event.timer
        case AnnounceStop(event):
            return event.entry
        case unknown:
            assert_never(unknown)


def _notice(news: TimerNews, person: Person) -> Notice:
    match news:
        case AnnounceStart(event):
            return StartNotice(person, event.timer)
        case AnnounceStop(event):
            return StopNotice(person, event.entry)
        case AnnounceTakenBack(event):
            return TakenBackNotice(person, event.timer)
        case unknown:
            assert_never(unknown)
