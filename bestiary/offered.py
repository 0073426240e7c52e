"""Names offered where nothing bears the one asked for: those that begin so, have it as a word, or are written alike."""

from .names import fold, near
from .store.browse import all_names, beginning, having
from .store.read import Reader

_BEARERS = 5  # profiles that may bear one name, for each name that is offered


def names(reader: Reader, name: str, limit: int = 5) -> list[str]:
    """At most `limit` names: those that begin so, the shortest first; of which it is a word; then the likest first."""
    found = _begun(reader, name, limit)
    if len(found) < limit and fold(name):
        for one in having(reader, name, limit * _BEARERS):
            found.setdefault(fold(one.name), one.name)
    alike = near(name, reader.folds(), limit) if len(found) < limit else []
    return [*found.values(), *(reader.name_of(one) for one in alike if one not in found)][:limit]


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
