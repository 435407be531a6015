"""Retries and signs beyond what the examples of the catalogue pages show: their lines, notes, functions, and pages of users."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from boundary_lint.errors import CatalogError
from boundary_lint.facts.program import Retry
from tests.helpers import NO_CONFIG, analyse


def retries(text: str, path: str = "shop/code.py") -> list[Retry]:
    return analyse({path: text}).retries


def test_what_is_tried_again_is_told_by_its_lines() -> None:
    (decorated, looped, passed) = sorted(
        retries(
            """\
            from retry.api import retry_call
            from tenacity import Retrying, retry, stop_after_attempt

            @retry(
                stop=stop_after_attempt(3))
            def load():
                return 1

            def store():
                for attempt in Retrying(stop=stop_after_attempt(3)):
                    with attempt:
                        load()

            def run():
                retry_call(store, tries=3)
            """
        ),
        key=lambda retry: retry.line,
    )
    assert (decorated.function, decorated.line, decorated.first_line, decorated.last_line) == ("load", 4, 6, 7)
    assert (looped.function, looped.line, looped.first_line, looped.last_line) == ("store", 10, 10, 12)
    assert (passed.function, passed.line, passed.first_line, passed.last_line) == ("store", 15, 9, 12)


def test_equal_decorators_are_told_each_on_its_line() -> None:
    found = retries("from tenacity import retry\n@retry()\ndef a():\n    pass\n@retry()\ndef b():\n    pass\n")
    assert [(one.function, one.line) for one in found] == [("a", 2), ("b", 5)]


def test_the_lines_of_a_loop_are_those_of_the_guarded_body() -> None:
    (found,) = retries(
        "def f():\n    while True:\n        try:\n            a()\n            return b()\n        except E:\n            sleep(1)\n"
    )
    assert (found.line, found.first_line, found.last_line, found.note) == (2, 4, 5, "")


def test_a_loop_that_waits_for_a_database_says_so() -> None:
    (found,) = retries(
        "def f(engine):\n    while True:\n        try:\n            create_engine(u)\n            break\n        except E:\n            pass\n"
    )
    assert (found.bounded, found.note) == ("no", "connects to a database")


def test_messages_of_a_module_with_dead_letters_say_so() -> None:
    (found,) = retries(
        "def f(ch):\n    ch.queue_declare('q', arguments={'x-dead-letter-exchange': 'd'})\n    ch.basic_nack(1)\n"
    )
    assert (found.how, found.bounded, found.note) == ("requeue", "unknown", "dead letters are declared")


@pytest.mark.parametrize(
    ("call", "bounded"),
    [
        ("retry(stop=unknown)", "unknown"),
        ("retry(stop=stop_any(stop_never, stop_after_attempt(2)))", "yes"),
        ("retry(stop=stop_all(stop_never, stop_after_attempt(2)))", "no"),
        ("retry(stop=stop_after_attempt(2) if x else stop_never)", "no"),
        ("retry(**given)", "unknown"),
        ("retry(**{'stop': stop_after_attempt(2)})", "yes"),
    ],
)
def test_limits_are_joined(call: str, bounded: str) -> None:
    text = f"from tenacity import *\nfrom tenacity import retry, stop_any, stop_all, stop_never, stop_after_attempt\n@{call}\ndef f():\n    pass\n"
    assert [one.bounded for one in retries(text)] == [bounded]


def test_a_page_of_the_users_speaks_of_an_in_house_library(tmp_path: Path) -> None:
    page = tmp_path / "ours.toml"
    page.write_text(
        '[retry.ours]\npaths = ["ours.again"]\nlimits = ["times"]\n[sign.metrics]\nimports = ["ours_metrics"]\n'
    )
    config = msgspec.structs.replace(NO_CONFIG, catalog=(str(page),))
    text = "import ours_metrics\nfrom ours import again\n@again()\ndef f():\n    pass\n@again(times=2)\ndef g():\n    pass\n"
    found = analyse({"shop/code.py": text}, config=config)
    assert [(one.function, one.how, one.bounded) for one in found.retries] == [
        ("f", "ours", "no"),
        ("g", "ours", "yes"),
    ]
    assert [(sign.kind, sign.line) for sign in found.signs] == [("metrics", 1)]


@pytest.mark.parametrize("content", ["[retry.ours]\npath = ['a']\n", "[sign.cache]\ncall = ['a']\n"])
def test_a_misspelt_key_of_a_page_is_an_error(tmp_path: Path, content: str) -> None:
    page = tmp_path / "ours.toml"
    page.write_text(content)
    with pytest.raises(CatalogError, match="did you mean"):
        analyse({"shop/code.py": "x = 1\n"}, config=msgspec.structs.replace(NO_CONFIG, catalog=(str(page),)))


def test_prints_of_services_are_signs_those_of_commands_are_not() -> None:
    found = analyse(
        {
            "shop/consumer.py": "def f(m):\n    print(m)\n    print(m)\nif __name__ == '__main__':\n    print('x')\n",
            "shop/management/commands/load.py": "def handle():\n    print('loaded')\n",
            "shop/tool.py": "import click\ndef main():\n    print('done')\n",
            "shop/shown.py": "from rich import print\nprint('done')\n",
        }
    )
    assert sorted((sign.file, sign.line, sign.text) for sign in found.signs) == [
        ("shop/consumer.py", 2, "print"),
        ("shop/consumer.py", 3, "print"),
        ("shop/consumer.py", 5, "print below an if of the module"),
    ]


@pytest.mark.parametrize("name", ["create_admin", "seed_orders", "train_model", "wait_for_db", "manage"])
def test_what_is_run_by_hand_may_print(name: str) -> None:
    assert not analyse({f"shop/{name}.py": "print('done')\n"}).signs


@pytest.mark.parametrize("name", ["training", "seedling", "consumer", "data_load"])
def test_names_that_merely_begin_alike_may_not(name: str) -> None:
    assert [sign.kind for sign in analyse({f"shop/{name}.py": "print('done')\n"}).signs] == ["print"]
