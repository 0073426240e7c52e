"""Which profile an id means: a slug, record key, UUID or external id, also a former one that the ledger remembers."""

from .errors import NotFound, UsageError
from .plain import cut
from .store.read import Reader


def lookup(reader: Reader, id: str) -> int:
    """The number of the one profile that answers to the id.

    Raises NotFound if there is none, and says so if there was one; UsageError if the id names several things.
    """
    found = numbers(reader, id)
    if not found:
        short = cut(id, 80)
        hint = f'bestiary who "{short}" looks for it among the names' if short.strip() else "give one"
        raise gone(reader, id) or NotFound(f"nothing has the id “{short}”", hint=hint)
    if len(found) > 1:
        slugs = ", ".join(reader.slug(number) for number in found)
        raise UsageError(f"“{id}” is the id of several things: {slugs}", hint="use one of these")
    return found[0]


def numbers(reader: Reader, id: str) -> list[int]:
    """The profiles that answer to the id; of one that none has any more, the one that the ledger leads to."""
    name = id.strip()
    found, passed = reader.handle(name.lower()), set[str]()
    while not found and name not in passed and (owner := reader.owner(name)):
        passed.add(name)
        name = owner[0]
        found = reader.handle(name.lower())
    return found


def gone(reader: Reader, id: str) -> NotFound | None:
    """What to say of an id that nothing has any more; None if nothing ever had it."""
    owner = reader.owner(id.strip())
    if owner is None:
        return None
    was = f"a record of {owner[0]}" if owner[1] else f"the address of the record {owner[0]}"
    return NotFound(f"“{id}” was {was}, it is no longer in the sources")
