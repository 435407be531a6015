"""Which processes of the manifests run which code root."""

from __future__ import annotations

from boundary_lint.facts.deployment import Process
from boundary_lint.frameworks.services.processes import of_folders


def test_what_is_built_of_another_language_inside_of_a_program_is_none_of_its_processes() -> None:
    folders = {"shop": "python", "shop/worker": "python", "shop/ads": "java", "shop/assets": ""}
    processes = [
        Process(
            kind="compose", name=folder.rpartition("/")[2], file="compose.yml", line=1, folder=folder, language=language
        )
        for folder, language in folders.items()
    ]
    assert [p.name for p in of_folders(processes, ["shop"])["shop"]] == ["shop", "worker", "assets"]
