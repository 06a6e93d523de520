"""From the arguments of the chat methods to what a message consists of.

Source: docs.slack.dev, reference/methods/chat.postMessage.
"""

from __future__ import annotations

import re

from tt_integrations.adapters.providers.slack.fake.messages import Content
from tt_integrations.adapters.providers.slack.fake.refusal import Refused, invalid_arguments
from tt_integrations.adapters.providers.slack.fake.web.block_rules import check_message
from tt_integrations.adapters.providers.slack.fake.web.method import Arguments
from tt_integrations.adapters.providers.slack.fake.web.parameters import (
    FLAG,
    TEXT,
    TEXTS,
    obj,
    objects,
)

LONGEST = 40_000
LONGEST_MARKDOWN = 12_000
TS = re.compile(r"[0-9]{1,12}\.[0-9]{6}")

CONTENT = {
    "text": TEXT,
    "markdown_text": TEXT,
    "blocks": objects("invalid_blocks_format"),
    "attachments": objects("invalid_attachments"),
    "thread_ts": TEXT,
    "reply_broadcast": FLAG,
    "metadata": obj("invalid_metadata_format"),
    "as_user": FLAG,
    "link_names": FLAG,
    "parse": TEXT,
    "mrkdwn": FLAG,
    "unfurl_links": FLAG,
    "unfurl_media": FLAG,
    "username": TEXT,
    "icon_emoji": TEXT,
    "icon_url": TEXT,
    "file_ids": TEXTS,
    "container_id": TEXT,
}
"""What all chat methods understand."""


def read(arguments: Arguments) -> tuple[Content, tuple[str, ...]]:
    """The content and Slack's warnings: text above 40,000 characters is cut, not refused."""
    markdown = arguments.get("markdown_text")
    if markdown is not None and ("text" in arguments or "blocks" in arguments):
        raise Refused("markdown_text_conflict")
    if markdown is not None and len(markdown) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    text = markdown or arguments.get("text", "")
    if not (text or arguments.get("blocks") or arguments.get("attachments")):
        raise Refused("no_text")
    check_message(arguments)
    content = Content(
        text[:LONGEST],
        tuple(arguments.get("blocks", ())),
        tuple(arguments.get("attachments", ())),
        _thread(arguments),
        _metadata(arguments),
    )
    return content, ("message_truncated",) if len(text) > LONGEST else ()


def read_short(arguments: Arguments) -> Content:
    """As `read`, but too much text is refused, as by chat.update and chat.postEphemeral."""
    if len(arguments.get("text", "")) > LONGEST:
        raise Refused("msg_too_long")
    return read(arguments)[0]


def _thread(arguments: Arguments) -> str | None:
    thread: str | None = arguments.get("thread_ts") or None
    if thread is not None and not TS.fullmatch(thread):
        raise invalid_arguments("invalid thread_ts [json-pointer:/thread_ts]")
    return thread


def _metadata(arguments: Arguments) -> dict[str, object] | None:
    metadata: dict[str, object] | None = arguments.get("metadata")
    if metadata is None:
        return None
    kinds = (type(metadata.get("event_type")), type(metadata.get("event_payload")))
    if kinds != (str, dict):
        raise Refused("invalid_metadata_format")
    return metadata
