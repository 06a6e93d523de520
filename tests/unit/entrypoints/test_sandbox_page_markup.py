"""How the page reads Slack's markup: what it means, and nothing that somebody smuggled into it."""

from __future__ import annotations

import pytest

from tt_integrations.entrypoints.sandbox.page.markup import Part, parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("plain", [Part("text", "plain")]),
        ("*Web* runs", [Part("bold", "Web"), Part("text", " runs")]),
        ("try `/tt help`", [Part("text", "try "), Part("code", "/tt help")]),
        ("a\nb", [Part("text", "a"), Part("end"), Part("text", "b")]),
        (":white_check_mark: Done", [Part("text", "✔"), Part("text", " Done")]),
        (":no_such_sign:", [Part("text", ":no_such_sign:")]),
        ("12:30:45", [Part("text", "12:30:45")]),
        ("`&lt;project&gt;`", [Part("code", "<project>")]),
        ("*Tom &amp; co*", [Part("bold", "Tom & co")]),
        ("&amp;lt;", [Part("text", "&lt;")]),
        (
            "<https://tt.example/a?b=1&amp;c=2|this page>",
            [Part("link", "this page", "https://tt.example/a?b=1&c=2")],
        ),
        ("<http://tt.example>", [Part("link", "http://tt.example", "http://tt.example")]),
        ("<javascript:alert(1)|here>", [Part("text", "<javascript:alert(1)|here>")]),
        ("<@U0ANNA>", [Part("text", "<@U0ANNA>")]),
        ("*not bold", [Part("text", "*not bold")]),
    ],
)
def test_a_text_is_taken_apart(text: str, parts: list[Part]) -> None:
    assert parts_of(text) == parts
