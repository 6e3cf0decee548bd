"""The one base of every error a person may read."""


class SupervisionError(Exception):
    """Something could not be done. Nothing was changed."""

    def __init__(self, sentence: str = "") -> None:
        """`sentence` is what the person reads; without it, the class's docstring is."""
        super().__init__(sentence or (self.__doc__ or "").strip())

    @property
    def sentence(self) -> str:
        """What is wrong, where, and what to do, in words for a person."""
        return str(self)
