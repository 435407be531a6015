from flask_appbuilder import Model
from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import relationship


class Permission(Model):
    __tablename__ = "ab_permission"
    id = Column(primary_key=True)
    name = Column()


class ViewMenu(Model):
    __tablename__ = "ab_view_menu"
    id = Column(primary_key=True)
    name = Column()


assoc_permissionview_role = Table(
    "ab_permission_view_role",
    Model.metadata,
    Column("id", primary_key=True),
    Column("permission_view_id", ForeignKey("ab_permission_view.id")),
    Column("role_id", ForeignKey("ab_role.id")),
)


class Role(Model):
    __tablename__ = "ab_role"
    id = Column(primary_key=True)
    name = Column()
    permissions = relationship("PermissionView", secondary=assoc_permissionview_role, backref="role")


class PermissionView(Model):
    __tablename__ = "ab_permission_view"
    id = Column(primary_key=True)
    permission_id = Column(ForeignKey("ab_permission.id"))
    permission = relationship("Permission")
    view_menu_id = Column(ForeignKey("ab_view_menu.id"))
    view_menu = relationship("ViewMenu")


assoc_user_role = Table(
    "ab_user_role",
    Model.metadata,
    Column("id", primary_key=True),
    Column("user_id", ForeignKey("ab_user.id")),
    Column("role_id", ForeignKey("ab_role.id")),
)

assoc_user_group = Table(
    "ab_user_group",
    Model.metadata,
    Column("id", primary_key=True),
    Column("user_id", ForeignKey("ab_user.id")),
    Column("group_id", ForeignKey("ab_group.id")),
)

assoc_group_role = Table(
    "ab_group_role",
    Model.metadata,
    Column("id", primary_key=True),
    Column("group_id", ForeignKey("ab_group.id")),
    Column("role_id", ForeignKey("ab_role.id")),
)


class Group(Model):
    __tablename__ = "ab_group"
    id = Column(primary_key=True)
    name = Column()
    users = relationship("User", secondary=assoc_user_group, backref="groups")
    roles = relationship("Role", secondary=assoc_group_role, backref="groups")


class User(Model):
    __tablename__ = "ab_user"
    id = Column(primary_key=True)
    first_name = Column()
    last_name = Column()
    username = Column()
    email = Column()
    active = Column()
    roles = relationship("Role", secondary=assoc_user_role, backref="user")
    created_by_fk = Column(ForeignKey("ab_user.id"))
    changed_by_fk = Column(ForeignKey("ab_user.id"))


class RegisterUser(Model):
    __tablename__ = "ab_register_user"
    id = Column(primary_key=True)
    username = Column()
    email = Column()


class ApiKey(Model):
    __tablename__ = "ab_api_key"
    id = Column(primary_key=True)
    user_id = Column(ForeignKey("ab_user.id"))
    user = relationship("User")
