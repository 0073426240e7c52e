"""Questions asked of all profiles: lists by kind and filter, and search by words and facts."""

import re
from collections.abc import Iterable, Mapping, Sequence

from .errors import NotFound, UsageError
from .markup import unmarked
from .names import fold, near
from .offered import word
from .profile import Facet, Found, Hit, Marked, Profile, Summary
from .query import Filter, Query, Term, parse
from .schema import kind_named, schema, type_of
from .schemes import table
from .sources import sources
from .store.browse import givers
from .store.find import Condition, Contains, Dated, Is, Kind, Lacks, Wanted, facets, found, stated
from .store.read import Reader
from .unknown import no_term, unknown
from .values import clean

# A filter as people name it → the fact it looks at.
FACTS = {
    "country": "country",
    "sector": "target-sector",
    "target": "target-country",
    "motivation": "motivation",
    "tool": "tool",
    "technique": "uses",
}
LISTED = ("country", "sector", "target", "motivation", "tool", "source")  # those of `filtered`
_TECHNIQUE = re.compile(r"T\d{4}", re.IGNORECASE)  # ATT&CK's id of a technique that may have sub-techniques
LABELS = 10  # of each facet
AROUND = 90  # characters of a text that are shown on either side of a word that is found
ALIKE = 3  # names that are offered for a filter's value
MOST = 200  # hits of one question
FIRST = 50  # profiles of that very name; more are found by words


def filtered(reader: Reader, kind: str, filters: Mapping[str, str]) -> list[Summary]:
    """The profiles of the kind that satisfy every filter (see LISTED), by title.

    Raises UsageError for a kind or filter that is none, NotFound for a value that means nothing we know.
    """
    name = _kind(kind)
    for key in filters:
        if key not in LISTED:
            raise UsageError(f"“{key}” is no filter", hint=f"the filters are: {', '.join(LISTED)}")
    conditions = [_fact(reader, Filter(key, value, 0)) for key, value in filters.items()]
    rows = found(reader, Wanted("", (), [Kind((name,)), *conditions]), -1, 0).rows
    listed: list[Summary] = [reader.decoded(text) for _, text in rows]
    return sorted(listed, key=lambda one: (one["title"].lower(), one["id"]))


def _kind(word: str, where: str = "") -> str:
    """The kind that a word means. Raises UsageError if it is none."""
    name = kind_named(word)
    if name is None:
        kinds = ", ".join(row.plural for row in schema().kind.values())
        raise UsageError(f"“{word}”{where} is no kind of thing", hint=f"the kinds are: {kinds}")
    return name


def search(reader: Reader, text: str, limit: int = 20, offset: int = 0) -> Found:
    """What a query (see query.py) finds: what bears the very name first, then by how well the words fit.

    Where nothing has the words, what the name or word that is most like them finds. Raises UsageError for a query that
    is none, NotFound for a value of a filter that means nothing we know.
    """
    query = _parsed(text)
    limit, offset = min(max(limit, 0), MOST), max(offset, 0)
    wanted = _wanted(reader, query)
    hits, like = found(reader, wanted, limit, offset), ""
    if not hits.total and query.name and not found(reader, wanted._replace(conditions=()), 1, 0).rows:
        like = word(reader, query.name)
        query = query._replace(terms=_terms(like)) if like else query
        wanted = _wanted(reader, query)
        hits = found(reader, wanted, limit, offset)
    counted = facets(reader, wanted, LABELS) if hits.total else []
    return {
        "query": text,
        "total": hits.total,
        "hits": [_hit(reader, number, summary, query, number in wanted.first) for number, summary in hits.rows],
        "facets": _facets(counted),
        "near": [like] if like else [],
    }


def _wanted(reader: Reader, query: Query) -> Wanted:
    return Wanted(_match(query.terms), _bearing(reader, query.name), _conditions(reader, query))


def _terms(name: str) -> tuple[Term, ...]:
    """The words of a name, as they are searched for."""
    return tuple(Term(one) for one in name.split() if any(map(str.isalnum, one)))


def matching(reader: Reader, text: str) -> list[int]:
    """The numbers of all profiles that a query finds; none that only bear a name like it.

    Raises NotFound if it finds none, else like `search`.
    """
    query = _parsed(text)
    if rows := found(reader, _wanted(reader, query), -1, 0).rows:
        return [number for number, _ in rows]
    raise NotFound(f"nothing is found for {text}", hint="bestiary search offers names like it")


