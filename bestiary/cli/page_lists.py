"""The lower sections of a page: what happened, what it is related to, where to read on, and whose records these are."""

from rich.text import Text

from ..plain import age, cut, plain
from ..profile import Operation, Profile, Related, Relation
from .page_parts import WITHDRAWN
from .page_text import Extent, Row, among, label, link, mark, more, prose, section, within

TITLE = 240  # characters of a title, or of the text that stands for a missing one

# What this profile is to others, in words that go on with their titles.
RELATED = {
    "subgroup-of": "subgroup of",
    "has-subgroup": "has as subgroup",
    "successor-of": "successor of",
    "succeeded-by": "succeeded by",
    "overlaps": "overlaps with",
    "unsure": "maybe the same as",
    "different": "different from",
}


def operation_rows(title: str, operations: list[Operation], profile: Profile, extent: Extent) -> list[Row]:
    """The operations with their dates as reported, the latest first (a profile has them last)."""
    latest = operations[::-1][: extent.operations]
    rows = [(_when(one), _operation(one, profile, extent)) for one in latest]
    return section(title, len(operations), extent.operations, rows, profile)


def _when(operation: Operation) -> Text:
    return within(operation["reported"] or operation["date"] or "undated")


def _operation(operation: Operation, profile: Profile, extent: Extent) -> Text:
    """Its title, then dim whom it hit and where to read on; all that is reported where all is shown."""
    title, texts = operation["title"], operation["text"]
    if not title:
        title, texts = " ".join(texts), []
    line = prose(title if extent.own else cut(title, TITLE)).append_text(mark(operation["stated"], profile))
    if operation["targets"]:
        line.append(plain(f"  → {', '.join(operation['targets'])}"), "dim")
    lines = [line]
    if extent.own:
        lines += [prose(text) for text in texts]
        lines += [Text(plain(f"Method: {text}"), "dim") for text in operation["methods"]]
        lines += [Text(plain(f"Note: {text}"), "dim") for text in operation["notes"]]
    lines += [link(url, "dim") for url in operation["urls"][: None if extent.own else 1]]
    return Text("\n").join(lines)


def related_rows(profile: Profile, extent: Extent) -> list[Row]:
    """The profiles that this one is judged to be something to, by what that is; each once, in their order."""
    by_relation: dict[str, dict[str, Related]] = {}
    for related in profile["related"]:
        by_relation.setdefault(related["relation"], {}).setdefault(related["profile"]["id"], related)
    rows = []
    for relation, others in by_relation.items():
        texts = [_other(related) for related in [*others.values()][: extent.relations]]
        if len(others) > extent.relations:
            texts.append(more(len(others) - extent.relations, profile))
        rows.append((within(RELATED[relation], len(others)), among(texts)))
    total = sum(map(len, by_relation.values()))
    return section("Related", total, total, rows, profile)


def _other(related: Related) -> Text:
    """The other profile, by what it can be asked for, and who judged so where that was a person."""
    by = related["judgement"]["by"]
    about = f" {related['profile']['id']}" + (f" (judged by {by})" if by else "")
    return Text.assemble(plain(related["profile"]["title"]), (plain(about), "dim"))


def relation_rows(profile: Profile, extent: Extent) -> list[Row]:
    """The relations by type, each other thing once; those between the profile's own records are left out."""
    by_type: dict[str, dict[str, list[Relation]]] = {}
    for relation in profile["relations"]:
        if relation["profile"] != profile["id"]:
            to = relation["profile"] or (relation["title"] or relation["id"]).casefold()
            by_type.setdefault(relation["type"], {}).setdefault(to, []).append(relation)
    rows = []
    for type_, same in sorted(by_type.items(), key=lambda item: -len(item[1])):
        relations = [_joined(some) for some in same.values()]
        named = [relation for relation in relations if relation["title"]]
        texts = [_related(relation, profile) for relation in named[: extent.relations]]
        unnamed = len(relations) - len(named)
        if unnamed:
            texts.append(Text(f"{unnamed:,} that this file has no record of", "dim"))
        if len(named) > extent.relations:
            texts.append(more(len(named) - extent.relations, profile))
        rows.append((within(type_, len(relations)), among(texts)))
    total = sum(map(len, by_type.values()))
    return section("Relations", total, total, rows, profile)


def _joined(relations: list[Relation]) -> Relation:
    """One relation for all to one thing, with all who state it and how likely it is said to be."""
    likelihood = next((one["likelihood"] for one in relations if one["likelihood"]), "")
    return {**relations[0], "likelihood": likelihood, "stated": [one for some in relations for one in some["stated"]]}


def _related(relation: Relation, profile: Profile) -> Text:
    """The other thing, how likely the relation is where that is stated, and who states it."""
    text = Text(plain(relation["title"] or relation["id"]))
    if relation["likelihood"]:
        text.append(plain(f" ({relation['likelihood']})"), "dim")
    return text.append_text(mark(relation["stated"], profile))


def reference_rows(profile: Profile, extent: Extent) -> list[Row]:
    """Where to read on."""
    references = profile["references"]
    links = [link(one["label"]).append_text(mark(one["stated"], profile)) for one in references[: extent.references]]
    if len(references) > extent.references:
        links.append(more(len(references) - extent.references, profile))
    return [(label("References", len(references)), Text("\n").join(links))] if links else []


def tag_rows(profile: Profile) -> list[Row]:
    """The MISP tags, to be copied."""
    tags = dict.fromkeys(record["misp_tag"] for record in profile["records"] if record["misp_tag"])
    return [(label("MISP tag"), Text("\n".join(map(plain, tags)), "green"))] if tags else []


def record_rows(profile: Profile, extent: Extent) -> list[Row]:
    """The records that the marks on the page point to: source, title, ids, age and file."""
    lines = []
    for number, record in enumerate(profile["records"], 1):
        ids = [id_ for id_ in record["external_ids"] if id_ not in record["title"]]
        parts = [record["source"], record["title"], *ids, age(record["modified"], record["edition"])]
        rest = [record["file"], record["key"]] if extent.own else [record["file"]]
        mark_ = f"[{number}] " if len(profile["records"]) > 1 else ""
        line = Text.assemble((mark_, "dim"), plain(" · ".join(parts)), (plain(" · " + " · ".join(rest)), "dim"))
        for flag in (flag for flag in WITHDRAWN if number - 1 in _stating(profile, flag)):
            line.append(f" · {flag}", "yellow")
        lines.append(line)
    return [(label("Records" if len(lines) > 1 else "Record"), Text("\n").join(lines))]


def _stating(profile: Profile, flag: str) -> set[int]:
    """The records that say so of themselves."""
    values = profile["facts"].get(flag, [])
    return {one["record"] for value in values if value["value"] == "true" for one in value["stated"]}


def judgement_rows(profile: Profile) -> list[Row]:
    """On how many judgements it stands that the records are one, and where to see the grounds."""
    count = len(profile["judgements"])
    if not count:
        return []
    people = sum(judgement["by"] != "" for judgement in profile["judgements"])
    text = Text(f"{count:,} judgement{'s' if count > 1 else ''}" + (f", {people:,} by people" if people else ""))
    return [
        (
            label("Why they are one"),
            text.append(plain(f": bestiary why {profile['id']} tells the grounds"), "dim italic"),
        )
    ]
