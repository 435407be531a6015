"""The libraries whose meaning needs code, in the order in which they are asked."""

from __future__ import annotations

from boundary_lint.frameworks.databases.library import DatabaseConnections
from boundary_lint.frameworks.django.library import Django
from boundary_lint.frameworks.environment.configuration import Configuration
from boundary_lint.frameworks.environment.library import EnvironmentVariables
from boundary_lint.frameworks.fastapi.library import FastApi
from boundary_lint.frameworks.library import Library
from boundary_lint.frameworks.orm.library import Mappers
from boundary_lint.frameworks.remote.library import RemoteCalls
from boundary_lint.frameworks.sql.library import SqlText
from boundary_lint.frameworks.sqlalchemy.library import SqlAlchemy
from boundary_lint.frameworks.web.library import Web
from boundary_lint.frameworks.world import World


def make_libraries(world: World) -> list[Library]:
    """Return one object per library."""
    return [
        Django(world),
        SqlAlchemy(world),
        Mappers(world),
        FastApi(world),
        EnvironmentVariables(world),
        Configuration(world),
        DatabaseConnections(world),
        RemoteCalls(world),
        SqlText(world),
        Web(world),
    ]
