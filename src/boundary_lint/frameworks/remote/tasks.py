"""Tasks: functions and classes that are called by sending a message: ``add.delay(1)``."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from boundary_lint.facts import syntax
from boundary_lint.frameworks.remote.calls import note
from boundary_lint.frameworks.remote.client import Client
from boundary_lint.frameworks.remote.effects import Requested
from boundary_lint.frameworks.remote.marks import Marks
from boundary_lint.frameworks.remote.page import RemotePage
from boundary_lint.frameworks.signatures import Signature
from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Function
from boundary_lint.link.values import NOTHING, Value, Values, in_order


class TaskMethod(Value, msgspec.Struct, frozen=True):
    """A method of a task that sends it. channel: the names that the task can have; later: when the transaction is over."""

    page: RemotePage
    name: str
    channel: Values
    later: bool = False
    travels: ClassVar[bool] = True

    @property
    def is_data(self) -> bool:
        return False

    def call(self, site: CallSite) -> Values:
        how = self.page.tasks[self.name]
        note(self.page, how._replace(later=how.later or self.later), site, base=self.channel)
        return frozenset((Client(self.page.gives, self.channel),)) if self.page.gives is not None else NOTHING

    def sort_key(self) -> tuple[str, ...]:
        return (
            "task method",
            self.page.name,
            self.name,
            str(self.later),
            *(p for value in in_order(self.channel) for p in value.sort_key()),
        )


def of_function(name: str, function: Function, marks: Marks, frame: Frame) -> Values:
    """Return a method of a function, where a decorator makes a task of it."""
    mark = marks.task_of(function)
    if mark is None or name not in mark.page.tasks:
        return NOTHING
    channel = marks.channels(mark, function, None, frame.link)
    return frozenset((TaskMethod(mark.page, name, channel, marks.is_late(function)),))


def of_class(page: RemotePage, name: str, marks: Marks, site: CallSite) -> Values:
    """Return what calling a method of an instance gives, whose class is a task."""
    callee = site.frame.nodes[site.node.func]
    found = NOTHING
    for value in site.frame.evaluate(callee.base) if isinstance(callee, syntax.Attr) else ():
        cls = value.python_class
        if cls is not None:
            found |= TaskMethod(page, name, marks.name_of_class(cls, page)).call(site)
    return found


def after_commit(how: Signature, site: CallSite) -> None:
    """``on_commit(partial(task.delay, 1))``, ``on_commit(task.delay)``: what is sent for it waits for the end of the transaction."""
    sink = site.frame.sink
    if sink is None:
        return
    for value in in_order(how.values("handler", site)):
        if isinstance(value, TaskMethod):
            value.call(site)
    for effect in sink.of_use():
        if isinstance(effect, Requested) and effect.does == "publish" and not effect.later:
            sink.retract(effect, {sink.use})
            sink.add(msgspec.structs.replace(effect, later=True))
