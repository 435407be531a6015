"""A class of which a framework says only what calling it makes: all else the class itself says."""

from __future__ import annotations

from boundary_lint.link.frame import CallSite, Frame
from boundary_lint.link.program import Class
from boundary_lint.link.values import ClassValue, Instance, Values


class PlainMeaning:
    """Base of such meanings; implements `boundary_lint.link.protocol.ClassMeaning`."""

    def class_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return None."""
        return None

    def instance_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return None."""
        return None

    def library_attribute(self, value: Instance, name: str, frame: Frame) -> Values | None:
        """Return None."""
        return None

    def class_library_attribute(self, value: ClassValue, name: str, frame: Frame) -> Values | None:
        """Return None."""
        return None

    def class_element(self, value: ClassValue, frame: Frame) -> Values | None:
        """Return None."""
        return None

    def construct(self, cls: Class, site: CallSite) -> Values | None:
        """Return what ``Class(...)`` makes."""
        return None
