"""What the hook of a GitHub App hears of its installations, and through them."""

from __future__ import annotations

from test_fake_github_apps import installed
from test_fake_github_schema import validate


def test_the_apps_hook_hears_of_its_repositories_and_names_the_installation() -> None:
    app = installed(["octo/app"])
    app.it.inbox.got.clear()
    app.it.fake.open_issue("octo/app", "A")
    app.it.fake.open_issue("octo/secret", "B")
    (payload,) = app.it.inbox.payloads("issues")
    (_, headers, _) = app.it.inbox.got[0]
    assert payload["installation"]["id"] == app.number
    assert headers["x-github-hook-installation-target-type"] == "integration"
    assert headers["x-github-hook-installation-target-id"] == str(app.app_id)
    assert app.it.fake.deliveries[-1].parcel.installation_id == app.number


def test_the_apps_hook_hears_what_happens_to_its_installation() -> None:
    app = installed(["octo/app"])
    fake = app.it.fake
    fake.add_to_installation(app.number, "octo/secret")
    fake.remove_from_installation(app.number, "octo/app")
    fake.suspend_installation(app.number)
    fake.unsuspend_installation(app.number)
    fake.uninstall_app(app.number)
    inbox = app.it.inbox
    assert inbox.actions("installation") == ["created", "suspend", "unsuspend", "deleted"]
    assert inbox.actions("installation_repositories") == ["added", "removed"]
    added, removed = inbox.payloads("installation_repositories")
    created = inbox.payloads("installation")[0]
    assert created["repositories"][0]["full_name"] == "octo/app"
    assert added["repositories_added"][0]["full_name"] == "octo/secret"
    assert removed["repositories_removed"][0]["full_name"] == "octo/app"
    assert added["installation"]["repository_selection"] == "selected"
    assert "repository" not in created
    validate(created["sender"], {"$ref": "#/components/schemas/simple-user"})


def test_the_apps_hook_hears_of_no_issues_while_it_is_suspended() -> None:
    app = installed()
    app.it.fake.suspend_installation(app.number)
    app.it.fake.open_issue("octo/app", "A")
    assert app.it.inbox.actions("issues") == []
    app.it.fake.unsuspend_installation(app.number)
    app.it.fake.close_issue("octo/app", 1)
    assert app.it.inbox.actions("issues") == ["closed"]


def test_the_ping_of_an_apps_hook_names_no_repository() -> None:
    (ping,) = installed().it.inbox.payloads("ping")
    assert ping["hook"]["type"] == "App"
    assert "repository" not in ping


def test_an_app_finds_its_own_installations_and_no_others() -> None:
    app = installed()
    app.it.fake.add_app("other", "mona")
    theirs = app.it.fake.install_app("other", "octo").id
    client = app.as_app()
    assert [one["id"] for one in client.get("/app/installations").json()] == [app.number]
    one = client.get(f"/app/installations/{app.number}").json()
    assert (one["app_slug"], one["account"]["login"]) == ("timely", "octo")
    assert client.get(f"/app/installations/{theirs}").status_code == 404
    assert app.it.client.get("/app/installations").status_code == 401
