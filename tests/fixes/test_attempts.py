"""What is tried again without end is given the number of attempts of the configuration."""

from __future__ import annotations

from pathlib import Path

from tests.fixes.programs import mend_files

BODY = "\ndef f():\n    return 1\n"

CASES = {
    "a bare decorator": (
        f"from tenacity import retry\n\n@retry{BODY}",
        f"from tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(5)){BODY}",
    ),
    "no arguments": (
        f"from tenacity import (\n    retry,\n    wait_fixed,  # used below\n)\n\n@retry(){BODY}",
        ("from tenacity import (\n    retry,\n    stop_after_attempt,\n    wait_fixed,  # used below\n)\n\n"
        f"@retry(stop=stop_after_attempt(5)){BODY}"),
    ),
    "the last name has a comment": (
        f"from tenacity import (\n    wait_fixed,\n    retry,  # used below\n)\n\n@retry(){BODY}",
        ("from tenacity import (\n    wait_fixed,\n    stop_after_attempt,\n    retry,  # used below\n)\n\n"
        f"@retry(stop=stop_after_attempt(5)){BODY}"),
    ),
    "it is imported already": (
        f"from tenacity import retry\nfrom tenacity import stop_after_attempt as stop\n\n@retry(reraise=True){BODY}",
        ("from tenacity import retry\nfrom tenacity import stop_after_attempt as stop\n\n"
        f"@retry(reraise=True, stop=stop(5)){BODY}"),
    ),
    "by its module": (
        f"import tenacity as t\n\n@t.retry(\n    wait=t.wait_fixed(1),\n){BODY}",
        f"import tenacity as t\n\n@t.retry(\n    wait=t.wait_fixed(1),\n    stop=t.stop_after_attempt(5),\n){BODY}",
    ),
    "two of them": (
        f"from tenacity import retry\n\n@retry{BODY}\n@retry(reraise=True){BODY}",
        (f"from tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(5)){BODY}\n"
        f"@retry(reraise=True, stop=stop_after_attempt(5)){BODY}"),
    ),
    "a loop": (
        "from tenacity import Retrying\n\nfor attempt in Retrying():\n    pass\n",
        "from tenacity import Retrying, stop_after_attempt\n\nfor attempt in Retrying(stop=stop_after_attempt(5)):\n    pass\n",
    ),
    "backoff": (
        f"import backoff\n\n@backoff.on_exception(backoff.expo, OSError){BODY}",
        f"import backoff\n\n@backoff.on_exception(backoff.expo, OSError, max_tries=5){BODY}",
    ),
    "None is said": (
        f"from celery import shared_task\n\n@shared_task(autoretry_for=(OSError,), max_retries=None){BODY}",
        f"from celery import shared_task\n\n@shared_task(autoretry_for=(OSError,), max_retries=5){BODY}",
    ),
    "a task that asks for it": (
        "from celery import shared_task\n\n@shared_task(bind=True, max_retries=None)\ndef f(self):\n    raise self.retry()\n",
        "from celery import shared_task\n\n@shared_task(bind=True, max_retries=None)\ndef f(self):\n    raise self.retry(max_retries=5)\n",
    ),
    "urllib3": ("from urllib3 import Retry\n\nALL = Retry(total=None)\n", "from urllib3 import Retry\n\nALL = Retry(total=5)\n"),
    "less than none": (
        f"from retry import retry\n\n@retry(OSError, tries=-1){BODY}",
        f"from retry import retry\n\n@retry(OSError, tries=5){BODY}",
    ),
}  # fmt: skip

LEFT = {
    "never is said": f"from tenacity import retry, stop_never\n\n@retry(stop=stop_never){BODY}",
    "the name is taken": f"from tenacity import retry\n\nstop_after_attempt = 3\n\n@retry{BODY}",
    "a name for it": f"from tenacity import retry\n\nagain = retry()\n\n@again{BODY}",
}


def test_what_never_ends_ends_and_what_is_not_sure_is_left(tmp_path: Path) -> None:
    files = {f"shop/case{number}.py": before for number, (before, _) in enumerate(CASES.values())}
    left = {f"shop/left{number}.py": text for number, text in enumerate(LEFT.values())}
    after = mend_files(tmp_path, {**files, **left, "shop/__init__.py": ""}, "unbounded-retry")
    for file, (case, (_, wanted)) in zip(files, CASES.items(), strict=True):
        assert after.text(file) == wanted, case
    for file, (case, text) in zip(left, LEFT.items(), strict=True):
        assert after.text(file) == text, case
    assert {e.file for finding in after.checked[0].findings for e in finding.evidence} == set(left)
