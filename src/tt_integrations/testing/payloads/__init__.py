"""Hypothesis strategies for what the providers send: legal to the letter, and as odd as people are.

`slack`, `github` and `google` speak each provider's language on their own, without our connectors, so that a
mistake made there does not come back here as an expectation.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365 * 24 * 3600
HOSTILE = (
    "<!channel> <!here> <@U0ANNA> <https://evil.example|bank>",
    "&lt;b&gt; &amp;amp; <b>bold</b> `code` *bold* _it_ ~no~",
    "עברית \u202eright to left\u202c العربية",
    "👩‍👩‍👧‍👦🇮🇹 e\u0301 é ﷽ \ufeff\u200b",
    "'; DROP TABLE tasks; -- %s {0} ${x} \\ \" %00 %",
    "line one\nline two\r\n\ttabbed\u2028separated",
    "x" * 5000,
    "=1+1",
    " around ",
)
"""Text that people and attackers really send; NUL and lone surrogates no provider lets through."""
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")

ids = st.integers(1, 2**53)
"""As large as a number is safe in JSON."""


def texts(most: int = 60) -> SearchStrategy[str]:
    """Possibly empty, in any script, hostile every few times; `most` holds for the plain ones."""
    return st.text(LETTERS, max_size=most) | st.sampled_from(HOSTILE)


def moments() -> SearchStrategy[datetime]:
    """Aware UTC, in whole seconds, within one year."""
    return st.integers(0, YEAR).map(lambda seconds: FIRST + timedelta(seconds=seconds))


def stamps() -> SearchStrategy[str]:
    """RFC 3339 in UTC, as GitHub and Google write when something was changed."""
    return moments().map(stamp)


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def words(alphabet: str, length: int) -> SearchStrategy[str]:
    """Machine-made words of one length; one number each, since letters drawn one by one take long."""
    return st.integers(0, len(alphabet) ** length - 1).map(lambda n: _spelled(n, alphabet, length))


def _spelled(number: int, alphabet: str, length: int) -> str:
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(alphabet))
        letters.append(alphabet[place])
    return "".join(letters)
