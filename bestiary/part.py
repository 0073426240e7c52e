"""One record of a profile: what each of its statements adds to the names, facts, texts and relations."""

from collections.abc import Iterable, Mapping

import msgspec

from .card import cross_references, plain
from .levels import LEVELS
from .names import fold
from .profile import Description, Name, Operation, RecordInfo, Relation, Stated, Thing, Value
from .schema import type_of
from .store.write import Head, Said
from .title_parts import names_in_title
from .values import clean

# (ord of a statement, name in its value or "" for the whole of it) → the things that may be meant
Means = dict[tuple[int, str], list[Thing]]


class Part:
    """One record while its statements are laid into the profile."""

    def __init__(
        self, number: int, head: Head, statements: Iterable[Said], means: Means, rejected: Mapping[str, str]
    ) -> None:
        """`number` is the record's place in the profile; `rejected` are folded names with the reason."""
        self.number = number
        self.head = head
        self.means = means
        self.rejected = rejected
        self.parts: dict[int | None, list[Said]] = {}  # what stands inside each operation; None: what stands in none
        for said in statements:
            self.parts.setdefault(said.parent, []).append(said)
        self.top = self.parts.get(None, [])
        self.title = next((said.raw for said in self.top if said.property == "title"), head.key)
        self.external_ids = [said.raw for said in self.top if said.property == "external-id"]
        title = clean("name", self.title).label
        self.titles = names_in_title(self.head, title, self.external_ids) or [self.title]

    def info(self, publisher: str) -> RecordInfo:
        """What a reader needs to judge the record: whose, how old, where."""
        modified = next((clean("date", said.raw).value for said in self.top if said.property == "modified"), None)
        tag = f'misp-galaxy:{self.head.collection}="{self.title}"' if self.head.format == "misp_galaxy" else None
        info: RecordInfo = {
            "key": self.head.key,
            "source": self.head.source,
            "publisher": publisher,
            "title": self.title,
            "file": self.head.file,
            "modified": modified,
            "edition": self.head.edition,
            "external_ids": self.external_ids,
            "misp_tag": tag,
        }
        if level := max((said.tlp for own in self.parts.values() for said in own), default=0):
            info["tlp"] = LEVELS[level]
        return info

    def stated(self, said: Said, *shown: str | None) -> Stated:
        """Who states it and where, with the value as written where that is not what is shown."""
        stated: Stated = {"record": self.number, "place": said.place}
        if said.file:
            stated["file"] = said.file
        if said.raw not in shown:
            stated["raw"] = said.raw
        return stated

    def add_names(self, names: dict[str, Name]) -> None:
        """The names of the title, then those listed, each with the giver this record gives it."""
        givers = self._givers()
        listed = [said for said in self.top if said.property == "name"]
        folds = {fold(said.raw) for said in listed}
        title = next((said for said in self.top if said.property == "title"), None)
        for text in self.titles if title else []:
            if title and fold(text) not in folds:
                self.add_name(names, text, givers.get(fold(text), ""), title)
        for said in listed:
            text = clean("name", said.raw).label
            giver = _giver(_qualifiers(said).get("giver", "")) or givers.get(fold(said.raw), "")
            self.add_name(names, text, giver, said)

    def add_name(self, names: dict[str, Name], text: str, giver: str, said: Said) -> None:
        """A name, or one more who lists it; names of one fold are one, written as the first writes it."""
        folded = fold(text)
        new: Name = {"name": text, "givers": [], "support": 0, "publications": 0, "contested": [], "stated": []}
        entry = names.setdefault(folded, new)
        # a title may join several names: only one that is listed by itself can be written differently
        stated = self.stated(said, entry["name"], self.title)
        if relation := _qualifiers(said).get("relation"):
            stated["relation"] = relation
        urls = [clean("url", part.raw).value for part in self.parts.get(said.ord, []) if part.property == "url"]
        if any(urls):
            stated["urls"] = [url for url in urls if url]
        if giver:
            stated["giver"] = giver
        if folded in self.rejected:
            stated["rejected"] = self.rejected[folded]
        entry["stated"].append(stated)

    def _givers(self) -> dict[str, str]:
        """Folded name → who coined it, from the statements that say only that."""
        givers = {}
        for said in self.top:
            if said.property == "name-giver":
                meant = self.means.get((said.ord, ""))
                givers[fold(_qualifiers(said).get("name", ""))] = _giver(meant[0]["title"] if meant else said.raw)
        return givers

    def add_value(self, said: Said, values: dict[str, Value]) -> None:
        """A value, or one more who states it."""
        value, label, _ = clean(type_of(said.property), said.raw)
        entry = values.setdefault(value or f"\0{label}", {"value": value, "label": label, "support": 0, "stated": []})
        entry["stated"].append(self.stated(said, value, entry["label"]))
        if meant := self.means.get((said.ord, "")):
            entry["means"] = meant

    def add_description(self, said: Said, descriptions: dict[str, Description]) -> None:
        """A text; the same text in two records stands once."""
        text = plain(clean("prose", said.raw).label)
        by = _qualifiers(said).get("by", "")
        entry = descriptions.setdefault(f"{by}\0{text}", {"text": text, "by": by, "stated": []})
        entry["stated"].append(self.stated(said, said.raw))

    def add_relation(self, said: Said, relations: dict[tuple[str, str], Relation]) -> None:
        """A relation, with what its id means where this file has it, and what the record says of it."""
        qualifiers = _qualifiers(said)
        entry = self.relation(qualifiers.get("type", ""), said, said.raw, self.means.get((said.ord, ""), []), relations)
        entry["likelihood"] = entry["likelihood"] or qualifiers.get("likelihood", "")
        for part in self.parts.get(said.ord, []):
            if part.property == "text":
                entry["text"] = clean("prose", part.raw).label
            elif part.property == "url" and (url := clean("url", part.raw).value):
                entry.setdefault("urls", []).append(url)

    def add_references(self, said: Said, relations: dict[tuple[str, str], Relation]) -> None:
        """The cross references of a card's text."""
        for type_, name in cross_references(said.raw):
            self.relation(type_, said, name, self.means.get((said.ord, name), []), relations)

    def relation(
        self, type_: str, said: Said, to: str, meant: list[Thing], relations: dict[tuple[str, str], Relation]
    ) -> Relation:
        """The relation of the type to the id or name, with one more who states it."""
        sole = meant[0] if len(meant) == 1 else None
        new: Relation = {
            "type": type_,
            "id": to,
            "title": sole["title"] if sole else None,
            "profile": sole["id"] if sole else None,
            "likelihood": "",
            "stated": [],
        }
        entry = relations.setdefault((type_, to.lower()), new)
        if len(meant) > 1:
            entry["means"] = meant
        entry["stated"].append(self.stated(said, said.raw))
        return entry

    def operation(self, said: Said) -> Operation:
        """An operation with its parts."""
        parts: dict[str, list[str]] = {}
        reported = ""
        for part in self.parts.get(said.ord, []):
            if part.property == "date":
                reported = part.raw
            shown = clean(type_of(part.property, True), part.raw)
            parts.setdefault(part.property, []).append(plain(shown.label))
        return {
            "date": clean("date", reported).value,
            "reported": reported,
            "title": " ".join(parts.get("title", [])),
            "text": parts.get("text", []),
            "targets": parts.get("target", []),
            "methods": parts.get("method", []),
            "notes": parts.get("note", []),
            "urls": parts.get("url", []),
            "stated": [self.stated(said, said.raw)],
        }


def _giver(raw: str) -> str:
    """A giver as it is usually spelled, "" for none or "?"."""
    cleaned = clean("giver", raw)
    return cleaned.label if cleaned.value else ""


def _qualifiers(said: Said) -> dict[str, str]:
    return msgspec.json.decode(said.qualifiers, type=dict[str, str]) if said.qualifiers else {}
