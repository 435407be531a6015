"""No password, key or token ever enters what is read; addresses do."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundary_lint.discover.deploy.secrets import is_secret, redact, shown

from .read import deployment


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("postgres://u:hunter2@db:5432/orders", "postgres://u:***@db:5432/orders"),
        ("postgresql+psycopg2://u:hun%ter2@db/orders?x=1", "postgresql+psycopg2://u:***@db/orders?x=1"),
        ("mysql://root:hun@ter2@db/orders", "mysql://root:***@db/orders"),
        ("mysql://root:hun/ter2@db/orders", "mysql://root:***@db/orders"),
        ("redis://:hunter2@cache:6379/0", "redis://:***@cache:6379/0"),
        ("amqp://guest:hunter2@rabbit:5672//", "amqp://guest:***@rabbit:5672//"),
        ("mongodb://a:hunter2@m1:1,m2:2/x?authSource=admin", "mongodb://a:***@m1:1,m2:2/x?authSource=admin"),
        ("redis://u:hunter2@a:1 redis://u:hunter2@b:2", "redis://u:***@a:1 redis://u:***@b:2"),
        ("https://hunter2@example.com/x", "https://***@example.com/x"),
        ("https://example.com/x?api_key=hunter2&y=1", "https://example.com/x?api_key=***&y=1"),
        ("guest:hunter2@rabbit:5672", "guest:***@rabbit:5672"),
        ("host=db user=u password=hunter2 dbname=o", "host=db user=u password=*** dbname=o"),
        ("Server=db;Database=o;User Id=sa;Password=hunter2;", "Server=db;Database=o;User Id=sa;Password=***;"),
        ("cache:6379,password=hunter2,ssl=True", "cache:6379,password=***,ssl=True"),
        ('{"host": "db", "password": "hunter2"}', '{"host": "db", "password": ***}'),
        ("redis-server --requirepass hunter2 --port 1", "redis-server --requirepass *** --port 1"),
        ("PGPASSWORD=hunter2 psql -h db", "PGPASSWORD=*** psql -h db"),
        ("mysql -u root -phunter2 -h db", "mysql -u root -p*** -h db"),
        ("curl -u admin:hunter2 http://a", "curl -u admin:*** http://a"),
        ("curl -H 'Authorization: Bearer hunter2hunter2'", "curl -H 'Authorization: Bearer ***'"),
    ],
)
def test_passwords_are_replaced_and_the_rest_stays(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "http://token-service:8000/login",
        "http://orders:8000/users/@me",
        "auth:5000",
        "uvicorn app.main:app --host 0.0.0.0 --port 8000",
        "mongodb://m1:27017,m2:27017/x",
        "gunicorn -p 8000 app:app",
        "user@example.com",
        "order.created:payments",
    ],
)
def test_what_bears_no_secret_is_not_touched(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASSWORD",
        "db_passwd",
        "MYSQL_PWD",
        "RABBITMQ_DEFAULT_PASS",
        "jwtSecret",
        "SECRET_KEY",
        "APIKEY",
        "STRIPE_KEY",
        "AWS_ACCESS_KEY_ID",
        "GITHUB_TOKEN",
        "DBPASSWORD",
        "CREDENTIALS",
        "SASL_USERNAME",
        "Signing.Key",
        "tls_keys",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    ["ROUTING_KEY", "CASSANDRA_KEYSPACE", "KEYCLOAK_URL", "DB_HOST", "PWD", "PARTITION_KEY", "MONKEY", "COMPASS"],
)
def test_names_that_only_look_like_it(name: str) -> None:
    assert not is_secret(name)


def test_what_is_shown_of_a_variable() -> None:
    assert shown("DB_HOST", "db") == ("db", False)
    assert shown("DB_PASSWORD", "x") == ("", True)
    assert shown("TOKEN_URL", "http://auth:5000/token") == ("http://auth:5000/token", False)
    assert shown("PAYMENT", "sk_live_51H8xyz") == ("", True)
    assert shown("CERTIFICATE", "-----BEGIN PRIVATE KEY-----\nabc") == ("", True)
    assert shown("NOTE", "x" * 5000) == ("", False)


SECRET = "h7%Xq.Zz-"

FORMATS = {
    ".env": f"DB_PASSWORD={SECRET}\nDATABASE_URL=postgres://u:{SECRET}@db/o\nAPI_TOKEN='{SECRET}'\nPLAIN=host=db password={SECRET}\n",
    "o/.env": f'export JWT_SECRET="{SECRET}"\nBROKER=amqp://g:{SECRET}@mq\n',
    "docker-compose.yml": f"""\
services:
  o:
    build: {{context: o, args: [TOKEN={SECRET}]}}
    command: celery -A x worker --password {SECRET}
    env_file: .env
    environment:
      A: redis://:{SECRET}@r/0
      B: ${{DB_PASSWORD}}
      C: x-${{DB_PASSWORD}}-y
      D: mysql://u:${{DB_PASSWORD}}@db/o
      E: postgres://u:${{NO_PASSWORD:-{SECRET}}}@db/o
      F: ${{API_TOKEN}}
    healthcheck: {{test: curl -u a:{SECRET} localhost}}
  r: {{image: redis, command: redis-server --requirepass {SECRET}, environment: {{REDIS_PASS: {SECRET}}}}}
""",
    "o/Dockerfile": f"FROM python\nARG TOKEN={SECRET}\nENV DB_PASS={SECRET} URL=http://u:{SECRET}@x T=$TOKEN\nCMD python x.py --token={SECRET}\n",
}


def test_no_format_lets_a_secret_in(tmp_path: Path) -> None:
    result = deployment(tmp_path, {"o/x.py": "", **FORMATS})
    assert len(result.processes) == 3
    assert SECRET not in msgspec.json.encode(result).decode()


@given(st.text(alphabet=st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=8, max_size=20))
def test_any_password_of_a_database_url_is_replaced(password: str) -> None:
    if any(sign in password for sign in "\"'<>"):
        return
    text = redact(f"postgresql://user:{password}@db:5432/orders")
    assert password not in text
    assert text.startswith("postgresql://user:***@") and text.endswith("db:5432/orders")
