import pytest

from samehands.errors import SettingsError
from samehands.host.reads import Action
from samehands.host.record_routes import Found, RecordRoutes

ROUTES = RecordRoutes.of(
    "customer=/customers/{id}",
    "customer:export=POST /customers/{id}/export",
    "order=/customers/{customer}/orders/{record}",
    "file.pdf:export=/files/{name}.pdf",
)


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("GET", "/customers/4711", Found("4711", "customer", Action.VIEW)),
        ("GET", "/customers/4711/?tab=2", Found("4711", "customer", Action.VIEW)),
        ("GET", "//customers//4711", Found("4711", "customer", Action.VIEW)),
        ("POST", "/customers/4711/export", Found("4711", "customer", Action.EXPORT)),
        ("GET", "/customers/4711/orders/9", Found("9", "order", Action.VIEW)),
        ("GET", "/files/a.b.pdf", Found("a.b", "file.pdf", Action.EXPORT)),
    ],
)
def test_a_request_of_a_route_reads_its_record(method: str, path: str, found: Found) -> None:
    assert ROUTES.find(method, path) == found


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/customers"),
        ("GET", "/customers/"),
        ("POST", "/customers/4711"),
        ("HEAD", "/customers/4711"),
        ("GET", "/customers/4711/notes"),
        ("GET", "/x/customers/4711"),
        ("GET", "/filesXpdf"),
        ("GET", "/customers/" + "7" * 9_000),
        ("GET", "/customers/" + "7" * 2_000),
    ],
)
def test_any_other_request_reads_none(method: str, path: str) -> None:
    assert ROUTES.find(method, path) is None


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "customer",
        "customer=customers/{id}",
        "customer=/customers",
        "customer=/a/{x}/b/{y}",
        "customer=/a/{record}/b/{record}",
        "customer=/a/{x",
        "customer:steal=/a/{x}",
        "Customer=/a/{x}",
    ],
)
def test_a_rule_that_is_none_is_refused(rule: str) -> None:
    with pytest.raises(SettingsError):
        RecordRoutes.of(rule)


def test_a_map_of_nothing_is_refused() -> None:
    with pytest.raises(SettingsError):
        RecordRoutes.of()
