"""Questions to whoever sits at the terminal; elsewhere, defaults, or a list of the options that are missing."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import click

from hubkit.problems import HubkitError, printable

if TYPE_CHECKING:
    from hubkit.kinds.fields import Fields

Fault: TypeAlias = tuple[str, str] | None
"""What is wrong with an answer, and what to write instead."""
Judge: TypeAlias = Callable[[str], Fault]


class Asker:
    """Asks for what no option said; `finish` refuses to go on while anything is missing."""

    def __init__(self) -> None:
        self.asks = sys.stdin.isatty()
        self._missing: list[str] = []

    def ask(self, option: str, given: str | None, words: str, judge: Judge, default: str | None = None) -> str:
        """Return the answer: as given (a wrong one raises `HubkitError`), as typed, or `default`.

        With the default "" the answer may be left empty. Without a default, and nobody to ask, the option is missing.
        """
        if given is not None:
            text = given.strip()
            fault = judge(text) if text or default != "" else None
            if fault:
                raise HubkitError(f"{option}: {_sentence(fault)}")
            return text
        if not self.asks:
            if default is None:
                self._missing.append(option)
            fault = judge(default) if default else None
            if fault:
                raise HubkitError(f"{option}: {_sentence(fault)}")
            return default or ""
        return _asked(words, judge, default)

    def finish(self) -> None:
        """Raise `HubkitError` where something that is needed was neither said nor asked for."""
        if self._missing:
            raise HubkitError(f"say {' and '.join(self._missing)}; or run this on a terminal, and it asks.")


def _asked(words: str, judge: Judge, default: str | None) -> str:
    while True:
        text: str = click.prompt(words, default=default, show_default=bool(default), err=True)
        text = text.strip()
        if not text and default == "":
            return ""
        fault = judge(text)
        if fault is None:
            return text
        click.echo(f"  {printable(_sentence(fault))}", err=True)


def _sentence(fault: tuple[str, str]) -> str:
    message, hint = fault
    return f"{message}. {hint}" if hint else f"{message}."


def as_field(model: "type[Fields]", field: str) -> Judge:
    """Return the judge of answers that become a field: `hubkit check` would say the same."""
    from hubkit.starters.answers import mistake

    def judge(text: str) -> Fault:
        problem = mistake(model, field, text)
        return (problem.message, problem.hint) if problem else None

    return judge


def as_listed(model: "type[Fields]", field: str) -> Judge:
    """Return the judge of answers that become entries of a list, separated by commas or blanks."""
    from hubkit.starters.answers import mistake

    def judge(text: str) -> Fault:
        problem = mistake(model, field, list(listed(text)))
        return (problem.message, problem.hint) if problem else None

    return judge


def listed(text: str) -> list[str]:
    """Return the entries of an answer, separated by commas or blanks."""
    return text.replace(",", " ").split()


def one_of(known: tuple[str, ...], what: str) -> Judge:
    """Return the judge of answers that name one of what is there."""
    from hubkit.problems import did_you_mean

    def judge(text: str) -> Fault:
        if text in known:
            return None
        near = did_you_mean(text, known)
        there = f"There are: {', '.join(known)}." if known else f"There is no {what} yet."
        return f'there is no {what} "{text}"', f"Did you mean {near}?" if near else there

    return judge
