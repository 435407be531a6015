"""Serializers: what is nested in a row is read along with it."""

from __future__ import annotations

from boundary_lint.facts import syntax
from boundary_lint.frameworks.django.entity import models_of
from boundary_lint.frameworks.django.forms import option
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.names import Names
from boundary_lint.link.values import NOTHING, Instance, Values, in_order

SERIALIZER = "rest_framework.serializers.BaseSerializer"


def show(site: CallSite, names: Names) -> Values:
    """Note what showing a row reads besides it: the rows that nested serializers show."""
    for value in in_order(site.argument(0)):
        if isinstance(value, Instance):
            models = models_of(option(value, "model", names))
            for name in _nested(value, names, site.frame):
                for model in models:
                    step = model.step(name)
                    if step is not None and step[1] is not None:
                        step[1].touch("read", "form", site.frame)
    return NOTHING


def _nested(serializer: Instance, names: Names, frame: Frame) -> list[str]:
    """Return the names of the fields that are serializers themselves."""
    found = []
    for above in names.mro(serializer.cls):
        if isinstance(above, str) or above.module.is_stub:
            continue
        for name, candidates in above.names.items():
            calls = [node for node in candidates if isinstance(above.module.nodes[node], syntax.Call)]
            values = [value for node in calls for value in frame.link.class_frame(above).evaluate(node)]
            if any(isinstance(v, Instance) and names.isa(v.cls, SERIALIZER) for v in values):
                found.append(name)
    return found
