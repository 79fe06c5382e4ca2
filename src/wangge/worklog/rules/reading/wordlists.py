"""Word lists written as text, so that a line holds many words and a change shows as a few."""


def words(text: str) -> frozenset[str]:
    """The words of a list, for asking whether one is in it."""
    return frozenset(text.split())


def listed(text: str) -> tuple[str, ...]:
    """The words in their order, for ``str.endswith`` and for trying one after another."""
    return tuple(text.split())
