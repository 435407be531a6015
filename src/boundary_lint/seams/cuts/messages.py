"""Crossings that are messages already, inside of the process or outside: signals, tasks, topics and queues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.channels import TASKS, channel_links
from boundary_lint.seams.cuts.crossing import Crossing, code, named
from boundary_lint.seams.cuts.sides import Sides
from boundary_lint.seams.division import SHARED


def channels(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield the places that send what the other side takes: the one that sends depends on the one that takes a task, and the
    one that takes any other message on the one that sends it."""
    for sent, taken in ((facts.channel_uses[i], facts.channel_uses[j]) for i, j in channel_links(facts)):
        sender = sides.of_file(sent.file, sent.root, sent.module)
        taker = sides.of_file(taken.file, taken.root, taken.module)
        if sender == taker or not sides.is_checked(sent.file):
            continue
        is_task = sent.protocol in TASKS
        source, target = (sender, taker) if is_task else (taker, sender)
        handler = (taken.handler or taken.function).rpartition(":")[2]
        does = "starts the task" if is_task else "sends to"
        yield Crossing(
            kind="task" if is_task else "message", how=sent.protocol, source=source, target=target, file=sent.file, line=sent.line,
            subject=f"{sent.module}:{sent.function}", what=sent.channel, transaction=sent.transaction, confidence=sent.confidence,
            loop=f"{sent.file}:{sent.line}" if sent.in_loop else "",
            reason=f"{code(sent.function)} of {named(sender)} {does} {sent.channel}, which {code(handler)} of {named(taker)} takes",
        )  # fmt: skip


def signals(facts: ProgramFacts, sides: Sides) -> Iterator[Crossing]:
    """Yield the receivers of the other side's signals, or of a library's signals about the other side's models; and who sends a signal
    that the other side defines. A signal that shared code defines is that of those who send it."""
    models = {model.model: model for model in facts.models}
    senders: dict[str, set[str]] = defaultdict(set)
    for one in facts.signals:
        if one.side == "send" and sides.is_checked(one.file):
            senders[one.signal].add(sides.of_file(one.file))
    for one in facts.signals:
        if not sides.is_checked(one.file):
            continue
        here, home = sides.of_file(one.file), sides.file_of(one.signal_root, one.signal_module)
        name, sender = one.signal.rpartition(".")[2], models.get(one.sender)
        about = ""
        if home:
            others = {sides.of_file(home)}
            if others == {SHARED} and one.side == "receive":
                others = senders[one.signal] - {here} or others
        elif sender is not None and not sender.third_party and one.side == "receive":
            others = {sides.division.of_table(sender.table) or sides.of_file(sender.file)}
            about = f" about {one.sender.rpartition('.')[2]}"
        else:
            continue
        for there in sorted(others - {here}):
            handler = one.handler.rpartition(":")[2]
            what = f"{name}{about} of {named(there)}"
            yield Crossing(
                kind="signal", how=one.side, source=here, target=there, file=one.file, line=one.line,
                subject=one.handler or f"{one.module}:{one.function}", what=one.signal, names=(one.sender,) if one.sender else (),
                confidence="high",
                reason=f"{code(one.function)} sends {what}" if one.side == "send" else f"{code(handler)} runs on {what}, before whoever sends it goes on",
            )  # fmt: skip
