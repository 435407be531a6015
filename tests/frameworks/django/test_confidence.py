"""How far accesses are to be trusted."""

from tests.helpers import analyse


def confidences(models: int) -> dict[str, str]:
    names = [f"M{number}" for number in range(models)]
    found = analyse(
        {
            "shop/__init__.py": "",
            "shop/models.py": "from django.db import models\n"
            + "".join(f"class {name}(models.Model):\n    pass\n" for name in names),
            "shop/code.py": "from shop.models import *\n"
            "def whatever(thing):\n    thing.save()\n"
            f"def known():\n    {names[0]}.objects.create()\n"
            + "".join(f"def use_{name}(pk):\n    whatever({name}(pk=pk))\n" for name in names),
        }
    )
    return {access.function: access.confidence for access in found.accesses}


def test_what_is_of_one_of_many_models_is_told_with_low_confidence() -> None:
    assert confidences(4) == {"whatever": "certain", "known": "high"}
    assert confidences(5) == {"whatever": "low", "known": "high"}
