"""Kubernetes manifests: processes, the names that lead to them, their variables; Kustomize and Skaffold."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

import pytest

from boundary_lint.facts.deployment import Process

from .read import deployment, processes, reasons, values


def kubernetes(base: Path, files: Mapping[str, str]) -> dict[str, Process]:
    return processes(base, files, "kubernetes")


def workload(name: str, *lines: str, kind: str = "Deployment", image: str = "acme/orders:1") -> str:
    """Return a workload with one container; lines stand below the container."""
    inside = "".join(f"          {line}\n" for line in lines)
    return (
        f"apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: {name}\nspec:\n  replicas: 2\n  template:\n    metadata:\n"
        f"      labels: {{app: {name}}}\n    spec:\n      containers:\n        - name: main\n          image: {image}\n{inside}"
    )


def service(name: str, app: str, port: int = 80, target: str = "8000") -> str:
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n  selector: {{app: {app}}}\n"
        f"  ports: [{{port: {port}, targetPort: {target}}}]\n"
    )


def test_a_deployment_with_a_service(tmp_path: Path) -> None:
    lines = [
        "ports: [{containerPort: 9000}]",
        "command: [uvicorn]",
        "args: [main:app, --port, '8000']",
        "env:",
        "  - name: BILLING",
        "    value: http://billing:80",
        "livenessProbe:",
        "  httpGet: {path: /health, port: 8000}",
    ]
    text = workload("orders", *lines) + "---\n" + service("orders-api", "orders")
    orders = kubernetes(tmp_path, {"any/where.yaml": text})["orders"]
    assert (orders.file, orders.line, orders.image, orders.replicas) == ("any/where.yaml", 1, "acme/orders", 2)
    assert (orders.hosts, orders.ports, orders.published) == (("orders-api",), (8000, 9000), (80,))
    assert (orders.command, orders.health) == ("uvicorn main:app --port 8000", 20)
    assert [(v.name, v.value, v.line) for v in orders.environment] == [("BILLING", "http://billing:80", 18)]


@pytest.mark.parametrize("kind", ["StatefulSet", "DaemonSet", "Job", "ReplicaSet"])
def test_other_workloads(tmp_path: Path, kind: str) -> None:
    assert "w" in kubernetes(tmp_path, {"k8s/w.yml": workload("w", kind=kind)})


def test_pods_cron_jobs_and_lists(tmp_path: Path) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: acme/p}]}\n"
    cron = (
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  jobTemplate:\n    spec:\n      template:\n"
        "        spec: {containers: [{name: c, image: acme/c, args: [python, job.py]}]}\n"
    )
    listed = "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: {name: l}\n    spec: {containers: [{name: c, image: redis}]}\n"
    found = kubernetes(tmp_path, {"k8s/p.yaml": pod, "k8s/c.yaml": cron, "k8s/l.yaml": listed})
    assert {name: (p.command, p.infrastructure, p.line) for name, p in found.items()} == {
        "p": ("", "", 1),
        "c": ("python job.py", "", 1),
        "l": ("", "redis", 4),
    }


def test_variables_of_configmaps_and_secrets(tmp_path: Path) -> None:
    def encoded(text: str) -> str:
        return base64.b64encode(text.encode()).decode()

    config = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  AUTH: auth:5000\n  MONGO: mongodb://u:hunter2@m/videos\n"
        "  script.js: return 1\n"
    )
    secret = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: sec}\n"
        f"data:\n  DB_URI: {encoded('postgres://u:hunter2@db/orders')}\n  DB_PASS: {encoded('hunter2')}\n  SIGNER: {encoded('hunter2')}\n  DB_HOST: {encoded('db')}\n"
        "stringData:\n  QUEUE: video\n  OWNER: hunter2\n"
    )
    lines = [
        "envFrom:",
        "  - configMapRef: {name: conf}",
        "  - secretRef: {name: sec}",
        "    prefix: S_",
        "env:",
        "  - name: URL",
        "    valueFrom: {secretKeyRef: {name: sec, key: DB_URI}}",
        "  - name: LOST",
        "    valueFrom: {secretKeyRef: {name: elsewhere, key: DB_URI}}",
        "  - name: TOPIC",
        "    valueFrom: {configMapKeyRef: {name: nowhere, key: topic}}",
        "  - name: BOTH",
        "    value: http://$(AUTH)/x",
    ]
    files = {"a/deploy.yaml": workload("o", *lines), "a/conf.yaml": config, "a/secret.yaml": secret}
    o = kubernetes(tmp_path, files)["o"]
    assert values(o) == {
        "AUTH": "auth:5000",
        "MONGO": "mongodb://u:***@m/videos",
        "S_DB_URI": "postgres://u:***@db/orders",
        "S_DB_PASS": "***",
        "S_SIGNER": "***",
        "S_DB_HOST": "db",
        "S_QUEUE": "video",
        "S_OWNER": "***",
        "URL": "postgres://u:***@db/orders",
        "LOST": "***",
        "TOPIC": "",
        "BOTH": "http://auth:5000/x",
    }
    places = {v.name: (f"{v.file}:{v.line}", v.source) for v in o.environment}
    assert places["AUTH"] == ("a/conf.yaml:5", "configmap/conf/AUTH")
    assert places["URL"] == ("a/secret.yaml:5", "secret/sec/DB_URI")
    assert places["LOST"] == ("a/deploy.yaml:21", "secret/elsewhere/DB_URI")


def test_names_of_a_namespace(tmp_path: Path) -> None:
    text = workload("o") + "---\n" + service("api", "o").replace("{name: api}", "{name: api, namespace: shop}")
    assert kubernetes(tmp_path, {"o.yaml": text})["o"].hosts == (
        "api",
        "api.shop",
        "api.shop.svc",
        "api.shop.svc.cluster.local",
    )


def test_a_service_leads_to_the_workload_that_is_nearest(tmp_path: Path) -> None:
    files = {
        f"{folder}/k8s.yaml": workload("web", image=f"acme/{folder}") + "---\n" + service(f"{folder}-api", "web")
        for folder in ("orders", "users")
    }
    found = [p for p in deployment(tmp_path, files).processes if p.kind == "kubernetes"]
    assert [(p.image, p.hosts) for p in found] == [("acme/orders", ("orders-api",)), ("acme/users", ("users-api",))]


def test_containers_beside_the_main_one(tmp_path: Path) -> None:
    text = workload("o") + "        - {name: cache, image: redis}\n---\n" + service("api", "o")
    found = kubernetes(tmp_path, {"o.yaml": text})
    assert {name: (p.hosts, p.infrastructure) for name, p in found.items()} == {
        "o": (("api",), ""),
        "cache": ((), "redis"),
    }


def test_what_tells_prometheus_to_scrape(tmp_path: Path) -> None:
    annotated = workload("a").replace(
        "      labels: {app: a}\n", "      labels: {app: a}\n      annotations:\n        prometheus.io/scrape: 'true'\n"
    )
    monitored = service("b", "b").replace("{name: b}", "{name: b, labels: {team: x}}")
    monitor = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m}\nspec: {selector: {matchLabels: {team: x}}}\n"
    files = {
        "a.yaml": annotated,
        "b.yaml": workload("b") + "---\n" + monitored,
        "m.yaml": monitor,
        "c.yaml": workload("c"),
    }
    found = kubernetes(tmp_path, files)
    assert {n: (p.metrics, p.metrics_file) for n, p in found.items()} == {
        "a": (11, ""),
        "b": (1, "m.yaml"),
        "c": (0, ""),
    }


DOCKER = "FROM python:3.12\nENV FROM_IMAGE=1\nEXPOSE 8000\nCMD python main.py\n"


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        ({"orders/main.py": "", "orders/Dockerfile": DOCKER}, "orders"),
        ({"svc/orders/main.py": "", "svc/orders/pyproject.toml": ""}, "svc/orders"),
        ({"code/main.py": "", "code/Dockerfile": DOCKER, "code/k8s/x.yaml": "W"}, "code"),
        ({"src/main.py": "", "src/Dockerfile": DOCKER, "skaffold.yaml": "build:\n  artifacts:\n    - image: acme/orders\n      context: src\n"}, "src"),
        ({"one/main.py": "", "one/Dockerfile": DOCKER, "docker-compose.yml": "services:\n  x: {build: one, image: 'acme/orders:2'}\n"}, "one"),
        ({"two/main.py": "", "two/Dockerfile": DOCKER, "two/Makefile": "build:\n\tdocker build -t acme/orders:$(TAG) .\n"}, "two"),
        ({"orders-service/main.py": "", "orders-service/Dockerfile": DOCKER, "users/main.py": "", "users/Dockerfile": DOCKER}, "orders-service"),
        ({"a/orders/main.py": "", "a/orders/Dockerfile": DOCKER, "b/orders/main.py": "", "b/orders/Dockerfile": DOCKER}, None),
        ({"main.py": "", "Dockerfile": DOCKER}, ""),
        ({"users/orders/main.py": "", "users/Dockerfile": DOCKER}, None),
    ],
)  # fmt: skip
def test_the_folder_of_an_image(tmp_path: Path, files: dict[str, str], folder: str | None) -> None:
    text = workload("any")
    files = {path: text if content == "W" else content for path, content in files.items()}
    if not any(content == text for content in files.values()):
        files["k8s/x.yaml"] = text
    process = kubernetes(tmp_path, files)["any"]
    assert process.folder == folder
    if process.dockerfile:
        assert (values(process), process.ports, process.command) == ({"FROM_IMAGE": "1"}, (8000,), "python main.py")


def test_kustomizations_change_names_and_make_variables(tmp_path: Path) -> None:
    files = {
        "k8s/base/kustomization.yaml": "resources: [orders.yaml]\nconfigMapGenerator:\n  - name: conf\n    literals:\n      - TOPIC=orders\n    envs: [conf.env]\n",
        "k8s/base/conf.env": "HOST=billing\n",
        "k8s/base/orders.yaml": workload("o", "envFrom: [{configMapRef: {name: conf}}]")
        + "---\n"
        + service("api", "o"),
        "k8s/prod/kustomization.yaml": "bases: [../base]\nresources: [missing.yaml]\nnamePrefix: prod-\nnameSuffix: -v1\n",
    }
    result = deployment(tmp_path, files)
    o = next(p for p in result.processes)
    assert (values(o), o.hosts) == ({"HOST": "billing", "TOPIC": "orders"}, ("api", "prod-api-v1"))
    assert [(v.file, v.line) for v in o.environment] == [
        ("k8s/base/conf.env", 1),
        ("k8s/base/kustomization.yaml", 5),
    ]
    assert reasons(result) == ["k8s/prod/kustomization.yaml:2 takes missing.yaml, which does not exist"]


def test_yaml_that_only_looks_like_it_is_not_read(tmp_path: Path) -> None:
    files = {
        "a.yaml": "kind: cat\nservices: [a, b]\n",
        "b.yaml": "services:\n  app.mailer: {class: Mailer}\n",
        "tests/k8s/o.yaml": workload("o"),
        "tests/docker-compose.yml": "services:\n  a: {image: redis}\n",
        "data.yaml": "apiVersion: 1\nname: x\n",
    }
    result = deployment(tmp_path, files)
    assert (result.processes, result.gaps) == ((), ())


def test_an_image_that_several_folders_build_is_that_of_the_nearest(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for folder in ("day1", "day2"):
        files |= {
            f"{folder}/app/main.py": "",
            f"{folder}/app/Dockerfile": DOCKER,
            f"{folder}/docker-compose.yml": "services:\n  a: {build: app, image: acme/orders}\n",
            f"{folder}/k8s.yaml": workload("any"),
        }
    found = [p for p in deployment(tmp_path, files).processes if p.kind == "kubernetes"]
    assert [p.folder for p in found] == ["day1/app", "day2/app"]


def test_patches_of_overlays_add_variables(tmp_path: Path) -> None:
    files = {
        "base/o.yaml": workload("o", "env: [{name: A, value: base}]"),
        "prod/patch.yaml": workload("o", "env: [{name: A, value: prod}, {name: B, value: prod}]").replace(
            "          image: acme/orders:1\n", ""
        ),
    }
    found = deployment(tmp_path, files).processes
    assert [(p.name, values(p)) for p in found] == [("o", {"A": "base", "B": "prod"})]
