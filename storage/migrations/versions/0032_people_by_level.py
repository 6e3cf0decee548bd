"""Every decision asks who the senior managers are: a handful among thousands of people."""

from storage.migrations import indexes

revision = "0032"
down_revision = "0031"

BUILT_BESIDE = True
NAME, TABLE = "ix_people_workspace_level", "people"


def upgrade() -> None:
    """Apply."""
    indexes.build(NAME, TABLE, ["workspace", "level"])


def downgrade() -> None:
    """Undo."""
    indexes.drop(NAME, TABLE)
