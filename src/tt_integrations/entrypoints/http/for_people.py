"""Endpoints that answer with pages: whatever goes wrong, people read a page, not a program's document."""

from __future__ import annotations

from starlette.responses import Response

from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.entrypoints.http.asking import Answering, Asked
from tt_integrations.entrypoints.http.errors import body_of, status_of
from tt_integrations.entrypoints.web.pages import Pages

NOTHING_HERE = "There is nothing here that you may see. It may be gone, or somebody else's."


def for_people(pages: Pages, answer: Answering) -> Answering:
    def answered(asking: Asked) -> Response:
        try:
            return answer(asking)
        except NotConnected as error:
            return _problem(asking, error, "Not found", NOTHING_HERE)
        except IntegrationError as error:
            return _problem(asking, error, "That did not work", trouble_of(error))

    def _problem(asking: Asked, error: IntegrationError, title: str, text: str) -> Response:
        return pages.render(
            "problem.html", status_of(error), title=title, sentence=text, asking=asking
        )

    return answered


def trouble_of(error: IntegrationError) -> str:
    """A sentence, with nothing of the inside."""
    return f"{str(body_of(error)['error']).rstrip('.')}."
