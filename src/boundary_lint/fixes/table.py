"""All fixes by the name that rule pages give as ``fixed-by``."""

from __future__ import annotations

from boundary_lint.fixes import attempts, imports, timeouts, waivers
from boundary_lint.fixes.fix import Fix

FIXES: dict[str, Fix] = {fix.name: fix for fix in (attempts.FIX, imports.FIX, timeouts.FIX, waivers.FIX)}
