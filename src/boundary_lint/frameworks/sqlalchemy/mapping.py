"""Builds the entities of SQLAlchemy: mapped classes, loose tables, relations and foreign keys, with names alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from boundary_lint.facts import syntax
from boundary_lint.facts.program import Gap
from boundary_lint.frameworks.entity import ForeignKeyColumn, LooseTable
from boundary_lint.frameworks.sqlalchemy.answers import Mapped
from boundary_lint.frameworks.sqlalchemy.bases import NOT_READ, Bases
from boundary_lint.frameworks.sqlalchemy.constants import Constants, Scope, last_name
from boundary_lint.frameworks.sqlalchemy.declarations import Declaration, Declarations
from boundary_lint.frameworks.sqlalchemy.entity import MappedClass
from boundary_lint.frameworks.sqlalchemy.migrations import find_migrations
from boundary_lint.frameworks.sqlalchemy.naming import Naming
from boundary_lint.frameworks.sqlalchemy.operations import UNKNOWN, Constant, TableRef
from boundary_lint.frameworks.sqlalchemy.reference import Reference
from boundary_lint.frameworks.sqlalchemy.registry import Registry
from boundary_lint.frameworks.sqlalchemy.relationships import Relationships
from boundary_lint.frameworks.sqlalchemy.tables import Called, TableObject, Tables, calls_of, line_of
from boundary_lint.frameworks.world import World
from boundary_lint.link.program import Class, Module
from boundary_lint.link.values import ClassValue, in_order

IMPERATIVE = frozenset({"map_imperatively", "mapper"})
"""Last names of the calls that map a class to a table."""

REFLECTING = frozenset({"automap_base", "reflect"})
"""Last names of the calls that take tables from the database."""

FOUND = IMPERATIVE | REFLECTING | {"Table"}


class Mapping:
    """Finds what is mapped in one program."""

    def __init__(self, world: World) -> None:
        self._world, self._names = world, world.names
        self.bases = Bases(world.names, world.catalog.rows("sqlalchemy.base"))
        self._naming = Naming(world.names, self.bases)
        self._tables = Tables(world.names, self.bases)
        self._constants = Constants(world.names, self._naming.table, self._called, world.catalog.rows)
        self._naming.constants = self._tables.constants = self._constants
        self._declarations = Declarations(self._constants, self._naming)
        self.registry = Registry(world.names)
        self._relationships = Relationships(self._constants, self.registry)
        self._table_objects: list[TableObject] = []
        self._libraries: set[str] | None = None

    def _called(self, name: str, call: syntax.Call, scope: Scope) -> Constant:
        """Return what a call of the library is, as a constant: a table, or whether a class is a child."""
        if name == "has_inherited_table" and call.args:
            cls = self._constants.inside(call.args[0], scope)
            return bool(self._naming.parents(cls)) if isinstance(cls, Class) else UNKNOWN
        return self._tables.called(name, call, scope)

    def build(self) -> None:
        """Enter all mapped classes and tables."""
        program = self._world.program
        modules = [m for m in program.modules if m.role not in NOT_READ]
        for module in [*modules, *program.stubs.values()]:
            calls = calls_of(module, FOUND)
            self._table_objects += self._tables.find(module, calls)
            self._map_imperatively(module, calls)
            self._note_reflection(module, calls)
        found = [cls for cls in program.runtime_classes() if self.bases.is_mapped(cls) and self._naming.table(cls)]
        for cls in sorted(found, key=lambda c: len(self._names.mro(c))):
            self._enter(cls)
        for cls in program.runtime_classes():
            if self.bases.is_union(cls):
                self._enter_union(cls)
        for table in self._table_objects:
            self.registry.add_table(table.name)
        self._note_guesses()
        self._world.migrations += find_migrations(program, self._constants)

    def _enter(self, cls: Class) -> None:
        entity = Mapped(cls, self._naming.table(cls), self._naming.has_own_table(cls))
        parents = (self.registry.of(parent) for parent in self._naming.parents(cls))
        entity.mapped_parents = [parent for parent in parents if parent is not None]
        entity.parents = list(entity.mapped_parents)
        for parent in entity.mapped_parents:
            entity.columns |= parent.columns
        self.registry.add(entity)
        self._world.entities.add(entity)

    def _enter_union(self, cls: Class) -> None:
        entity = Mapped(cls, "", has_own_table=False)
        entity.abstract = True
        below = (self.registry.of(child) for child in self._names.subclasses(cls))
        entity.together = [child for child in below if child is not None and child.has_own_table]
        self.registry.add(entity)
        self._world.entities.add(entity)

    def _note_guesses(self) -> None:
        for cls in self._naming.guessed:
            if not cls.module.is_stub:
                reason = f"table name of {cls.name} is computed; taken to be {self._naming.table(cls)}"
                self._world.gaps.append(
                    Gap(kind="name", reason=reason, file=cls.module.file, line=cls.record.line, subject=cls.id)
                )

    def _note_reflection(self, module: Module, calls: Iterable[Called]) -> None:
        """Tables that are read from the database at run time are not known: ``automap_base()``, ``reflect()``."""
        for node, name, call in calls:
            if name not in REFLECTING or not self._is_reflection(call, module):
                continue
            line = line_of(module, node)
            reason = "tables are read from the database at run time"
            self._world.gaps.append(Gap(kind="target", reason=reason, file=module.file, line=line, subject=name))

    def _is_reflection(self, call: syntax.Call, module: Module) -> bool:
        func = module.nodes[call.func]
        about = func.base if isinstance(func, syntax.Attr) and func.name == "reflect" else call.func
        known = (
            getattr(v, "path", "") or getattr(getattr(v, "function", None), "id", "")
            for v in self._names.resolve(about, module)
        )
        return any(path.startswith("sqlalchemy") for path in known)

    # -- imperative mapping

    def _map_imperatively(self, module: Module, calls: Iterable[Called]) -> None:
        """``registry.map_imperatively(Order, orders)`` makes a plain class an entity of the table."""
        for _, name, call in calls:
            if name not in IMPERATIVE or len(call.args) < 2:
                continue
            table = self._constants.evaluate(call.args[1], module)
            for value in in_order(self._names.resolve(call.args[0], module)):
                if isinstance(value, ClassValue) and isinstance(table, TableRef):
                    self._naming.map_imperatively(value.cls, table.name)
                    self.bases.imperative[value.cls] = (module, call)

    # -- relations and foreign keys

    def finish(self) -> None:
        """Link the mapped classes to each other."""
        declared: dict[MappedClass, list[Declaration]] = {}
        for entity in self.registry:
            declared[entity] = [*self._declarations.of(entity.cls), *self._imperative(entity.cls)]
            self._add_columns(entity, declared[entity])
        for entity, declarations in declared.items():
            self._relate(entity, declarations)
        self._loose_tables()

    def _imperative(self, cls: Class) -> Iterator[Declaration]:
        """Yield the ``properties={...}`` of an imperative mapping."""
        module, call = self.bases.imperative.get(cls, (None, None))
        for keyword, node in call.keywords if call is not None else ():
            record = module.nodes[node] if module is not None else None
            for name, value in (
                record.items if keyword == "properties" and isinstance(record, syntax.Dictionary) else ()
            ):
                made = module.nodes[value] if module is not None else None
                if name is not None and isinstance(made, syntax.Call) and module is not None:
                    yield Declaration(name, "relationship", made, Scope(module), cls, line_of(module, value))

    def _add_columns(self, entity: MappedClass, declarations: Iterable[Declaration]) -> None:
        for declaration in declarations:
            if declaration.kind == "column":
                entity.columns.add(declaration.name)
                entity.references += _at_home(self._declarations.references(declaration), declaration, entity.cls)
            elif declaration.kind == "proxy":
                entity.proxies[declaration.name] = self._declarations.text(declaration, "target_collection", 0)
        for owner in self._naming.own_classes(entity.cls):
            entity.columns.update(name for name in owner.annotations if name not in owner.names)
        entity.references += self._declarations.constraints(entity.cls)
        if self._is_used(entity.cls.module):
            for reference in entity.references:
                self._refer(entity.table, reference, entity.cls.module)

    def _is_used(self, module: Module) -> bool:
        """Whether the tables of a module are the program's: those of a library are, if classes of it are extended."""
        if not module.is_stub:
            return True
        if self._libraries is None:
            own = (e.cls for e in self.registry if not e.cls.module.is_stub)
            above = {base for cls in own for base in self._names.mro(cls) if not isinstance(base, str)}
            self._libraries = {_library(base.module) for base in above if base.module.is_stub}
        return _library(module) in self._libraries

    def _refer(self, table: str, reference: Reference, module: Module) -> None:
        self._world.entities.foreign_keys.append(
            ForeignKeyColumn(
                from_table=table,
                column=reference.column,
                to_table=self.registry.table_named(reference.table),
                module_root=module.root,
                module=module.name,
                file=module.file,
                line=reference.line,
                on_delete=reference.on_delete,
            )
        )

    def _relate(self, entity: MappedClass, declarations: Iterable[Declaration]) -> None:
        for declaration in declarations:
            if declaration.kind != "relationship" or declaration.name in entity.relations:
                continue
            relation = self._relationships.make(declaration, entity)
            if relation is None:
                continue
            entity.relations[relation.name] = relation
            back = self._relationships.backref(declaration, relation, entity)
            if back is not None and isinstance(relation.target, MappedClass):
                relation.target.relations.setdefault(back.name, back)

    # -- loose tables

    def _loose_tables(self) -> None:
        for table in self._table_objects:
            if not self._is_used(table.module):
                continue
            if self.registry.by_table(table.name) is None:
                self._world.entities.loose_tables.append(_loose(table))
            self._refer_all(table)

    def _refer_all(self, table: TableObject) -> None:
        """Enter the foreign keys of a table object."""
        module = table.module
        for node in table.call.args[2:]:
            record = module.nodes[node]
            if not isinstance(record, syntax.Call):
                continue
            if last_name(module, record.func) == "Column":
                declaration = Declaration("", "column", record, table.scope, None, table.line)
                for reference in self._declarations.references(declaration):
                    self._refer(table.name, reference, module)
            for reference in self._declarations.constraints_in(node, table.scope, None, table.line):
                self._refer(table.name, reference, module)


def _library(module: Module) -> str:
    return module.name.partition(".")[0]


def _loose(table: TableObject) -> LooseTable:
    module = table.module
    return LooseTable(
        table=table.name, cls=None, module_root=module.root, module=module.name, file=module.file, line=table.line
    )


def _at_home(references: Iterable[Reference], declaration: Declaration, cls: Class) -> Iterator[Reference]:
    """Yield foreign keys at lines of the class's own module: what a mixin elsewhere declares stands where the class does."""
    for reference in references:
        elsewhere = declaration.scope.module is not cls.module
        yield replace(reference, line=cls.record.line) if elsewhere else reference
