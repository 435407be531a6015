"""Helm charts, filled in with their own values."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundary_lint.discover.deploy.templates import TemplateError, Templates

from .read import deployment, processes, reasons, values

HELPERS = """\
{{- define "shop.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}
{{/* the name of everything */}}
{{- define "shop.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name }}
{{- end }}
{{- end }}
{{- end }}
{{- define "shop.selectorLabels" -}}
app.kubernetes.io/name: {{ include "shop.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
"""

DEPLOYMENT = """\
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.fullname" . }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  template:
    metadata:
      labels:
        {{- include "shop.selectorLabels" . | nindent 8 }}
    spec:
      {{- with .Values.securityContext }}
      securityContext: {{ toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          env:
            {{- range $name, $value := .Values.env }}
            - name: {{ $name }}
              value: {{ $value | quote }}
            {{- end }}
            - name: REDIS
              value: redis://{{ .Release.Name }}-redis:{{ .Values.redis.port | default 6379 }}
            - name: RANDOM
              value: {{ randAlphaNum 10 }}
            {{- toYaml .Values.extraEnv | nindent 12 }}
          livenessProbe:
            {{- toYaml .Values.livenessProbe | nindent 12 }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "shop.fullname" . }}
spec:
  ports:
    - port: {{ .Values.service.port }}
  selector:
    {{- include "shop.selectorLabels" . | nindent 4 }}
{{- end }}
"""

VALUES = """\
enabled: true
replicaCount: 3
autoscaling: {enabled: false}
image: {repository: registry.example.com/acme/shop}
env:
  BILLING_URL: http://billing
  DB_PASSWORD: hunter2
extraEnv:
  - name: TOPIC
    value: orders
redis: {}
service: {port: 8080}
livenessProbe: {httpGet: {path: /health}}
"""

CHART = {
    "charts/shop/Chart.yaml": "name: shop\nversion: 1.0.0\ndependencies:\n  - name: postgresql\n    version: 12\n  - {name: common}\n",
    "charts/shop/values.yaml": VALUES,
    "charts/shop/templates/_helpers.tpl": HELPERS,
    "charts/shop/templates/deployment.yaml": DEPLOYMENT,
}


def test_a_chart_as_it_is_usually_written(tmp_path: Path) -> None:
    result = deployment(tmp_path, CHART)
    shop, database = result.processes[1], result.processes[0]
    assert (shop.name, shop.image, shop.replicas, shop.line) == ("shop", "acme/shop", 3, 2)
    assert (shop.hosts, shop.ports, shop.health) == (("shop",), (8080,), 31)
    assert values(shop) == {
        "BILLING_URL": "http://billing",
        "DB_PASSWORD": "***",
        "REDIS": "redis://shop-redis:6379",
        "TOPIC": "orders",
        "RANDOM": "",
    }
    assert [(v.name, v.line) for v in shop.environment if v.name in ("BILLING_URL", "REDIS")] == [
        ("BILLING_URL", 23),
        ("REDIS", 26),
    ]
    assert (database.infrastructure, database.hosts, database.line) == (
        "postgresql",
        ("postgresql", "shop-postgresql"),
        4,
    )
    assert reasons(result) == [
        "charts/shop/templates/deployment.yaml:29 {{ randAlphaNum 10 }}: the chart's values do not say what it is"
    ]


def test_what_a_condition_leaves_out_is_not_there(tmp_path: Path) -> None:
    files = CHART | {"charts/shop/values.yaml": VALUES.replace("enabled: true", "enabled: false", 1)}
    assert processes(tmp_path, files, "kubernetes").keys() == {"postgresql"}


def test_values_of_the_chart_above(tmp_path: Path) -> None:
    files = {
        "helm/Chart.yaml": "name: all\n",
        "helm/values.yaml": "global: {domain: example.com}\nshop: {image: {repository: acme/other}}\n",
        **{path.replace("charts/", "helm/charts/", 1): text for path, text in CHART.items()},
    }
    assert processes(tmp_path, files, "kubernetes")["shop"].image == "acme/other"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("a: {{ .Values.a }}", "a: 1"),
        ("a: {{ .Values.b.c | quote }}", 'a: "x"'),
        ("a: {{ .Values.missing | default \"d\" }}", "a: d"),
        ("a: {{ default .Values.a .Values.missing }}", "a: 1"),
        ("{{- if eq .Values.b.c \"x\" }}yes{{ else }}no{{ end }}", "yes"),
        ("{{ if .Values.no }}1{{ else if .Values.a }}2{{ else }}3{{ end }}", "2"),
        ("{{ if and .Values.a (not .Values.no) }}1{{ end }}", "1"),
        ("{{ range .Values.list }}[{{ . }}{{ $.Values.a }}]{{ end }}", "[p1][q1]"),
        ("{{ with .Values.b }}{{ .c }}{{ end }}", "x"),
        ("{{ $x := .Values.a }}{{ $x }}", "1"),
        ("{{ printf \"%s-%d\" .Values.b.c 5 }}", "x-5"),
        ("{{ .Values.b.c | upper | trunc 1 }}", "X"),
        ("{{ index .Values.list 1 }}", "q"),
        ("{{ (index .Values.maps 0).name }}", "n"),
        ("{{ ternary \"a\" \"b\" .Values.yes }}", "a"),
        ("a{{- /* no */ -}} b", "ab"),
        ("{{ unheard .Values.a }}", "\ue000"),
    ],
)  # fmt: skip
def test_expressions(text: str, filled: str) -> None:
    given = {"a": "1", "b": {"c": "x"}, "list": ["p", "q"], "maps": [{"name": "n"}], "yes": "true", "no": "false"}
    assert Templates({"Values": given}).render(text)[0] == filled


@pytest.mark.parametrize("text", ["{{ if .a }}", "{{ end }}", "{{ else }}", "{{ .a", "{{ if }}" * 60])
def test_what_is_no_template_is_told(text: str) -> None:
    with pytest.raises(TemplateError):
        Templates({}).render(text)


def test_a_template_that_grows_without_end_is_stopped() -> None:
    values = {"l": ["x"] * 1000}
    with pytest.raises(TemplateError):
        Templates(values).render("{{ range .l }}{{ range $.l }}{{ range $.l }}x{{ end }}{{ end }}{{ end }}")


def test_templates_that_include_each_other(tmp_path: Path) -> None:
    templates = Templates({})
    templates.define('{{ define "a" }}x{{ include "b" . }}{{ end }}{{ define "b" }}{{ include "a" . }}{{ end }}')
    assert templates.render('{{ include "a" . }}')[0].startswith("xx")
