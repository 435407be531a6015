"""Manifests that are broken, hostile or huge: a gap names the file, and the rest is read all the same."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundary_lint.discover.deploy.read import read_deployment
from boundary_lint.discover.deploy.sources import MAX_BYTES

from ..trees import found, write
from .read import deployment, reasons

GOOD = {"good/docker-compose.yml": "services:\n  fine: {image: redis}\n"}

SECONDS = 20.0
"""Of processor time: several times what the worst of these takes, so that a busy machine does not fail it."""


@contextmanager
def bounded() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def bomb(levels: int = 60, width: int = 9) -> str:
    lines = ["x0: &x0 [lol, lol]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("docker-compose.yml", "services:\n  a: [\n", "docker-compose.yml:3 is not YAML: did not find expected node content"),
        ("docker-compose.yml", "services:\n\ta: b\n", "docker-compose.yml:2 is not YAML: found character that cannot start any token"),
        ("docker-compose.yml", "a\0b", "docker-compose.yml:0 holds NUL bytes: it is no text"),
        ("docker-compose.yml", "\x07", "docker-compose.yml:0 is not YAML: unacceptable character #x0007: control characters are not allowed"),
        ("k8s/a.yaml", "apiVersion: v1\nkind: Pod\nx: {a\n---\n", "k8s/a.yaml:4 is not YAML: did not find expected ',' or '}'"),
        ("k8s/a.yaml", "a\0b", "k8s/a.yaml:0 holds NUL bytes: it is no text"),
        ("orders/Dockerfile", "RUN x\n", "orders/Dockerfile:0 has no FROM: it builds no image"),
        ("docker-compose.yml", "services: " + "[" * 80 + "]" * 80, "docker-compose.yml:0 line 1: is nested more than 60 levels deep"),
        ("docker-compose.yml", "services:\n  a: {build: ./gone}\n", "docker-compose.yml:2 the folder ./gone that a is built from does not exist"),
        ("docker-compose.yml", "services:\n  a: {build: {context: ., dockerfile: No}}\n", "docker-compose.yml:2 the Dockerfile No of a does not exist"),
        ("docker-compose.yml", "services:\n  a: {build: '${WHERE}'}\n", "docker-compose.yml:2 the folder {} that a is built from is not known"),
        ("docker-compose.yml", "include: [gone.yml]\n", "docker-compose.yml:1 includes gone.yml, which does not exist"),
        ("docker-compose.yml", "services:\n  a: {extends: b}\n", "docker-compose.yml:2 the service a extends b, which does not exist"),
        ("docker-compose.yml", "services:\n  a: {extends: a}\n", "docker-compose.yml:2 the service a extends itself"),
        ("docker-compose.yml", "services:\n  a: {image: {{ image }}}\n", "docker-compose.yml:2 is a template whose {{ }} nothing here fills in"),
        ("k8s/a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  {{- if x }}\n  containers: []\n",
         "k8s/a.yaml:5 is a template whose {{ }} nothing here fills in"),
        ("c/templates/a.yaml", "apiVersion: v1\nkind: Pod\nx: {{ if }\n", "c/templates/a.yaml:0 is a template that cannot be filled in: line 3: an action is not closed"),
    ],
)  # fmt: skip
def test_a_gap_names_the_file(tmp_path: Path, file: str, text: str, reason: str) -> None:
    with bounded():
        result = deployment(tmp_path, {**GOOD, "c/Chart.yaml": "name: c\n", file: text})
    assert reasons(result) == [reason]
    assert {gap.kind for gap in result.gaps} == {"manifest"}
    assert "fine" in [process.name for process in result.processes]


def test_a_service_whose_folder_does_not_exist_stays(tmp_path: Path) -> None:
    result = deployment(tmp_path, {"docker-compose.yml": "services:\n  a: {build: ./gone}\n"})
    assert [(p.name, p.folder) for p in result.processes] == [("a", None)]


def test_what_comes_before_an_error_is_kept(tmp_path: Path) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: redis}]}\n---\nx: [\n"
    result = deployment(tmp_path, {"p.yaml": pod})
    assert ([p.name for p in result.processes], len(result.gaps)) == (["p"], 1)


@pytest.mark.parametrize("name", ["docker-compose.yml", "orders/Dockerfile", ".env", "Procfile", "a.proto"])
def test_files_of_fifty_megabytes(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"x.py": "", name: "", "docker-compose.yaml": "services:\n  a: {image: a, environment: {A: $A}}\n"})
    os.truncate(tmp_path / name, 50_000_000)
    with bounded():
        result = read_deployment(found(tmp_path, {}))
    assert reasons(result) == [f"{name}:0 is larger than {MAX_BYTES:,} bytes and was not read"]


def test_all_that_may_be_read_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundary_lint.discover.deploy.sources.MAX_TOTAL", 100)
    files = {f"{n}/docker-compose.yml": "services:\n  a: {image: redis} # " + "x" * 30 + "\n" for n in range(3)}
    result = deployment(tmp_path, files)
    assert len(result.processes) == 1
    assert "all manifests together are larger than 100 bytes" in reasons(result)[0]


def test_a_billion_laughs(tmp_path: Path) -> None:
    text = (
        bomb()
        + "services:\n  a:\n    image: redis\n    environment: *x59\n    ports: *x59\n    command: *x59\n    volumes: *x59\n"
    )
    with bounded():
        result = deployment(tmp_path, {"docker-compose.yml": text})
    assert [p.name for p in result.processes] == ["a"]


def test_merge_keys_that_multiply(tmp_path: Path) -> None:
    keys = ", ".join(f"k{n}: 1" for n in range(2_000))
    merges = "\n".join(f"m{n}: {{<<: [{', '.join(['*a'] * 50)}]}}" for n in range(500))
    with bounded():
        result = deployment(tmp_path, {"docker-compose.yml": f"a: &a {{{keys}}}\n{merges}\n"})
    assert reasons(result) == ["docker-compose.yml:0 holds more than 200,000 values"]


def test_an_anchor_in_itself(tmp_path: Path) -> None:
    text = "services: &s\n  a: {image: redis, environment: *s, depends_on: &d [*d]}\n"
    assert [p.name for p in deployment(tmp_path, {"docker-compose.yml": text}).processes] == ["a"]


def test_many_services_with_many_variables(tmp_path: Path) -> None:
    big = "x-env: &big\n" + "".join(f"  V{n}: postgres://u:p{n}@db/x\n" for n in range(5_000))
    services = "".join(f"  s{n}: {{image: a, environment: *big}}\n" for n in range(600))
    with bounded():
        result = deployment(tmp_path, {"docker-compose.yml": f"{big}services:\n{services}"})
    assert len(result.processes) == 500
    assert [reason.split(";")[0] for reason in reasons(result)] == [
        "docker-compose.yml:0 has more than 500 services",
        "docker-compose.yml:0 its processes have more than 50,000 variables",
    ]


def test_many_containers_with_many_variables(tmp_path: Path) -> None:
    env = "[" + ", ".join(f"{{name: V{n}, value: $(V{n})}}" for n in range(400)) + "]"
    pods = "".join(
        f"  - {{apiVersion: v1, kind: Pod, metadata: {{name: p{n}, labels: {{a: b}}}}, spec: {{containers: *c}}}}\n"
        for n in range(900)
    )
    text = f"apiVersion: v1\nkind: List\nx: &c [{{name: c, image: a, env: {env}}}]\nitems:\n{pods}"
    with bounded():
        result = deployment(tmp_path, {f"k8s/{n}.yaml": text for n in range(4)})
    assert len(result.processes) == 2_000
    assert sum("is not looked at: there are more than 2,000 objects" in reason for reason in reasons(result)) == 1
    assert sum("more than 50,000 variables" in reason for reason in reasons(result)) > 0


@pytest.mark.parametrize("size", [2, 60])
def test_files_that_include_each_other(tmp_path: Path, size: int) -> None:
    files = {
        f"{n:02}/docker-compose.yml": f"include: [../{(n + 1) % size:02}/docker-compose.yml]\nservices:\n  s{n}: {{image: redis}}\n"
        for n in range(size)
    }
    result = deployment(tmp_path, files)
    assert len(result.processes) == size
    assert reasons(result)


def test_services_that_extend_each_other(tmp_path: Path) -> None:
    files = {
        "docker-compose.yml": "services:\n  a: {image: a, extends: {file: b.yml, service: b}}\n",
        "b.yml": "services:\n  b: {image: b, extends: {file: docker-compose.yml, service: a}}\n",
    }
    result = deployment(tmp_path, files)
    assert [p.image for p in result.processes] == ["a"]
    assert reasons(result) == ["docker-compose.yml:2 the service a extends itself"]


def test_kustomizations_that_take_each_other(tmp_path: Path) -> None:
    files = {
        "a/kustomization.yaml": "namePrefix: x-\nresources: [../b]\n",
        "b/kustomization.yaml": "resources: [../a]\n",
        "s.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n",
    }
    assert reasons(deployment(tmp_path, files)) == ["b/kustomization.yaml:0 takes a, which takes it again"]


def test_two_services_of_one_name(tmp_path: Path) -> None:
    text = "services:\n  a: {image: one}\n  a: {image: two}\n"
    result = deployment(tmp_path, {"docker-compose.yml": text})
    assert [p.image for p in result.processes] == ["two"]


def test_links_out_of_the_tree_are_not_followed(tmp_path: Path) -> None:
    outside = write(
        tmp_path / "outside", {"secret.env": "A=outside\n", "docker-compose.yml": "services: {a: {image: a}}\n"}
    )
    inside = tmp_path / "inside"
    write(inside, {"x.py": "", "docker-compose.yaml": "services:\n  b: {image: b, env_file: linked.env}\n"})
    (inside / "linked.env").symlink_to(outside / "secret.env")
    (inside / "docker-compose.yml").symlink_to(outside / "docker-compose.yml")
    result = read_deployment(found(inside, {}))
    assert [(p.name, p.environment) for p in result.processes] == [("b", ())]
    assert "a link that leads out of the analysed folder" in reasons(result)[0]
    climbing = {
        "docker-compose.yaml": "services:\n  b: {image: b, env_file: ../outside/secret.env, build: ../outside}\n"
    }
    assert [p.environment for p in read_deployment(found(inside, climbing)).processes] == [()]


def test_a_pipe_is_no_manifest(tmp_path: Path) -> None:
    write(tmp_path, {"x.py": "", "docker-compose.yml": "services:\n  b: {image: b, env_file: pipe.env}\n"})
    os.mkfifo(tmp_path / "pipe.env")
    assert [p.name for p in read_deployment(found(tmp_path, {})).processes] == ["b"]


@pytest.mark.parametrize(
    "text",
    ["{{" * 300_000, "{{ if x }}" * 40_000, '{{ "' + "a" * 500_000 + " }}", "{{ (((((((((((((((((((((((((((((((((((((((( }}", "{{ printf .Values }}"],
    ids=["open", "ifs", "text", "brackets", "printf"],
)  # fmt: skip
def test_hostile_templates(tmp_path: Path, text: str) -> None:
    files = {"c/Chart.yaml": "name: c\n", "c/templates/a.yaml": f"apiVersion: v1\nkind: Pod\nx: {text}\n"}
    with bounded():
        assert deployment(tmp_path, files).gaps


@pytest.mark.parametrize(
    "text",
    [part * (400_000 // len(part)) for part in ("a", "a.", "a:b@", "://", "x=${", "password", "-p ", "python ", "mysql ", "curl -u ", "cd a;", 'x="')],
)  # fmt: skip
def test_long_lines_take_no_time(tmp_path: Path, text: str) -> None:
    files = {
        ".env": f"A={text}\n",
        "Procfile": f"web: {text}\n",
        "Makefile": f"x:\n\t{text}\n",
        "a/Dockerfile": f"FROM python\nENV A={text}\nCMD ./run.sh {text}\n",
        "a/run.sh": f"{text}\n",
        "docker-compose.yml": f"services:\n  a: {{build: a, command: '{text}', environment: {{A: '{text}'}}}}\n",
        "a.proto": f"service {text} {{ rpc {text}\n",
    }
    with bounded():
        deployment(tmp_path, files)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*["services:", "a", "b", "image", "build", "environment", "-", "[", "]", "{", "}", "&", "*", "<<", ":", "!", "|", ">", "'", "#", "$", "${", "{{", "}}", "x", "\t"], "\n", "\n  ", "\n    "]), max_size=40))  # fmt: skip
def test_nothing_is_raised(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    text = " ".join(words)
    base = tmp_path_factory.mktemp("any")
    kubernetes = "apiVersion: v1\nkind: Pod\nspec: " + text
    names = (
        "docker-compose.yml",
        "Dockerfile",
        ".env",
        "Makefile",
        "Procfile",
        "a.proto",
        "skaffold.yaml",
        "kustomization.yaml",
    )
    files = dict.fromkeys(names, text) | {"k.yaml": kubernetes, "c/Chart.yaml": text, "c/templates/k.yaml": kubernetes}
    deployment(base, files | {"c/values.yaml": text, "openapi.yaml": "openapi: 3\npaths: " + text})