def _parsed(text: str) -> Query:
    """The query that a text is. Raises UsageError for one that is none, or asks for nothing."""
    query = parse(text)
    if not query.terms and not query.filters:
        raise UsageError("there is nothing to search for", hint="give a word, or a filter such as kind:actor")
    return query


def _bearing(reader: Reader, name: str) -> list[int]:
    """The profiles that bear a name, or have it as id, as `who` ranks them."""
    folded = fold(name)
    uses = dict.fromkeys(use.profile for use in reader.named(folded) if not use.rejected) if folded else {}
    return list(uses or dict.fromkeys(reader.handle(name.strip().lower())))[:FIRST]


def _match(terms: Iterable[Term]) -> str:
    """The words as an FTS5 expression: quoted, so that nothing in them is an operator."""
    return " AND ".join(_phrase(term) for term in terms if not term.without)


_NO_TEXT = re.compile(r'["\x00-\x1f\x7f\ud800-\udfff]')


def _phrase(term: Term) -> str:
    return '"{}"{}'.format(_NO_TEXT.sub(" ", term.text), " *" if term.prefix else "")


def _conditions(reader: Reader, query: Query) -> list[Condition]:
    """What has to hold: of several values of one filter any, but none of those, and no word, with a "-"."""
    filters = query.filters
    conditions: list[Condition] = [Lacks(_phrase(term)) for term in query.terms if term.without]
    conditions += [_fact(reader, one) for one in filters if one.without and one.key not in _BOUNDS]
    conditions += [_dated([one], without=True) for one in filters if one.without and one.key in _BOUNDS]
    for key in dict.fromkeys(one.key for one in filters if not one.without and one.key not in _BOUNDS):
        conditions += _any(reader, [one for one in filters if one.key == key and not one.without])
    if bounds := [one for one in filters if not one.without and one.key in _BOUNDS]:
        conditions.append(_dated(bounds))
    return conditions


_BOUNDS = ("since", "until")


def _dated(bounds: Sequence[Filter], without: bool = False) -> Dated:
    """Bounds of one date: since one and until the other."""
    said = {one.key: one.value for one in bounds}
    return Dated(said.get("since", ""), said.get("until", ""), without)


def _any(reader: Reader, filters: Sequence[Filter]) -> list[Condition]:
    """That one of the values of a filter holds."""
    facts = [_fact(reader, one) for one in filters]
    if all(isinstance(fact, Is) for fact in facts):
        known = [fact for fact in facts if isinstance(fact, Is)]
        properties = tuple(dict.fromkeys(name for fact in known for name in fact.properties))
        return [Is(properties, tuple(value for fact in known for value in fact.values))]
    if all(isinstance(fact, Kind) for fact in facts):
        return [Kind(tuple(kind for fact in facts if isinstance(fact, Kind) for kind in fact.kinds))]
    return facts


def _fact(reader: Reader, one: Filter) -> Condition:
    """What a filter asks for. Raises UsageError for a kind or source that is none, NotFound for any other value."""
    match one.key:
        case "kind":
            return Kind((_kind(one.value, f" at character {one.at}"),), one.without)
        case "sponsor":
            return Contains("sponsor", fold(one.value), one.without)
        case "source":
            return Is(("source",), (_source(one.value),), one.without)
        case "tool" | "technique":
            return _using(reader, one)
        case "giver":
            return _coined(reader, one)
        case _:
            return _stating(reader, one)


def _source(value: str) -> str:
    id_ = value.strip().lower()
    if id_ not in sources():
        raise UsageError(f"there is no source “{value[:80]}”", hint="bestiary sources lists those of the file")
    return id_


def _using(reader: Reader, one: Filter) -> Is:
    """What uses the tool or technique: whatever bears the name, and the tool as it is written."""
    numbers = _bearing(reader, one.value)
    id_ = _TECHNIQUE.fullmatch(one.value)
    if id_:
        numbers += reader.handles_from(f"{one.value.lower()}.")  # its sub-techniques
    used = [reader.slug(number) for number in numbers]
    own = [fold(one.value)] if one.key == "tool" else []
    fact = Is(tuple(dict.fromkeys([FACTS[one.key], "uses"])), (*own, *used), one.without)
    if not used and not id_ and not stated(reader, fact):
        like = near(one.value, reader.folds(), ALIKE)
        raise unknown(one.key, one.value, [reader.name_of(name) for name in like])
    return fact


