"""However the news of issues are shuffled and copied, their tasks end as if told once and in order."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, DrawFn

from issue_desk import MOBILE, WEB, IssueDesk, issue, minute
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.tasks import TaskCard

FEW_DAYS = settings(max_examples=200, deadline=None, derandomize=True, database=None)
LABELS = ("bug", "enhancement", "ui", "question")
CHANGES = st.sampled_from(("edited", "labeled", "closed", "reopened", "assigned", "milestoned"))
BY_HAND: dict[str, Any] = {
    "name": "By hand",
    "description": "By hand.",
    "priority": "urgent",
    "tags": ("by hand",),
}


@frozen
class News:
    action: str
    issue: Issue
    moved: tuple[tuple[str, Issue], ...] = ()

    def tell(self, desk: IssueDesk) -> None:
        desk.hear(self.action, self.issue, login="ada", **dict(self.moved))


@st.composite
def histories(draw: DrawFn, number: int = 7, *, moves: bool = False) -> list[News]:
    """What happens to one issue, each at a later moment than the one before."""
    stands = issue(number, at=0, repository=draw(st.sampled_from([WEB, MOBILE])))
    told = [News("opened", stands)]
    for at, action in enumerate(draw(st.lists(CHANGES, max_size=6)), start=1):
        stands = draw(_changed(evolve(stands, updated=minute(at)), action))
        told.append(News(action, stands))
    if moves and draw(st.booleans()):
        told += draw(_moving(stands, len(told)))
    elif draw(st.integers(0, 3)) == 0:
        told.append(News("deleted", evolve(stands, updated=minute(len(told)))))
    return told


@st.composite
def _changed(draw: DrawFn, stands: Issue, action: str) -> Issue:
    match action:
        case "edited":
            title, body = draw(st.sampled_from("ABC")), draw(st.sampled_from("abc"))
            return evolve(stands, title=title, body=body)
        case "labeled":
            return evolve(stands, labels=tuple(draw(st.sets(st.sampled_from(LABELS)))))
        case "closed":
            planned = draw(st.booleans())
            return evolve(stands, closed=True, not_planned=not planned, closed_at=stands.updated)
        case "reopened":
            return evolve(stands, closed=False, not_planned=False, closed_at=None)
        case "assigned":
            return evolve(stands, assignees=("ada",))
    return stands


@st.composite
def _moving(draw: DrawFn, stands: Issue, at: int) -> list[News]:
    """From one repository to the other, where more happens to it."""
    other = MOBILE if stands.repository == WEB else WEB
    old = evolve(stands, updated=minute(at))
    address = f"https://acme.test/{other.name}/3"
    new = evolve(old, repository=other, number=3, address=address)
    told = [
        News("transferred", old, (("moved_to", new),)),
        News("opened", new, (("moved_from", old),)),
    ]
    for later, action in enumerate(draw(st.lists(CHANGES, max_size=3)), start=at + 1):
        new = draw(_changed(evolve(new, updated=minute(later)), action))
        told.append(News(action, new))
    return told


@st.composite
def shuffled(draw: DrawFn, told: list[News]) -> list[News]:
    """All of it, some of it twice."""
    copies = draw(st.lists(st.sampled_from(told), max_size=4))
    return draw(st.permutations(told + copies))


def expected(order: list[News], told: list[News]) -> set[object]:
    """What was deleted before we knew of it becomes no task at all; otherwise as told in order."""
    return set() if order[0].action == "deleted" else ends(told)


def ends(told: list[News]) -> set[object]:
    desk = desk_of_one_project()
    for news in told:
        news.tell(desk)
    return what_counts(desk)


def desk_of_one_project() -> IssueDesk:
    desk = IssueDesk()
    projects = {WEB.id: desk.web.id, MOBILE.id: desk.web.id}
    desk.rules = IssueRules(projects, desk.rules.legacy, tags={"ui": "front"})
    return desk


def what_counts(desk: IssueDesk) -> set[object]:
    """The tasks, whatever their numbers. A deleted issue is a cancelled task, or none if we knew too late; so is a
    double."""
    cards = [card for card in desk.tasks() if card.status != "cancelled"]
    assert len({card.reference for card in cards}) == len(cards)
    return {evolve(card, id=0) for card in cards}  # type: ignore[arg-type]


@FEW_DAYS
@given(st.data())
def test_any_order_and_any_copies_of_the_news_of_an_issue_end_in_the_same_task(
    data: DataObject,
) -> None:
    told = data.draw(histories())
    order = data.draw(shuffled(told))
    assert ends(order) == expected(order, told)


@FEW_DAYS
@given(st.data())
def test_an_issue_that_moves_ends_in_the_same_task_in_any_order(data: DataObject) -> None:
    told = data.draw(histories(moves=True))
    order = data.draw(shuffled(told))
    assert ends(order) == expected(order, told)


@FEW_DAYS
@given(st.data())
def test_the_news_of_two_issues_never_meet(data: DataObject) -> None:
    one, two = data.draw(histories(7)), data.draw(histories(8))
    order = data.draw(shuffled(one + two))
    heard = [[news for news in order if news.issue.number == number] for number in (7, 8)]
    assert ends(order) == expected(heard[0], one) | expected(heard[1], two)


@FEW_DAYS
@given(st.data())
def test_older_news_change_nothing(data: DataObject) -> None:
    told = data.draw(histories().filter(lambda news: news[-1].action != "deleted"))
    desk = desk_of_one_project()
    told[-1].tell(desk)
    before = desk.tasks()
    for older in data.draw(shuffled(told)):
        older.tell(desk)
    assert desk.tasks() == before


@FEW_DAYS
@given(st.data())
def test_what_a_person_changes_by_hand_is_never_lost(data: DataObject) -> None:
    told = data.draw(histories())
    order = data.draw(shuffled(told))
    when = data.draw(st.integers(1, len(order)))
    mine = {name: BY_HAND[name] for name in data.draw(st.sets(st.sampled_from(sorted(BY_HAND))))}
    desk = desk_of_one_project()
    for number, news in enumerate(order, start=1):
        news.tell(desk)
        if number == when:
            _edit(desk, mine)
    assert [_written(card, mine) for card in desk.tasks()] in ([], [mine])
    assert _without(desk.tasks(), mine) == _without(_told_plainly(order), mine)


def _edit(desk: IssueDesk, mine: dict[str, Any]) -> None:
    for card in desk.tasks():
        desk.edit(card, **mine)


def _written(card: TaskCard, mine: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(card, name) for name in mine}


def _told_plainly(order: list[News]) -> list[TaskCard]:
    desk = desk_of_one_project()
    for news in order:
        news.tell(desk)
    return desk.tasks()


def _without(cards: list[TaskCard], mine: dict[str, Any]) -> list[TaskCard]:
    """The same, with what was changed by hand."""
    return [evolve(card, **mine) for card in cards]
