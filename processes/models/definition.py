"""Process definitions and their immutable, published versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from processes.models.base import Base, UtcDateTime


class Definition(Base):
    """A process by its key, e.g. ``relationship-maintenance``."""

    __tablename__ = "definition"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    versions: Mapped[list[DefinitionVersion]] = relationship(
        back_populates="definition", order_by="DefinitionVersion.version"
    )


class DefinitionVersion(Base):
    """One published version: its files never change, and its instances stay on it."""

    __tablename__ = "definition_version"
    __table_args__ = (UniqueConstraint("definition_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    spec: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # read once, by the cache
    reason: Mapped[str] = mapped_column(String(500))
    published_by: Mapped[str] = mapped_column(String(100))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    definition: Mapped[Definition] = relationship(back_populates="versions")
    files: Mapped[list[DefinitionFile]] = relationship(back_populates="version", order_by="DefinitionFile.path")


class DefinitionFile(Base):
    """A diagram, decision table or form of one version, as published."""

    __tablename__ = "definition_file"
    __table_args__ = (UniqueConstraint("version_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("definition_version.id"))
    path: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[DefinitionVersion] = relationship(back_populates="files")
