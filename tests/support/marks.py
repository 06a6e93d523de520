"""How notes name events in tests."""

from __future__ import annotations

from tt_integrations.domain.model.calendar_rules import NoteMark

IN_BRACKETS = NoteMark("[gcal:", "]")
