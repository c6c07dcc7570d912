"""The service as somebody runs it: it starts, says where it is, works, and goes in order."""

import httpx
import pytest

from fixtures.case import take_over
from fixtures.service import Service

pytestmark = pytest.mark.slow


def test_it_is_ready_and_its_console_is_there(service: Service) -> None:
    assert httpx.get(f"{service.url}/healthz").status_code == httpx.codes.OK
    console = httpx.get(f"{service.url}/", follow_redirects=True)
    assert console.headers["Content-Type"].startswith("text/html")
    assert "unsafe" not in console.headers["Content-Security-Policy"]


def test_the_first_account_is_made_by_the_printed_link_and_only_once(service: Service) -> None:
    admin = service.admin()

    assert admin.get("/v1/login").json()["roles"] == ["admin"]
    used = httpx.post(
        f"{service.url}/v1/setup",
        json={"token": service.setup_token, "name": "eve", "password": "another one of twenty"},
    )
    assert used.status_code == httpx.codes.CONFLICT


def test_a_take_over_is_a_case_for_an_analyst_and_nothing_an_administrator_sees(
    service: Service,
) -> None:
    story = take_over(service.url, service.host_application())

    (case,) = service.person("ana", ["analyst"]).get("/v1/cases").json()["cases"]
    assert (case["session"], case["status"]) == (story.session, "open")
    assert service.admin().get("/v1/cases").status_code == httpx.codes.FORBIDDEN


def test_it_stops_in_order_and_goes_on_where_it_was(service: Service) -> None:
    host = service.host_application()
    story = take_over(service.url, host)
    before = host.get(f"/v1/sessions/{story.session}/verdict").json()

    assert service.stop() == 0
    service.start()
    after = service.host_application().get(f"/v1/sessions/{story.session}/verdict").json()

    assert after == before


def test_nothing_secret_is_in_what_it_says(service: Service) -> None:
    key = service.api_key()
    host = httpx.Client(base_url=service.url, headers={"Authorization": f"Bearer {key}"})
    with host:
        story = take_over(service.url, host, "somebody-in-particular")
    said = service.said()

    secret = key.rpartition("_")[2]
    assert not [part for part in (secret, story.token, story.subject) if part in said]
