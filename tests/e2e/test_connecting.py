"""Somebody connects their accounts, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect
from reception import REPOSITORY, Reception
from visiting import Visit


def test_slack_is_saved_and_tested(visit: Visit) -> None:
    visit.connect_slack()
    card = visit.card("slack")
    expect(card.locator("header .badge")).to_have_text("Active")
    expect(card.get_by_label("Bot token")).to_have_value("")
    card.get_by_role("button", name="Test").click()
    expect(card.locator(".notice.good")).to_be_visible()
    assert visit.here.slack.bot_token not in visit.page.content()


def test_a_wrong_channel_is_said_beside_the_field_and_what_was_typed_stays(visit: Visit) -> None:
    field = visit.card("slack").get_by_label("Channel")
    field.fill("time")
    visit.save("slack")
    expect(field).to_have_value("time")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(visit.page.locator("#slack-channel_id-error")).to_contain_text("Expected #channel")
    assert visit.wrongs() == []


def test_the_webhook_secret_of_github_is_copied_and_shown_only_once(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.connect_github()
    secret = visit.page.get_by_role("textbox", name="New webhook secret").input_value()
    copy = visit.card("github").locator("[data-copy=github-fresh]")
    copy.click()
    expect(copy).to_have_text("Copied")
    assert visit.page.evaluate("navigator.clipboard.readText()") == secret
    visit.go("/integrations")
    assert secret not in visit.page.content()


def test_rows_are_added_to_a_list(visit: Visit) -> None:
    card = visit.card("github")
    card.get_by_role("button", name="Add another").click()
    added = card.get_by_label("Repositories, name 3")
    expect(added).to_be_focused()
    added.fill(REPOSITORY)
    card.get_by_label("Token").fill(visit.here.token)
    visit.save("github")
    expect(card.get_by_label("Repositories, name 1")).to_have_value(REPOSITORY)


def test_a_connection_is_paused_resumed_and_after_a_question_disconnected(visit: Visit) -> None:
    visit.connect_slack()
    card, badge = visit.card("slack"), visit.card("slack").locator("header .badge")
    card.get_by_role("button", name="Pause").click()
    expect(badge).to_have_text("Paused")
    card.get_by_role("button", name="Resume").click()
    expect(badge).to_have_text("Active")
    yes = card.get_by_role("button", name="Yes, disconnect")
    expect(yes).to_be_hidden()
    card.locator("summary", has_text="Disconnect").click()
    visit.page.keyboard.press("Escape")
    expect(yes).to_be_hidden()
    card.locator("summary", has_text="Disconnect").click()
    yes.click()
    expect(badge).to_have_text("Disconnected")
    expect(card).to_contain_text("its secrets are wiped")


def test_everything_can_be_reached_by_the_keyboard(visit: Visit) -> None:
    visit.go("/integrations")
    keyboard = visit.page.keyboard
    keyboard.press("Tab")
    expect(visit.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(visit.card("github").get_by_label("Token")).to_be_focused()
    visit.card("slack").locator("summary", has_text="Summaries").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(visit.page.get_by_label("Post a summary each day")).to_be_focused()
    keyboard.press("Space")
    expect(visit.page.get_by_label("Post a summary each day")).to_be_checked()


def test_without_scripts_a_card_is_saved_all_the_same(here: Reception, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    visit = Visit(here, page)
    visit.sign_in("ben")
    visit.connect_slack()
    expect(visit.card("slack").locator("[data-copy]").first).to_be_hidden()
    expect(visit.card("slack").get_by_label("Webhook address")).to_have_value(
        f"{here.url}/webhooks/slack/{_key(page)}"
    )
    context.close()


def _key(page: Page) -> str:
    return page.get_by_label("Webhook address").input_value().rpartition("/")[2]
