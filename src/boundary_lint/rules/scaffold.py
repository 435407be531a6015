"""A new rule page: complete, and failing until its author has said what it is for."""

from __future__ import annotations

import re
from pathlib import Path

from boundary_lint.errors import RuleError

_TEMPLATE = """# TODO: one sentence that says what must not be

```toml
severity = "warning"                       # error, warning or info
scope = "both"                             # monolith, services or both
key = ["from_context", "table_name"]       # what stays the same when lines move: rows that share it are one finding
message = "{{from_context}} touches {{table_name}} in {{places}}"
fix = "TODO: the first thing to try"
source = "from_context"                    # the column with the context at fault
target = "owner"                           # the column with the other one
sources = ["TODO: who says so"]
needs = ["access"]                         # views without whose rows the rule sees nothing
```

## Why

TODO: what breaks, for whom.

## Fix

TODO: what to do, cheapest first; when accepting it is right.

## Query

```sql
select from_context, owner, table_name, op, function, file, line
from access
where op = 'delete'
order by file, line
```

## Examples

### fails: TODO

`orders/models.py`:

```python
from django.db import models

class Order(models.Model):  # finding: {rule}
    number = models.CharField(max_length=20)
```

### passes: TODO

`orders/models.py`:

```python
from django.db import models

class Order(models.Model):
    number = models.CharField(max_length=20)
```
"""


def new_page(rule: str, folder: Path) -> Path:
    """Write a page for a new rule and return its path.

    Raises:
        RuleError: the name is no rule name, the page exists, or it cannot be written.
    """
    path = folder / f"{rule}.md"
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule):
        raise RuleError(
            rule, "is no name for a rule", "name the fault in small letters with hyphens, as in 'shared-database'"
        )
    if path.exists():
        raise RuleError(str(path), "exists already")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEMPLATE.format(rule=rule), "utf-8")
    except OSError as error:
        raise RuleError(str(path), f"cannot be written: {error.strerror}") from error
    return path
