"""No password, key or token ever enters what is read; addresses do."""

from __future__ import annotations

import base64
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


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


POD = f"""apiVersion: v1
kind: Pod
metadata: {{name: p}}
spec:
  containers:
    - name: c
      image: acme/p
      args: [--token, {SECRET}]
      envFrom: [{{configMapRef: {{name: m}}}}, {{secretRef: {{name: s}}}}, {{secretRef: {{name: g}}}}]
      env:
        - {{name: PW_COPY, value: "{SECRET}"}}
        - {{name: DSN, value: "mysql://u:$(S_PASSWORD)@db/{{}}"}}
        - {{name: OTHER, valueFrom: {{secretKeyRef: {{name: s, key: S_PASSWORD}}}}}}
        - {{name: HOST, valueFrom: {{secretKeyRef: {{name: s, key: API_TOKEN}}}}}}
        - {{name: AGAIN, value: "x $(OTHER) $(PW_COPY)"}}
"""

FORMATS |= {
    "k8s/pod.yaml": POD,
    "k8s/map.yaml": f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m}}\ndata: {{M_SECRET: {SECRET}, M_URL: 'amqp://u:{SECRET}@mq', M_FILE: 'password: {SECRET}'}}\n",
    "k8s/secret.yaml": f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{S_PASSWORD: {encoded(SECRET)}, S_URI: {encoded(f'postgres://u:{SECRET}@d/x')}}}\n"
    f"stringData: {{API_TOKEN: {SECRET}, OWNER: {SECRET}, S_USER: {SECRET}}}\n",
    "k8s/kustomization.yaml": f"secretGenerator: [{{name: g, literals: [G_PASS={SECRET}, 'G_URL=redis://:{SECRET}@r', G_OWNER={SECRET}]}}]\n",
    "c/Chart.yaml": "name: c\n",
    "c/values.yaml": f"password: {SECRET}\nurl: redis://:{SECRET}@r\n",
    "c/templates/pod.yaml": POD.replace("{name: p}", "{name: q}").replace(SECRET, "{{ .Values.password }}")
    + f'        - {{name: V, value: {{{{ .Values.url | quote }}}}}}\n        - {{name: W, value: {{{{ unheard "{SECRET}" }}}}}}\n',
    "Procfile": f"web: PASSWORD={SECRET} gunicorn x:app --secret {SECRET}\n",
    "Makefile": f"run:\n\tDB_PASSWORD={SECRET} python x.py --password {SECRET}\n",
    "openapi.yaml": f"openapi: 3.0.0\nservers: [{{url: 'http://u:{SECRET}@h/v1'}}]\npaths: {{/a: {{get: {{}}}}}}\n",
    "skaffold.yaml": f"build: {{artifacts: [{{image: acme/p, context: 'https://u:{SECRET}@example.com/x.git'}}]}}\n",
    "d/docker-compose.yml": f"services:\n  a: {{build: 'https://u:{SECRET}@example.com/x.git#{SECRET}', image: a}}\n",
}


def test_no_format_lets_a_secret_in(tmp_path: Path) -> None:
    result = deployment(tmp_path, {"o/x.py": "", **FORMATS})
    assert {process.kind for process in result.processes} == {
        "compose",
        "kubernetes",
        "dockerfile",
        "procfile",
        "makefile",
    }
    assert len(result.processes) == 8
    text = msgspec.json.encode(result).decode()
    assert SECRET not in text
    assert encoded(SECRET) not in text
    assert "redis://:***@r" in text


@given(st.text(alphabet=st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=8, max_size=20))
def test_any_password_of_a_database_url_is_replaced(password: str) -> None:
    if any(sign in password for sign in "\"'<>") or password in "postgresql://user:***@db:5432/orders":
        return
    text = redact(f"postgresql://user:{password}@db:5432/orders")
    assert password not in text
    assert text.startswith("postgresql://user:***@") and text.endswith("db:5432/orders")
