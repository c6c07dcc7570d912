"""The console, in a real browser against the real service: every screen, both themes, keyboard only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from e2e.team import TAKEN_OVER, Team, put_to_work
from fixtures.chromium import OpenPage
from fixtures.service import ADMIN, PASSWORD, Service

pytestmark = [pytest.mark.services, pytest.mark.slow]

AXE: Final = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
ROLES: Final = {
    "analyst": ("analyst",),
    "officer": ("privacy_officer",),
    "auditor": ("auditor",),
    "self": ("self",),
}
SCREENS: Final = {
    "analyst": (
        "now",
        "cases",
        "health",
        "session/{session}",
        "session/{session}/compare",
        "case/{case}",
    ),
    "officer": ("subjects", "subject/{subject}", "settings", "access-log", "health"),
    "auditor": ("accounts", "keys", "access-log", "cases"),
    "self": ("me", "password"),
    ADMIN: ("settings", "accounts", "keys", "health"),
}
_CHECKED: Final = """
async () => (await axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).join(", "))
"""


@pytest.fixture(scope="module")
def team_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that runs for all tests of this file."""
    running = Service(tmp_path_factory.mktemp("console")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def team(team_service: Service) -> Team:
    """The team at work, and an account for each role."""
    for name, roles in ROLES.items():
        team_service.person(name, roles, TAKEN_OVER if "self" in roles else None)
    return put_to_work(team_service)


def _logged_in(page: Page, name: str) -> Page:
    page.goto("/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    return page


def _faults(page: Page) -> Any:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(_CHECKED)


@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", (1280, 800)), ("dark", (1280, 800)), ("light", (360, 740))],
    ids=["light", "dark", "narrow"],
)
@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_of_a_role_is_accessible(
    name: str,
    scheme: Any,
    size: tuple[int, int],
    team: Team,
    team_service: Service,
    open_page: OpenPage,
) -> None:
    page = _logged_in(open_page(team_service.url, scheme=scheme, size=size), name)
    for screen in SCREENS[name]:
        hash_ = screen.format(
            session=team.sessions[TAKEN_OVER], case=team.case, subject=TAKEN_OVER
        )
        page.goto(f"/console/#/{hash_}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert _faults(page) == [], screen
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{screen} is {overflow} pixels too wide"


def test_the_log_in_screen_is_accessible_and_refuses_a_wrong_password(
    team_service: Service, team: Team, open_page: OpenPage
) -> None:
    del team
    page = open_page(team_service.url, allow=(r"status of 401 .*/v1/login",))
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    assert _faults(page) == []
    page.get_by_label("Name").fill("analyst")
    page.get_by_label("Password").fill("not the password at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert _faults(page) == []


def test_a_case_is_found_and_decided_without_a_mouse(
    team_service: Service, team: Team, open_page: OpenPage
) -> None:
    page = _logged_in(open_page(team_service.url), "analyst")
    _tab_to(page, f"Open case of {TAKEN_OVER}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TAKEN_OVER)
    _tab_to(page, "Confirm compromised")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    _tab_to(page, "Confirm compromised", inside="[role=dialog], dialog")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text(
        "locked until a step-up is passed by a security key"
    )
    assert _faults(page) == []
    status = team_service.person("afterwards", ["analyst"]).get(f"/v1/cases/{team.case}")
    assert status.json()["status"] == "confirmed_compromised"


def test_a_seat_appears_without_a_reload(
    team_service: Service, team: Team, open_page: OpenPage
) -> None:
    del team
    page = _logged_in(open_page(team_service.url), "analyst")
    page.goto("/console/#/now")
    expect(page.get_by_text("seat-1", exact=True)).to_be_visible()
    host = team_service.host_application()
    host.post("/v1/sessions", json={"subject": "newcomer", "origin": "https://crm.example"})
    expect(page.get_by_text("newcomer", exact=True)).to_be_visible()


def _tab_to(page: Page, name: str, inside: str = "body") -> None:
    """Press Tab until what has the focus carries a name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        said = page.evaluate(
            """(inside) => { const at = document.activeElement;
            return at && at.closest(inside) ? (at.getAttribute("aria-label") || at.textContent) : "" }""",
            inside,
        )
        if name in (said or ""):
            return
    pytest.fail(f"Tab never reaches {name!r}")
