"""Takes what nobody may read in a log out of its lines: tokens, signatures, the values that a consent hangs on.

The second line of defence: whoever logs should not have it in hand in the first place.
"""

from __future__ import annotations

import logging
import re

_GONE = "***"
_REST = r"[\w.~+/=-]+"
_SECRETS = re.compile(
    rf"""
    (?P<kept>
        xox[a-z][.-] | xapp-                            # Slack's tokens
      | gh[a-z]_ | github_pat_                          # GitHub's, also the long ones with dots
      | ya29\. | \b1// | \b4/0 | GOCSPX-                # Google's tokens, codes and client secrets
      | \btt_(?=[\w-]{{40}})                            # our own
      | \beyJ(?=[\w-]+\.[\w-]+\.)                       # a JSON Web Token
      | \$argon2
      | (?<=[Bb]earer[ ]) | (?<=[Bb]asic[ ])
      | \bv0= | \bsha(?:1|256)=                         # signatures
      | /link/ | hooks\.slack\.com/                     # addresses that are secrets
    ){_REST}
  | (?P<name>[?&](?:state|code|token|code_verifier|client_secret|(?:access|refresh|id)_token)=)[^&\s"'\\]+
  | (?P<user>://[^\s/:@"']*:)[^\s/@"']+(?=@)            # the password in an address
    """,
    re.VERBOSE,
)


def scrub(text: str) -> str:
    """The text, each secret cut down to what tells its kind. What is JSON stays so."""
    return _SECRETS.sub(_kind, text)


def _kind(found: re.Match[str]) -> str:
    return f"{found['kept'] or found['name'] or found['user'] or ''}{_GONE}"


class Scrubbing(logging.Formatter):
    """What `inner` makes of a record, scrubbed. No filter: that would not see an exception's text, and would change
    the record for the handlers of others."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return scrub(self._inner.format(record))
