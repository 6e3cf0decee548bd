"""On the Home tab: open cases whose workers have left. Nothing is counted on them until they are allocated."""

from handlers.casework.looking import DO
from handlers.homes.lists import Listed, Part
from handlers.request import Request
from handlers.words import casework as words
from handlers.words import kit
from storage.unit import UnitOfWork

SHOWN = 5


def blocks(request: Request, work: UnitOfWork) -> list[Part]:
    """For whoever answers for those who left; nothing where there are none."""
    made = [
        [
            kit.section(
                words.left_behind(each.ref, each.leaver, request.today),
                accessory=kit.button(words.DO["allocate"], f"{DO}:allocate", f"allocate|{each.ref}"),
            )
        ]
        for each in work.leavers.open_cases(request.viewer)
    ]
    return [Listed("left", words.LEFT_BEHIND, made, SHOWN)]
