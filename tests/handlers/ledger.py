"""What is really stored: every committed change of every row, noted by the database itself."""

from collections import Counter

from sqlalchemy import Engine, text

NOTED = "knock_changes"


class Ledger:
    """Triggers on every table of a test's database. What is rolled back leaves no note."""

    def __init__(self, engine: Engine) -> None:
        """From now on."""
        self._engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        with engine.connect() as connection:
            listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            if not is_sqlite:
                listed = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            tables = [row[0] for row in connection.execute(text(listed))]
            connection.rollback()
        kind = "INTEGER PRIMARY KEY" if is_sqlite else "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        made = [f"CREATE TABLE {NOTED} (id {kind}, place text NOT NULL)"]
        if not is_sqlite:
            made.append(
                f"CREATE FUNCTION {NOTED}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN INSERT INTO {NOTED} (place) VALUES (TG_TABLE_NAME); RETURN NULL; END $$"
            )
        for table in tables:
            for act in ("INSERT", "UPDATE", "DELETE"):
                on = f'CREATE TRIGGER "{NOTED}_{table}_{act}" AFTER {act} ON "{table}" FOR EACH ROW'
                note = (
                    f"BEGIN INSERT INTO {NOTED} (place) VALUES ('{table}'); END" if is_sqlite else f"EXECUTE FUNCTION {NOTED}()"
                )
                made.append(f"{on} {note}")
        with engine.connect() as connection:
            for statement in made:
                connection.exec_driver_sql(statement)
            connection.commit()

    def changes(self) -> Counter[str]:
        """Rows changed since the beginning, by table."""
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql(f"SELECT place, count(*) FROM {NOTED} GROUP BY place").all()
            connection.rollback()
            return Counter({str(row[0]): int(row[1]) for row in found})

    @staticmethod
    def tables_with_rows(engine: Engine, tables: tuple[str, ...]) -> set[str]:
        """Those of these tables in which something stands."""
        with engine.connect() as connection:
            found = {each for each in tables if connection.exec_driver_sql(f"SELECT 1 FROM {each}").first()}
            connection.rollback()
            return found
