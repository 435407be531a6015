"""A contract type for import-linter: our rules about data and calls, inside of `lint-imports`.

    [importlinter]
    root_package = shop
    contract_types =
        boundary_lint: boundary_lint.importlinter.RulesContract

    [importlinter:contract:data]
    name = Tables are used by their owners
    type = boundary_lint
    rules =
        foreign-table-access
        multi-writer-table
    path = .

rules: ids of rules; any finding of theirs breaks the contract. path: what is analysed, from the folder in which `lint-imports` runs;
by default that folder.
"""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

from boundary_lint import api
from boundary_lint.findings.finding import Finding


class RulesContract(Contract):
    """Kept where the chosen rules find nothing."""

    rules = fields.ListField(subfield=fields.StringField())
    path = fields.StringField(required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Run the rules. The graph of imports is not needed: they have one of their own, with data and calls on it.

        Raises:
            BoundaryLintError: a rule does not exist, or the program cannot be analysed.
        """
        rules: list[str] = self.rules  # type: ignore[assignment]  # fields are replaced by what they parse
        path: str | None = self.path  # type: ignore[assignment]
        found = api.findings(path or ".", rules=rules)
        return ContractCheck(kept=not found, metadata={"findings": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the findings."""
        findings: tuple[Finding, ...] = check.metadata["findings"]
        for finding in findings:
            output.print_error(f"{finding.rule}: {finding.message}", bold=False)
            for one in finding.evidence:
                said = "  ".join(filter(None, [one.function, one.op, one.note]))
                output.print_error(f"  {one.file}:{one.line}  {said}".rstrip(), bold=False)
            output.new_line()
