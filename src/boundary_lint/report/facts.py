"""The facts export: one JSON object, sorted, stable from run to run."""

from __future__ import annotations

import json
from collections import Counter

import msgspec

from boundary_lint.facts.program import ProgramFacts, Service
from boundary_lint.findings.finding import Finding
from boundary_lint.report.calls import calls, channels, databases, other_calls, shared_databases
from boundary_lint.report.json import finding_record

SCHEMA = 1
"""Version of the export; it changes when a field is renamed or removed."""


def render(facts: ProgramFacts, findings: tuple[Finding, ...], version: str) -> str:
    """Return the export of a program. Keys whose facts are not had yet are present and empty."""
    context_of = {(m.root, m.module): m.context for m in facts.modules}
    export: dict[str, object] = {
        "tool": {"name": "boundary-lint", "version": version},
        "schema": SCHEMA,
        "contexts": _contexts(facts),
        "services": [_service(s) for s in facts.services if s.language == "python"] or _declared(facts),
        "other_services": [_service(s) for s in facts.services if s.language != "python"],
        "models": [{**_plain(m), "context": context_of.get((m.root, m.module), "")} for m in facts.models],
        "tables": [_plain(t) for t in facts.tables if t.file],
        "accessed_tables": [_plain(t) for t in facts.tables if not t.file],
        "relations": [_plain(r) for r in facts.relations],
        "fk_edges": [_plain(k) for k in facts.foreign_keys],
        "routes": [{**_plain(r), "context": context_of.get((r.root, r.module), "")} for r in facts.routes],
        "declared_endpoints": [_plain(d) for d in facts.declared],
        "access": [
            {**_plain(a), "in_transaction": bool(a.transaction), "context": context_of.get((a.root, a.module), "")}
            for a in facts.accesses
        ],
        "joins": [_plain(j) for j in facts.joins],
        "imports": [_plain(i) for i in facts.imports],
        "calls": calls(facts),
        "other_calls": other_calls(facts),
        "channels": channels(facts),
        "databases": databases(facts),
        "shared_databases": shared_databases(facts),
        "findings": [finding_record(finding) for finding in findings],
        "coverage": _coverage(facts),
    }
    return json.dumps(export, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _service(service: Service) -> dict[str, object]:
    return {**_plain(service), "evidence": f"{service.file}:{service.line}"}


def _declared(facts: ProgramFacts) -> list[dict[str, object]]:
    return [{"name": c.name, "root": c.root, "evidence": c.evidence} for c in facts.contexts if c.kind == "service"]


def _plain(fact: msgspec.Struct) -> dict[str, object]:
    return {name: getattr(fact, name) for name in fact.__struct_fields__}


def _contexts(facts: ProgramFacts) -> list[dict[str, object]]:
    members: dict[str, list[str]] = {}
    for module in facts.modules:
        members.setdefault(module.context, []).append(module.module)
    return [
        {
            "name": c.name,
            "kind": c.kind,
            "root": c.root,
            "modules": members.get(c.name, []),
            "declared": c.declared,
            "evidence": c.evidence,
        }
        for c in facts.contexts
    ]


def _coverage(facts: ProgramFacts) -> dict[str, object]:
    kinds = Counter(gap.kind for gap in facts.gaps)
    unread = sorted({g.file for g in facts.gaps if g.kind in ("syntax", "encoding", "depth", "unreadable", "size")})
    return {
        "files": sum(facts.coverage.files.values()),
        "files_by_role": facts.coverage.files,
        "lines": facts.coverage.lines,
        "unparsed": unread,
        "unresolved": {
            "sql": kinds.get("sql", 0),
            "query": kinds.get("query", 0),
            "imports": kinds.get("import", 0),
            "calls": kinds.get("call", 0),
        },
        "accesses_known": facts.coverage.accesses_known,
        "accesses_unknown": facts.coverage.accesses_unknown,
    }
