"""Threat group cards in Markdown, written from statements (`bestiary/card.py` says what stands where).

The card of a record that was read from a card is that card byte for byte, but for what was changed since. A record of
any other format is written in the canonical form; what a card has no place for is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b

import msgspec

from ..card import LAYOUT, Frame, Piece, Said, Slot, Sorted, shown, slots
from ..names import slug
from ..selection import File, Loss, Selection

TITLE = "Threat group card"
MEDIA_TYPE = "text/markdown"


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One file a record of the chosen profiles; of everything, one for each record of an actor.

    A record that was read from a card of its own has that file's name, any other the slug of its key; where that is
    taken, as slugs are cut off, a hash of the key follows it.
    """
    taken: set[str] = set()
    for key, format_, file in selection.records("actor" if selection.everything else None):
        own, digest = slug(key), blake2b(key.encode(), digest_size=8).hexdigest()
        names = [*([file] if format_ == "etda_card" else []), f"{own}.md"]
        name = next((name for name in names if name not in taken), f"{own}-{digest}.md")
        taken.add(name)
        yield File(name, _card(selection, key, loss))


def _card(selection: Selection, key: str, loss: Loss) -> Iterator[bytes]:
    statements = selection.statements(key)
    _count(Sorted(statements), loss)
    yield render(statements)


# What is written of the qualifiers of a property, or says no more than where in a file it stood.
_WRITTEN = {"name": {"giver"}, "description": {"by"}}
_PLACED = {"heading", "label", "section", "form", "key"}
_OPERATIONS = ("operation", "counter-operation")


def _count(record: Sorted, loss: Loss) -> None:
    """Counts what is left out of a card."""
    for said in record.homeless:
        loss.add(said.property, "a card has no place for it")
    for parent, parts in record.parts.items():
        prop = record.said[parent].property
        if prop not in _OPERATIONS:
            loss.add(f"{prop}: parts", "only operations have parts in a card", len(parts))
    for section in record.sections.values():
        for said in section:
            for more in said.qualifiers.keys() - _WRITTEN.get(said.property, set()) - _PLACED:
                loss.add(f"{said.property}: {more}", "a card says the value only")


def render(statements: Iterable[Said]) -> bytes:
    """The card of one record, in UTF-8. What a card has no place for is left out."""
    statements = list(statements)
    record = Sorted(statements)
    frame, laid = _layouts(statements)
    keys = frame.sections or tuple(record.sections)
    claimed = _hold(record, keys, laid)
    card: list[Piece] = []
    for number, key in enumerate(keys):
        card += laid[number] if number in laid else record.take(key, claimed)
    for key in [*record.sections]:
        pieces = record.take(key, claimed)  # of a section that the file had not
        card += pieces if slots(pieces) else []
    text = "".join(piece if isinstance(piece, str) else shown(record.said[piece[0]], piece[1]) for piece in card)
    return (frame.start + (text + frame.end).replace("\n", frame.newline)).encode()


def _layouts(statements: Iterable[Said]) -> tuple[Frame, dict[int, list[Piece]]]:
    """The layout of the file and those of its sections; one that cannot be read is none."""
    frame, laid = Frame(), {}
    for said in statements:
        section = said.qualifiers.get("section") if said.property == LAYOUT else None
        with suppress(msgspec.DecodeError, RecursionError, ValueError):
            if section == "*":
                frame = msgspec.json.decode(said.raw, type=Frame)
            elif section:
                laid[int(section)] = msgspec.json.decode(said.raw, type=list[Piece])
    return frame, laid


def _hold(record: Sorted, keys: Sequence[str], laid: dict[int, list[Piece]]) -> set[Slot]:
    """Drops the layouts that do not fit the statements (any more); gives the slots that the others fill.

    One that names what is not there does not fit, nor do those of a section with something to say that no layout
    names. As dropping one may leave something unsaid in another section, this goes on until nothing is.
    """
    wanted = {key: slots(record.canonical(key)) for key in record.sections}
    known = set[Slot]().union(*wanted.values())
    filled = {number: slots(pieces) for number, pieces in laid.items()}
    unfit = {number for number, named in filled.items() if not 0 <= number < len(keys) or not named <= known}
    while True:
        for number in unfit:
            del laid[number], filled[number]
        claimed = set[Slot]().union(*filled.values())
        bare = {key for number, key in enumerate(keys) if number not in laid}
        unsaid = {key for key, said in wanted.items() if key not in bare and not said <= claimed}
        unfit = {number for number in laid if keys[number] in unsaid}
        if not unfit:
            return claimed
