"""Lines of code in reports: that no secret is among what they show."""

from __future__ import annotations

import pytest

from boundary_lint.discover.lines import harmless


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("order = Order.objects.get(number='a')", "order = Order.objects.get(number='a')"),
        ("cursor.execute(\"SELECT number FROM orders WHERE state = 'paid'\")", None),
        ("KEY = os.getenv('SECRET_KEY', 'hunter2')", "KEY = os.getenv('SECRET_KEY', '***')"),
        ("user.set_password('hunter2')", "user.set_password('***')"),
        ("auth = HTTPBasicAuth('bob', 'hunter2')", "auth = HTTPBasicAuth('***', '***')"),
        ("headers = {'X-Token': token, 'Accept': 'json'}", "headers = {'X-Token': ***, 'Accept': '***'}"),
        ("name = row['name'] + token", "name = row['name'] + token"),
        ("from shop.tokens import Token", "from shop.tokens import Token"),
    ],
)
def test_a_line_is_shown_without_its_secrets(line: str, shown: str | None) -> None:
    assert harmless(line) == (line if shown is None else shown)


@pytest.mark.parametrize(
    "line",
    [
        "c.execute(\"insert into users (name, password) values ('bob', 'hunter2')\")",
        "def handler(c, token: str = 'hunter2'):",
        "requests.get('https://bob:hunter2@pay.example/x')",
        "jwt.encode(payload, 'hunter2', algorithm='HS256')  # the secret",
        "os.environ.setdefault('DB_PASSWORD', 'hunter2')",
    ],
)
def test_no_secret_is_left(line: str) -> None:
    assert "hunter2" not in harmless(line)
