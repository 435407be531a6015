"""Signals: who sends which, who is connected to it, and for which sender."""

from __future__ import annotations

from tests.helpers import analyse

SIGNALS = {
    "shop/__init__.py": "",
    "shop/signals.py": """
        from django.dispatch import Signal

        class Loud(Signal):
            pass

        placed = Signal()
        paid = Loud()
        """,
}


def uses(text: str, **files: str) -> set[tuple[int, str, str, str, str]]:
    found = analyse(
        {**SIGNALS, "shop/code.py": text, **{f"shop/{name}.py": content for name, content in files.items()}}
    )
    return {(s.line, s.side, s.signal, s.handler, s.sender) for s in found.signals if s.file == "shop/code.py"}


def test_the_variable_tells_signals_apart() -> None:
    text = """
        from shop import signals
        from shop.signals import placed as done

        def place():
            answers = done.send(sender=None)
            signals.paid.send_robust(sender=None)
            return answers

        async def later():
            await signals.placed.asend(sender=None)
        """
    assert uses(text) == {
        (6, "send", "shop.signals.placed", "", ""),
        (7, "send", "shop.signals.paid", "", ""),
        (11, "send", "shop.signals.placed", "", ""),
    }


def test_a_signal_through_another_module_is_that_of_where_it_is_made() -> None:
    text = """
        from shop.again import placed
        from shop.all import paid

        def place():
            placed.send(sender=None)
            paid.send(sender=None)
        """
    again = "from shop.signals import placed\n"
    assert uses(text, again=again, all="from shop.signals import *\n") == {
        (6, "send", "shop.signals.placed", "", ""),
        (7, "send", "shop.signals.paid", "", ""),
    }


def test_a_signal_that_a_class_holds() -> None:
    text = """
        from shop.signals import placed

        class Base:
            signal = placed

        class View(Base):
            def post(self):
                self.signal.send(sender=self)
        """
    assert uses(text) == {(9, "send", "shop.signals.placed", "", "")}


def test_receivers() -> None:
    text = """
        from django.contrib.auth.models import User
        from django.db.models.signals import post_delete, post_save
        from django.dispatch import receiver
        from shop.signals import paid, placed

        @receiver([post_save, post_delete], sender=User)
        def changed(sender, **kwargs): ...

        @receiver(placed)
        def pack(sender, **kwargs): ...

        def book(sender, **kwargs): ...

        paid.connect(book)
        """
    user = "django.contrib.auth.models.User"
    assert uses(text) == {
        (8, "receive", "django.db.models.signals.post_save", "shop.code:changed", user),
        (8, "receive", "django.db.models.signals.post_delete", "shop.code:changed", user),
        (11, "receive", "shop.signals.placed", "shop.code:pack", ""),
        (15, "receive", "shop.signals.paid", "shop.code:book", ""),
    }


def test_what_is_no_signal() -> None:
    text = """
        import smtplib
        from shop.mail import box
        from shop.signals import absent

        def receiver(name):
            return lambda function: function

        @receiver("placed")
        def taken(): ...

        def send(message, socket):
            message.send()
            socket.connect("x")
            smtplib.SMTP().connect("x")
            box.send()
            absent.send()
        """
    assert uses(text, mail="class Box:\n    def send(self): ...\nbox = Box()\n") == set()


def test_a_circle_of_names_ends() -> None:
    assert (
        uses("from shop.a import x\n\ndef f():\n    x.send()\n", a="from shop.b import x\n", b="from shop.a import x\n")
        == set()
    )
