"""Where somebody comes to who types nothing but the address of the service."""

from __future__ import annotations

from house import Front, House
from parlour import HOME, furnished


def test_the_bare_address_leads_to_the_connections(house: House, front: Front) -> None:
    front.behind = furnished(house)
    answer = house.http.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, HOME)


def test_what_is_told_after_a_consent_leads_on_where_there_are_pages(
    house: House, front: Front
) -> None:
    back = "/integrations/slack/callback?state=old&code=x"
    lone = house.http.get(back)
    assert "<h1" in lone.text
    assert "On to" not in lone.text
    front.behind = furnished(house)
    assert 'href="/integrations">On to connections</a>' in house.http.get(back).text
