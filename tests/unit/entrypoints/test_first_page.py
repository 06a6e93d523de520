"""Where somebody comes to who types nothing but the address of the service."""

from __future__ import annotations

from house import Front, House
from parlour import HOME, furnished


def test_the_bare_address_leads_to_the_connections(house: House, front: Front) -> None:
    front.behind = furnished(house)
    answer = house.http.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, HOME)
