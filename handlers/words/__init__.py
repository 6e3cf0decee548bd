"""Everything the bot says, in one place (the voice is in `voice.md` of the design): one module a form, command or screen.

Constants where a sentence stands alone, functions where something goes into it; handlers hold none (`test_one_place.py` looks).
An error's sentence is its docstring. `catalogue.catalogue()` lists it all, by place: that is what a translator goes through.

A Welsh edition is a package `handlers/words/cy/` with modules of the same names (`cy/booking.py`, `cy/notices/late.py`), which
import each other, and hold the same names as these; what is not in them yet is said in English. Its modules make whole
sentences: Welsh changes the beginning of a word after another and puts the verb first, so a sentence is never put together
outside a function of this package. `cy/phrases.py` has the days and months, which Python says in English, and
`cy/errors.py` the sentence of an error by its class. Whoever speaks asks for the words of the reader's language:
`words = edition(booking, request.viewer.language)` (`editions.edition`), the language being one more fact of a person.
"""

from handlers.words.kit import Rendered
from handlers.words.messages import message

__all__ = ["Rendered", "message"]
