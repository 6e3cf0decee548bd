"""A slash command with a word after it for each thing it does: told apart, answered, and what an unknown word gets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from handlers import helping
from handlers.asking import AskError, Choice
from handlers.naming import with_ids
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain
from handlers.words import commands as words
from handlers.words.phrases import clip, escape, quoted
from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of one command."""

    command: str
    words: Mapping[str, Subcommand]
    meant: Mapping[str, str]
    """Words people try, and what they are called here."""
    example: str
    """How to begin, for whoever typed a name alone."""
    starts: Sequence[Choice] = ()
    """What can be done with a name typed alone."""

    def help(self, request: Request, work: UnitOfWork) -> Reply:
        """What the asker can do with it, with examples."""
        return helping.of(request, work, self.command, self.described())

    def described(self) -> dict[str, helping.Word]:
        """What each word does, as it is typed."""
        return {
            f"{self.command} {word}": helping.Word(f"{self.command} {one.usage}", words.does(one.does))
            for word, one in self.words.items()
            if word != "help"
        }

    def run(self, request: Request, work: UnitOfWork) -> Reply:
        """Answer the word."""
        word, rest = told_apart(request.text)
        found = self.words.get(word.casefold() or "help")
        if found is None:
            raise self._unnamed(request, work) if word[:1] in ("<", "@") else self._unknown(word, with_ids(work, rest))
        return found.run(request, work, rest)

    def stores(self, text: str) -> bool:
        """Whether answering this text may write: a word that is not there is only asked about."""
        found = self.words.get(told_apart(text)[0].casefold() or "help")
        return found is not None and found.stores

    def refill(self, request: Request, work: UnitOfWork, text: str, draft: str) -> Reply:
        """The word's form with a text typed before; help where it has none."""
        word, rest = told_apart(text)
        found = self.words.get(word.casefold())
        if found is None or found.refill is None:
            return self.help(request, work)
        return found.refill(request, work, rest, draft)

    def has_form(self, text: str) -> bool:
        """Whether *Open the form* can follow this text."""
        found = self.words.get(told_apart(text)[0].casefold())
        return found is not None and found.refill is not None

    def written(self, text: str) -> str:
        """What of the text would be stored: nothing where no reason can stand in it."""
        word, rest = told_apart(text)
        found = self.words.get(word.casefold())
        return plain(rest) if found and found.has_content else ""

    def to_copy(self, text: str) -> str:
        """The text in one line; nothing where a reason may stand in it, which its form gives back instead."""
        found = self.words.get(told_apart(text)[0].casefold())
        if found is None or found.has_content:
            return ""
        return escape(clip(re.sub(r"[\s`]+", " ", plain(text)), 150))

    def _unnamed(self, request: Request, work: UnitOfWork) -> AskError:
        """A name and nothing to do with it."""
        named = quoted(plain(told_apart(request.text)[0]), 30)
        typed = with_ids(work, request.text)
        return AskError(words.unnamed(named, self.example), before="", after=typed, choices=self.starts, has_form=True)

    def _unknown(self, word: str, rest: str) -> AskError:
        known = self.meant.get(word.casefold())
        near = [known] if known else get_close_matches(word.casefold(), self.words, n=2, cutoff=0.5)
        said = words.unknown(self.command, quoted(plain(word), 30), words.did_you_mean(near) if near else "")
        return AskError(said, before="", after=rest, choices=[Choice(one, one) for one in near])


def told_apart(text: str) -> tuple[str, str]:
    """The word and what follows, whatever blanks stand between."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, rest[0].strip() if rest else ""
