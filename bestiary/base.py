"""The one object that every interface uses. It delegates and holds no logic of its own."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from .config import default_db
from .errors import OtherVersion
from .names import fold
from .store.read import Reader

if TYPE_CHECKING:  # annotations only: an answer is not kept waiting for them
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike
    from pathlib import Path

    from .profile import (
        Answer,
        Bearer,
        Changed,
        Coined,
        Comparison,
        Contested,
        Giver,
        News,
        Profile,
        Ranked,
        SourceInfo,
        StatementInfo,
        Summary,
        Thing,
        Why,
    )
    from .profile import Found as Found_
    from .profile import Review as Review_
    from .render import Chosen
    from .schemes import Reading
    from .selection import File, Loss
    from .tag import Mention, Tagger

    # the class has a method of that name, which hides the type in its annotations
    Bearers = list[Bearer]
    Changes = list[Changed]
    Contests = list[Contested]
    Givers = list[Giver]
    Mentions = list[Mention]
    Names = list[str]
    NamesCoined = list[Coined]
    Ranking = list[Ranked]
    Readings = list[Reading]
    Reviews = list[Review_]
    Sources = list[SourceInfo]
    Statements = list[StatementInfo]
    Summaries = list[Summary]
    Things = list[Thing]


class Bestiary:
    """An open encyclopedia: ask it who bears a name, or for a profile, a list, a source, an export.

    >>> from bestiary import Bestiary
    >>> answer = Bestiary.open().who("Fancy Bear")
    >>> answer["query"], answer["ambiguous"], answer["matches"][0]["profile"]["kind"]
    ('Fancy Bear', False, 'actor')
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._tagger: Tagger | None = None  # made when it is first asked for

    @classmethod
    def open(cls, db: str | PathLike[str] | None = None, make: Callable[[str], object] | None = None) -> Bestiary:
        """Opens a built file; without a name the default one, which is made first if it is missing or outdated.

        `make` is called with the path for that, `ingest.build_first` if it is not given. Raises StoreError if a named
        file is missing or not ours, OtherVersion if another version built it.
        """
        if db is not None:
            return cls(Reader(str(db)))
        file = default_db()
        if os.path.exists(file):
            with suppress(OtherVersion):  # what it was built from can be read again
                return cls(Reader(file))
        (make or _build)(file)
        return cls(Reader(file))

    def shared(self) -> Bestiary:
        """The same, which threads may ask at the same time; other objects are of one thread at a time each."""
        self._reader.share()
        return self

    def close(self) -> None:
        """Closes the file; the object cannot be asked any more."""
        self._reader.close()

    def __enter__(self) -> Bestiary:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def path(self) -> str:
        """Where the file stands."""
        return self._reader.path

    @property
    def state(self) -> str:
        """Which file it is: another once a new one has taken its place."""
        return self._reader.state

    @property
    def level(self) -> str:
        """The highest level of the Traffic Light Protocol 2.0 of anything in the file: "clear", "green" …, "red"."""
        return self._reader.note("level")

    def about(self) -> dict[str, Any]:
        """The file as a whole: its `level`, when it was `first` built, how many profiles there are of which of the
        `kinds`, and the SHA-256 of its `ledger`."""
        from .render import about

        return about(self._reader)

    def at(self, level: str) -> Bestiary:
        """The encyclopedia of what is at or below a level, from a file of its own, which is built if it has to be.

        Nothing in that was made with knowledge of what is above the level. Raises UsageError for a level that is none,
        and like a build.
        """
        from pathlib import Path

        from .ingest import at_level

        return Bestiary.open(at_level(Path(self._reader.path), level))

    def who(self, name: str) -> Answer:
        """Every profile that bears the name, the likeliest first; else what has it as id; else near names."""
        return cast("Answer", self._reader.decoded(self.who_json(name)[1]))

    def who_json(self, name: str) -> tuple[int, str]:
        """How many profiles bear the name, and the Answer as JSON text, put together from stored text."""
        from .answer import who_json

        return who_json(self._reader, name)

    def near(self, name: str, limit: int = 5) -> Names:
        """Names that begin like this one, the shortest first, then those that are written much like it."""
        from .offered import names

        return names(self._reader, name, limit)

    def names_starting(self, prefix: str, limit: int = 20) -> Names:
        """Names that begin like this, folded; for completion."""
        return self._reader.names_from(fold(prefix), limit)

    def profile(self, id: str) -> Profile:
        """The profile with this slug, record key, UUID or external id, also a former one.

        Raises NotFound if there is none (any more), UsageError if the id names several things.
        """
        return cast("Profile", self._reader.decoded(self._reader.profile(self._number(id))))

    def _number(self, id: str) -> int:
        """The number of the one profile that answers to the id."""
        from .lookup import lookup

        return lookup(self._reader, id)

    def statements(self, id: str) -> Statements:
        """All statements of the records that the profile is made of, in their order. Raises like `profile`."""
        records = self._reader.records(self._number(id))
        rows = [row for key, _, _ in records for row in self._reader.statements(key)]
        return [cast("StatementInfo", row._asdict()) for row in rows]

    def sources(self) -> Sources:
        """What the file was built from."""
        from .render import sources

        return sources(self._reader)

    def list(self, kind: str, **filters: str) -> Summaries:
        """The profiles of a kind ("actor", "actors") by title, those that satisfy every filter.

        A filter is a word of the search with a value as people write it: country="Iran", sector="energy",
        tool="Mimikatz", source="etda". Raises UsageError for a kind or filter that is none, NotFound for a value that
        means nothing we know.
        """
        from .search import filtered

        return filtered(self._reader, kind, filters)

    def search(self, query: str, limit: int = 20, offset: int = 0) -> Found_:
        """What a query such as `sandstorm tool:"Cobalt Strike" since:2020` finds, the best first: docs/searching.md.

        Raises UsageError, which says at which word, for a query that is none, NotFound like `list`.
        """
        from .search import search

        return search(self._reader, query, limit, offset)

    def export(
        self, format: str, ids: Iterable[str] | None = None, loss: Loss | None = None, query: str | None = None
    ) -> Iterator[File]:
        """The files of an export of the profiles, of all that a query finds, or of everything.

        Each has its name and its content, made as it is read; what the format has no place for is counted in `loss`
        meanwhile. Raises UsageError for a format or query that is none, NotFound for an id that is none or if nothing
        is found.
        """
        from .exports import export
        from .selection import Loss

        return export(format).files(self.selection(ids, query), Loss() if loss is None else loss)

    def selection(self, ids: Iterable[str] | None = None, query: str | None = None) -> Chosen:
        """What exports are given of the profiles, of what a query finds, or of everything. Raises like `export`."""
        from .render import Chosen
        from .search import matching

        if query is not None:
            return Chosen(self._reader, matching(self._reader, query))
        return Chosen(self._reader, None if ids is None else [self._number(id) for id in ids])

    def why(self, a: str, b: str) -> Why:
        """Why two things are one or stay two; each is a slug, record key, UUID, external id or name.

        Raises NotFound for what is nothing, UsageError for what is several things.
        """
        from .why import why

        return why(self._reader, a, b)

    def compare(self, *ids: str) -> Comparison:
        """Two or three things side by side, each asked for as in `why`. Raises like it, and UsageError for more."""
        from .comparison import compare

        return compare(self._reader, ids)

    def targets(self, sectors: Sequence[str], countries: Sequence[str], limit: int = 20) -> Ranking:
        """The actors that are said to hit them, the best documented first. Raises NotFound for what is none of them."""
        from .rank import targets

        return targets(self._reader, sectors, countries, limit)

    def things(self, ids: Sequence[str]) -> dict[str, Thing]:
        """Id → thing, of those ids that are the slug of a profile."""
        from .browse import things

        return things(self._reader, ids)

    def techniques(self) -> dict[str, tuple[Names, Names]]:
        """Id → (ids that ATT&CK and matrices like it give, tactics) of every technique that has an id there."""
        from .browse import techniques

        return techniques(self._reader)

    def suggest(self, text: str, limit: int = 10) -> Bearers:
        """Names that begin like the text, the shortest first, with what bears them; for search as one types."""
        from .browse import beginning

        return beginning(self._reader, text, limit)

    def names(self) -> Bearers:
        """Every name with everything that bears it."""
        from .browse import names

        return names(self._reader)

    def givers(self) -> Givers:
        """Everyone who is said to have coined names, or whose scheme is known, by name."""
        from .browse import givers

        return givers(self._reader)

    def giver(self, name: str) -> tuple[Giver, NamesCoined]:
        """A giver and the names it is said to have coined. Raises NotFound for who is none."""
        from .browse import giver

        return giver(self._reader, name)

    def built_like(self) -> dict[str, Bearers]:
        """Id of a giver → the actors' names that only its scheme reads and of which nobody states who coined them."""
        from .browse import built_like

        return built_like(self._reader)

    def contested(self, *kinds: str) -> Contests:
        """The names that several things of one kind bear, of these kinds or of all."""
        from .browse import contested

        return contested(self._reader, kinds)

    def users(self, id: str) -> Summaries:
        """What is said to use the tool or technique that has this slug, the best described first."""
        from .browse import users

        return users(self._reader, id)

    def sharing(self, id: str, used: Sequence[str], most: int = 3) -> dict[str, Things]:
        """Of what an actor uses, that which no more than so many other actors use → who they are."""
        from .browse import sharing

        return sharing(self._reader, id, used, most)

    def having(self, property: str, value: str) -> Summaries:
        """What has the value (a code or term, or a folded label) as "country", "target-country" or "target-sector"."""
        from .browse import having

        return having(self._reader, property, value)

    def counted(self, property: str, kind: str) -> dict[str, int]:
        """Code → how many things of the kind have it as "country", "target-country" or "target-sector"."""
        from .browse import counted

        return counted(self._reader, property, kind)

    def changed(self, kinds: Sequence[str], limit: int = 10) -> Changes:
        """What their sources changed last."""
        from .browse import changed

        return changed(self._reader, kinds, limit)

    def news(self) -> News:
        """What the last build brought that the one before had not, or had otherwise."""
        from .browse import news

        return news(self._reader)

    def review(self, limit: int = 20) -> Reviews:
        """Pairs of profiles of which nobody is sure whether they are one, those first of which most is known."""
        from .why import review

        return review(self._reader, limit)

    def record(self, id: str) -> str:
        """The key of the record that is meant: of a profile its most complete. Raises like `why`."""
        from .why import asked

        found = asked(self._reader, id)
        return found.record or found.profile["records"][0]["key"]

    def record_title(self, key: str) -> str:
        """The title of a record; its key where there is none. Raises like `profile`."""
        return next((one["title"] for one in self.profile(key)["records"] if one["key"] == key), key)

    def tagger(self, overlay: Path | None = None) -> Tagger:
        """What tags texts with the names of this file, by the policies of the overlay; it pickles.

        Without one it is that of the file. Raises InputError if it is not there or its names.toml cannot be read.
        """
        from .dictionary import Dictionary
        from .overlay import policies
        from .tag import Tagger

        found = policies(overlay, self._reader.note("overlay"))
        return Tagger(Dictionary.decoded(self._reader.dictionary()).under(found))

    def tag(self, text: str) -> Mentions:
        """The actors, tools, campaigns, techniques and vulnerabilities that a text names, by place."""
        if self._tagger is None:
            self._tagger = self.tagger()
        return self._tagger.tag(text)

    def reading(self, name: str) -> Readings:
        """How naming schemes read the name: who may have coined it, and what it implies. Asks no source."""
        from .schemes import readings

        return readings(name)


def _build(file: str) -> None:
    """Builds the default file from the packaged sources, or from what it was built from before."""
    from pathlib import Path

    from .ingest import build_first

    build_first(Path(file))
