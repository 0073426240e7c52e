"""Names that are offered where nothing bears the one asked for: those that begin so, then those written alike."""

from .names import fold, near
from .store.browse import all_names, beginning
from .store.read import Reader

_BEARERS = 5  # profiles that may bear one name, for each name that is offered


def names(reader: Reader, name: str, limit: int = 5) -> list[str]:
    """At most `limit` names: those that begin so, the shortest first, then the likest first."""
    begun = _begun(reader, name, limit)
    alike = near(name, reader.folds(), limit) if len(begun) < limit else []
    return [*begun.values(), *(reader.name_of(one) for one in alike if one not in begun)][:limit]


def word(reader: Reader, name: str) -> str:
    """The shortest name that begins so, else the likest of the names and of the words (folded) in them; "" if none."""
    if begun := _begun(reader, name, 1):
        return next(iter(begun.values()))
    folds = set(reader.folds())
    words = {fold(word) for one in all_names(reader) for word in one.name.split()}
    return next((reader.name_of(one) if one in folds else one for one in near(name, folds | words, 1)), "")


def _begun(reader: Reader, name: str, limit: int) -> dict[str, str]:
    """Folded name → name."""
    folded = fold(name)
    found = beginning(reader, folded, limit * _BEARERS) if folded else []
    return dict([*{fold(one.name): one.name for one in found}.items()][:limit])
