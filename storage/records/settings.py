"""A few named values a workspace keeps."""

from typing import Any

from sqlalchemy import select, update

from storage.asking import WORKSPACE
from storage.dialects import is_inserted
from storage.models import SettingRow
from storage.records.base import Records

_ALL = select(SettingRow.name, SettingRow.value).where(SettingRow.workspace == WORKSPACE)


class Settings(Records):
    """Values are JSON: `organisation.service`, `organisation.senior_managers`, `policy.settings` and others' own."""

    _known: dict[str, Any] | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or the default."""
        return self.all().get(name, default)

    def all(self) -> dict[str, Any]:
        """Every name with its value; asked for once a unit of work."""
        if self._known is None:
            self._known = {row.name: row.value for row in self._work.ask(_ALL)}
        return self._known

    def put(self, name: str, value: Any) -> None:
        """Keep it."""
        self._known = None
        row = {"workspace": self._work.workspace, "name": name, "value": value}
        if not is_inserted(self._work.session, SettingRow, row):
            same = (SettingRow.workspace == self._work.workspace) & (SettingRow.name == name)
            self._work.session.execute(update(SettingRow).where(same).values(value=value))
