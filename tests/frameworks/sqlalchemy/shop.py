"""A small mapped shop that the tests of accesses share."""

MODELS = """
    from sqlalchemy import Column, ForeignKey, Integer, String, Table
    from sqlalchemy.orm import DeclarativeBase, relationship

    class Base(DeclarativeBase):
        pass

    order_tags = Table(
        "order_tags", Base.metadata,
        Column("order_id", ForeignKey("orders.id")), Column("tag_id", ForeignKey("tags.id")),
    )

    class Customer(Base):
        __tablename__ = "customers"
        id = Column(Integer, primary_key=True)
        name = Column(String)

    class Tag(Base):
        __tablename__ = "tags"
        id = Column(Integer, primary_key=True)

    class Order(Base):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)
        status = Column(String)
        customer_id = Column(ForeignKey("customers.id"))
        customer = relationship("Customer", backref="orders")
        lines = relationship("Line", back_populates="order")
        tags = relationship("Tag", secondary=order_tags)
        history = relationship("Change", lazy="dynamic")

    class Line(Base):
        __tablename__ = "lines"
        id = Column(Integer, primary_key=True)
        order_id = Column(ForeignKey("orders.id"))
        order = relationship("Order", back_populates="lines")
        product_id = Column(ForeignKey("products.id"))
        product = relationship("Product", lazy="joined")

    class Product(Base):
        __tablename__ = "products"
        id = Column(Integer, primary_key=True)

    class Change(Base):
        __tablename__ = "changes"
        id = Column(Integer, primary_key=True)
        order_id = Column(ForeignKey("orders.id"))
"""


def shop(code: str) -> dict[str, str]:
    """Return a program: the models, and a module that uses them."""
    return {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/code.py": code}