def _coined(reader: Reader, one: Filter) -> Is:
    """What has a name that the giver is said to have coined."""
    fact = Is(("giver",), (fold(one.value),), one.without)
    if not stated(reader, fact):
        named = [*(name for name, _, _ in givers(reader)), *(scheme.giver for scheme in table().scheme)]
        known = {fold(name): name for name in named}
        if fold(one.value) not in known:
            raise unknown("giver of names", one.value, [known[name] for name in near(one.value, known, ALIKE)])
    return fact


def _stating(reader: Reader, one: Filter) -> Is:
    """What has the code that the value means, or the value as people write it, folded."""
    prop = FACTS[one.key]
    code = clean(type_of(prop), one.value).value
    values = {fold(one.value), *([code.lower()] if code else [])}
    fact = Is((prop,), tuple(sorted(values)), one.without)
    if not code and not stated(reader, fact):
        raise no_term(type_of(prop), one.value)
    return fact


# --- what is shown of a hit ---


def _hit(reader: Reader, number: int, summary: str, query: Query, exact: bool) -> Hit:
    words = _words(query.terms)
    begins = {found_[0].lower() for term in query.terms if (found_ := re.findall(r"\w+", term.text))}
    shown = _shown(reader.decoded(reader.profile(number)), words, begins) if words else []
    return {"profile": reader.decoded(summary), "exact": exact, "shown": shown}


def _words(terms: Iterable[Term]) -> re.Pattern[str] | None:
    """What is marked: the words as words, in any case."""
    found_ = [
        r"\W+".join(map(re.escape, re.findall(r"\w+", term.text))) + ("" if term.prefix else r"\b")
        for term in terms
        if not term.without
    ]
    return re.compile(rf"\b(?:{'|'.join(found_)})", re.IGNORECASE) if found_ else None


def _shown(profile: Profile, words: re.Pattern[str], begins: set[str]) -> list[Marked]:
    """The places in a profile that show why it was found: a name, and the first text that has a word.

    `begins` are what the words begin with: most texts have none of it, and need no closer look.
    """
    shown: list[Marked] = []
    if name := next((one["name"] for one in profile["names"] if words.search(one["name"])), ""):
        shown.append(_marked("name", name, words))
    for field, text in _texts(profile):
        low = text.lower()
        if any(begin in low for begin in begins) and (place := words.search(told := unmarked(text))):
            shown.append(_marked(field, _cut(told, place.start(), place.end()), words))
            break
    return shown


def _texts(profile: Profile) -> Iterable[tuple[str, str]]:
    """(field, text) in which words are looked for, the most telling first."""
    yield from (("description", one["text"]) for one in profile["descriptions"])
    for one in profile["operations"] + profile["counter_operations"]:
        yield "operation", f"{one['reported']}: {one['title']}. {' '.join([*one['text'], *one['targets']])}"
    yield from (("tool", value["label"]) for value in profile["facts"].get("tool", []))
    yield from ((one["type"], one["title"]) for one in profile["relations"] if one["title"])
    yield from (("reference", value["label"]) for value in profile["references"])


def _cut(text: str, start: int, end: int) -> str:
    """The text around a place, from word to word."""
    first = max(0, start - AROUND)
    last = min(len(text), end + AROUND)
    first = text.find(" ", first, start) + 1 or first if first else 0
    last = text.rfind(" ", end, last) if last < len(text) and text.rfind(" ", end, last) > 0 else last
    cut = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{cut}{' …' if last < len(text) else ''}"


def _marked(field: str, text: str, words: re.Pattern[str]) -> Marked:
    return {"field": field, "text": text, "marks": [list(place.span()) for place in words.finditer(text)]}


def _facets(rows: Iterable[tuple[str, str, int]]) -> dict[str, list[Facet]]:
    counted: dict[str, list[Facet]] = {}
    for prop, label, many in rows:
        counted.setdefault(prop, []).append({"label": label, "count": many})
    return counted
