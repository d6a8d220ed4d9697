"""An entity as one report has it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Entity

LocalKey = tuple[str, str]
"""A local entity: the key of its report, and its id there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """An entity of one report: the report's key, and the entity as the report has it."""

    report_key: str
    entity: Entity

    @property
    def key(self) -> LocalKey:
        return self.report_key, self.entity.id
