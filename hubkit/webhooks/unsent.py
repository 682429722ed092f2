"""What is said where something could not be sent."""


class UnsentError(Exception):
    """Something was not sent; says why, and nothing of a person."""

    def __init__(self, reason: str, *, is_final: bool = False, is_down: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
        """Whether trying again is of no use."""
        self.is_down = is_down
        """Whether others would not get through either."""
