"""What a framework says of a class where it says nothing: None, look at the class itself. Meanings answer what they know."""

from __future__ import annotations

from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, Instance, Values


class PlainMeaning:
    """Base of all meanings; implements `boundary_lint.link.protocol.ClassMeaning`."""

    def class_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return what ``Class.name`` is."""
        return None

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what ``instance.name`` is."""
        return None

    def library_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return what ``super().name`` is where no class of the program defines it."""
        return None

    def class_library_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return what ``super().name`` is in a class method, where no class of the program defines it."""
        return None

    def class_element(self, value: ClassValue, frame: Frame) -> Values | None:
        """Return what going through the class itself gives, or taking an item of it."""
        return None

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Return what ``Class(...)`` makes."""
        return None
