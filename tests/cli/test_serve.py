"""The page on this machine: who is answered, what a page is told when files change, and what a mistake does."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from boundary_lint.config.load import load_config
from boundary_lint.pipeline.serve.drawing import NotDrawn, changes_of, draw, draw_again
from boundary_lint.pipeline.serve.live import Live
from boundary_lint.pipeline.serve.server import Server, event
from boundary_lint.pipeline.serve.watched import Watched
from tests.cli.inside import inside
from tests.cli.shop import COMMAND, run

PAGE = "<!doctype html><title>first</title><script>run()</script>"


@contextmanager
def answering(live: Live) -> Iterator[Server]:
    with Server(0, live) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def live() -> Live:
    shown = Live()
    shown.show(PAGE)
    return shown


def ask(
    server: Server, path: str = "/", method: str = "GET", headers: Mapping[str, str] = {}
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    return response, response.read().decode()


@contextmanager
def hearing(server: Server, headers: Mapping[str, str] = {}) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/events", headers=headers)
    yield connection.getresponse()
    connection.close()


def heard(response: http.client.HTTPResponse) -> dict[str, str]:
    """Return the next thing that is told: its fields."""
    fields: dict[str, str] = {}
    while (line := response.readline().decode().rstrip("\n")) or not fields:
        name, _, value = line.partition(": ")
        fields[name] = fields[name] + "\n" + value if name in fields else value
        fields.pop("", None)
    return fields


def test_the_page_is_answered_with_a_policy_for_its_own_script(live: Live) -> None:
    with answering(live) as server:
        response, text = ask(server, "/?x=1")
        head, nothing = ask(server, method="HEAD")
    assert (response.status, text) == (200, PAGE)
    assert (head.status, nothing, head.headers["Content-Length"]) == (200, "", str(len(PAGE)))
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'wasm-unsafe-eval' 'sha256-" in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not any(name.startswith("Access-Control") for name in response.headers)
    assert "Python" not in response.headers["Server"]


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_own_names_are_answered(live: Live, name: str) -> None:
    with answering(live) as server:
        assert ask(server, headers={"Host": f"{name}:{server.port}"})[0].status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "localhost", "localhost:1", "localhost:{port}.evil.example", ""]
)
def test_other_names_are_not(live: Live, host: str) -> None:
    with answering(live) as server:
        for path in ("/", "/events"):
            response, text = ask(server, path, headers={"Host": host.format(port=server.port)})
            assert response.status == 403
            assert "first" not in text


def test_nothing_else_is_answered(live: Live) -> None:
    with answering(live) as server:
        assert ask(server, "/etc/passwd")[0].status == 404
        assert ask(server, "//evil.example/")[0].status == 404
        assert ask(server, "/favicon.ico")[0].status == 204
        assert ask(server, "/", "POST")[0].status == 501
        with socket.create_connection(("127.0.0.1", server.port)) as raw:
            raw.sendall(b"\0\0\r\n\r\n")
            assert b"400" in raw.recv(1000)
        assert ask(server)[0].status == 200


def test_pages_are_told_what_becomes_of_them(live: Live) -> None:
    with answering(live) as server, hearing(server) as response:
        assert heard(response) == {"event": "reload", "id": live.now.name, "data": "changed"}  # no page was loaded yet
        ask(server)
        with hearing(server) as loaded:
            assert heard(loaded) == {"id": live.now.name}
        live.show("other")
        assert heard(response) == {"event": "reload", "id": live.now.name, "data": "changed"}
        live.fail("boundary-lint.toml:3: wrong\ncorrect it")
        told = heard(response)
        assert told == {"event": "problem", "id": live.now.name, "data": "boundary-lint.toml:3: wrong\ncorrect it"}
        with hearing(server) as late:
            assert heard(late) == told
        with hearing(server, {"Last-Event-ID": "of an earlier run"}) as back:
            assert heard(back) == told
        live.show("other")
        assert heard(response)["data"] == "changed"


def test_a_text_cannot_forge_an_event() -> None:
    live = Live()
    live.fail("a\rdata: b\n\nevent: c\u2028d")
    lines = event("x", live.now).splitlines()
    assert [line for line in lines if line and not line.startswith("data: ")] == ["event: problem", "id: x"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "models.py").write_text("x = 1\n")
    (tmp_path / "boundary-lint.toml").write_text("")
    return tmp_path


def test_what_matters(project: Path) -> None:
    for folder in (".venv/lib", "node_modules/x", "own_env/lib", "kept", "pages"):
        (project / folder).mkdir(parents=True)
    (project / "own_env" / "pyvenv.cfg").write_text("")
    (project / "boundary-lint.toml").write_text('rule-folders = ["pages"]\nbaseline = "debt.json"\n')
    watched = Watched([project], load_config(project), project / "kept")
    for name in (
        "orders/models.py", "orders/new/x.py", "boundary-lint.toml", "pyproject.toml", "requirements.txt", "docker-compose.yml", "deploy/k8s/a.yaml",
        "x.sql", "debt.json", ".env", "CODEOWNERS", ".github/CODEOWNERS", "pages/rule.md", "api.proto",
    ):  # fmt: skip
        assert watched.matters(project / name), name
    for name in (
        "README.md", "data.json", "a.txt", "orders/a.html", ".venv/lib/a.py", "node_modules/x/setup.py", "own_env/lib/a.py", "kept/a.py", "kept/pyproject.toml",
        ".boundary_lint_cache/a.toml", ".git/config", "orders/__pycache__/a.py", "orders/models.py~", "vendor/a.py", "../other/a.py",
    ):  # fmt: skip
        assert not watched.matters(Path(project, name).resolve()), name


def test_a_configuration_above_is_watched_alone(project: Path) -> None:
    part = project / "orders"
    watched = Watched([part], load_config(part), None)
    assert (watched.deep, watched.flat) == ((part.resolve(),), (project.resolve(),))
    assert watched.matters(project.resolve() / "boundary-lint.toml")
    assert not watched.matters(project.resolve() / "other.py")


def test_a_changed_file_is_drawn_and_told_and_a_mistake_mended(project: Path, live: Live) -> None:
    """The page is what boundary-lint.toml says; where that is "wrong" it cannot be drawn."""
    config, said, stop = project / "boundary-lint.toml", list[str](), threading.Event()

    def drawn() -> str:
        text = config.read_text("utf-8")
        if text == "wrong":
            raise NotDrawn(2, "boundary-lint.toml:1: it is wrong")
        return text

    changes = changes_of(Watched([project], load_config(project), None), stop, said.append)
    drawing = threading.Thread(target=draw_again, args=(changes, drawn, live, said.append))
    drawing.start()
    with answering(live) as server, hearing(server) as response:
        heard(response)
        (project / "data.json").write_text("{}")
        write_until(config, "second", live)
        assert heard(response)["data"] == "changed"
        assert ask(server)[1] == "second"
        config.write_text("wrong")
        assert heard(response)["data"] == "boundary-lint.toml:1: it is wrong"
        assert ask(server)[1] == "second"
        config.write_text("third")
        assert heard(response)["data"] == "changed"
        assert ask(server)[1] == "third"
    stop.set()
    changes.put(set())
    drawing.join(10)
    assert not drawing.is_alive()
    assert said[-2:-1] == ["boundary-lint.toml:1: it is wrong"]
    assert said[-1].startswith("boundary-lint.toml changed: drawn again, ")


def write_until(file: Path, text: str, live: Live) -> None:
    """Write a file until it is noticed: following begins a moment after it is asked for."""
    before = live.now.name
    for _ in range(50):
        file.write_text(text)
        if live.after(before, 0.5)[0] != before:
            return
    raise AssertionError("not noticed")


def test_the_command_writes_the_page_or_says_why_not() -> None:
    assert draw([sys.executable, "-c", "print('a page é', end='')"]) == "a page é"
    fail = "import sys; print('boundary-lint: a: wrong', file=sys.stderr); sys.exit(2)"
    with pytest.raises(NotDrawn, match=r"\Aa: wrong\Z") as error:
        draw([sys.executable, "-c", fail])
    assert error.value.code == 2
    with pytest.raises(NotDrawn, match="exit code -9"):
        draw([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])


def test_a_port_in_use_is_told(project: Path, live: Live) -> None:
    with Server(0, live) as server:
        ran = inside("serve", str(project), "--port", str(server.port))
    assert ran.returncode == 2
    assert ran.stderr.startswith(
        f"boundary-lint: --port {server.port}: cannot be had: Address already in use - name another"
    )


def test_the_command_shows_a_report_until_ctrl_c(project: Path) -> None:
    (project / "click.py").write_text("raise SystemExit('foreign code ran')\n")
    command = [COMMAND, "serve", "--port", "0", "--no-seams"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=project) as running:
        assert running.stdout is not None
        told = running.stdout.readline()
        url = told.partition(" ")[0]
        with urllib.request.urlopen(url, timeout=10) as response:
            assert b"<title>" in response.read()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=10)
    assert told == f"{url} shows {project.name} and follows its files. Ctrl-C ends it.\n"
    assert (running.returncode, said.splitlines()[-1]) == (130, "boundary-lint: interrupted")
    assert "Traceback" not in said


def test_a_mistake_at_the_start_ends_it(project: Path) -> None:
    (project / "boundary-lint.toml").write_text('[[contexts]]\nname = "orders"\nmodules = ["nowhere"]\n')
    ran = run("serve", str(project), "--port", "0")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "nowhere" in ran.stderr
