"""The press of a brand: cards and QR codes, each drawn once."""

from hashlib import blake2b

from markupsafe import Markup
from msgspec import Struct

from hubkit.cards.card import Card, Colours, Shape, Undrawable
from hubkit.cards.drawing import Drawer
from hubkit.memo import Memo
from hubkit.problems import Place, Problem, Severity
from hubkit.qr import qr_svg
from hubkit.values import Output


class Printed(Struct, frozen=True):
    """A card as it is published."""

    path: str
    """Below the output folder, with a digest of its content."""
    width: int
    height: int


class Press:
    """Prints for the pages of a hub, or of the network, in the colours of its brand."""

    def __init__(self, drawer: Drawer, colours: Colours, memo: Memo) -> None:
        self._drawer = drawer
        self._colours = colours
        self._memo = memo
        self.outputs: dict[str, Output] = {}
        """The cards that pages show, by path."""
        self.problems: dict[Problem, None] = {}
        """Why cards are not there, each reason once."""
        self._printed: dict[tuple[Card, str], Printed | None] = {}

    def card(self, card: Card, shape: Shape) -> Printed | None:
        """Return a card, which is then published; None where it could only be drawn wrongly, and a note says so."""
        if (card, shape.name) not in self._printed:
            self._printed[card, shape.name] = self._print(card, shape)
        return self._printed[card, shape.name]

    def _print(self, card: Card, shape: Shape) -> Printed | None:
        try:
            content = self._drawer.drawn(card, self._colours, shape)
        except Undrawable as fault:
            self.problems[Problem(Place("hubkit.yaml"), fault.message, fault.hint, Severity.note)] = None
            return None
        path = f"assets/{shape.name}-{card.name}.{blake2b(content, digest_size=8).hexdigest()}.png"
        self.outputs[path] = Output(path, content, (card.source,))
        return Printed(path, shape.width, shape.height)

    def code(self, address: str) -> Markup:
        """Return the QR code of an address as an SVG that has attributes only, black on white."""
        return Markup(self._memo.remember("code 2", address.encode(), lambda: qr_svg(address).encode()).decode())  # noqa: S704 - numbers alone
