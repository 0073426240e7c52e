"""The endpoints of the REST interface. Each delegates to `Bestiary`, and is described where it stands."""

import re
from collections.abc import Iterable
from typing import Any, TypedDict

import msgspec

from ..errors import NotFound, UsageError
from ..profile import Answer, Bearer, Comparison, Found, Profile, Ranked, SourceInfo, StatementInfo, Summary, Why
from ..query import FILTERS
from ..schema import kind_named
from ..search import LISTED
from ..tag import Mention
from .endpoint import MOST, Asked, Elsewhere, Endpoint, Parameter
from .operations import Reported, reported, within
from .pages import Page, page

KINDS = {  # with an example of each
    "actors": "apt28", "tools": "mimikatz", "techniques": "phishing", "campaigns": "solarwinds-compromise",
    "vulnerabilities": "heartbleed", "organisations": "microsoft", "sectors": "energy", "countries": "norway",
}  # fmt: skip
PASSED = 1_000_000  # hits that are passed over
TEXT = 1_000_000  # characters of a text that is tagged
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


class Reading(TypedDict):
    """One way to read a name by a naming scheme."""

    giver: str
    scheme: str
    meaning: str
    country: str | None
    kind: str
    maturity: str
    since: str
    until: str
    url: str


class Build(TypedDict):
    """What is known of the file as a whole."""

    level: str  # of the Traffic Light Protocol
    first: str  # when it was first built, ISO 8601
    ledger: str  # sha256 of what has to survive a rebuild
    kinds: dict[str, int]  # how many profiles of each


class Health(TypedDict):
    """That it answers."""

    status: str


LIMIT = Parameter("limit", f"how many items, at most {MOST:,}", int, example="20", most=MOST)
CURSOR = Parameter("cursor", "`next` of the page before")
QUERY = (
    f'words, "several in a row", beginnings (exfil*) and filters: {": ".join(FILTERS)}: with a value; '
    "- before any of them for what must not be there"
)
NO_CURSOR = "the cursor is none"
NO_NAME = "nothing is called so"
NO_VALUE = "nobody knows the value of a filter"


def _who(asked: Asked) -> bytes:
    return asked.bestiary.who_json(asked.text("name"))[1].encode()


def _names(asked: Asked) -> list[dict[str, Any]]:
    return [reading._asdict() for reading in asked.bestiary.reading(asked.text("name"))]


def _search(asked: Asked) -> Found:
    limit, offset = asked.number("limit", 20, 200), asked.number("offset", 0, PASSED)
    return asked.bestiary.search(asked.text("q"), limit, offset)


def _suggest(asked: Asked) -> list[Bearer]:
    return asked.bestiary.suggest(asked.text("q"), asked.number("limit", 10, 100))


def _why(asked: Asked) -> Why:
    return asked.bestiary.why(asked.text("a"), asked.text("b"))


def _compare(asked: Asked) -> Comparison:
    return asked.bestiary.compare(*asked.query.getlist("id"))


def _targets(asked: Asked) -> list[Ranked]:
    """Who hits what is asked for."""
    sectors, countries = asked.query.getlist("sector"), asked.query.getlist("country")
    limit = asked.number("limit", 20, 200)
    return asked.bestiary.targets(sectors, countries, limit) if sectors or countries else []


def _listed(kind: str) -> Endpoint:
    """The list of a kind."""

    def answer(asked: Asked) -> Page[Summary]:
        filters = {key: asked.text(key) for key in LISTED if asked.text(key)}
        found = sorted(asked.bestiary.list(kind, **filters), key=lambda one: one["id"])
        return page(found, lambda one: one["id"], asked.number("limit", 100, MOST), asked.text("cursor"))

    about = {
        "country": "of origin", "sector": "it hits", "target": "country it hits", "tool": "it uses",
        "motivation": "why it acts, or the type of incident", "source": "id of a source that has a record of it",
    }  # fmt: skip
    filters = tuple(Parameter(key, about[key]) for key in LISTED)
    return Endpoint(
        f"/{kind}",
        f"The {kind}, by id",
        answer,
        Page[Summary],
        (*filters, LIMIT, CURSOR),
        tag="lists",
        absent=f"{NO_VALUE}, or {NO_CURSOR}",
    )


def _one(kind: str) -> list[Endpoint]:
    """One thing of a kind, and what is stated of it."""

    id_ = Parameter("id", "a slug, record key, UUID or ATT&CK id", required=True, example=KINDS[kind])
    absent = f"none of the {kind} has that id"

    def profile(asked: Asked) -> Profile:
        found = asked.bestiary.profile(asked.text("id"))
        if found["kind"] != kind_named(kind):
            raise NotFound(f"“{found['id']}” is none of the {kind}", hint=f"it is of the kind {found['kind']}")
        if found["id"] != asked.text("id"):
            raise Elsewhere(found["id"])
        return found

    def statements(asked: Asked) -> list[StatementInfo]:
        return asked.bestiary.statements(profile(asked)["id"])

    return [
        Endpoint(f"/{kind}/{{id}}", "One of them: its profile", profile, Profile, (id_,), tag="things", absent=absent),
        Endpoint(
            f"/{kind}/{{id}}/statements", "Everything that is stated of it, with its place", statements,
            list[StatementInfo], (id_,), tag="things", absent=absent,
        ),
    ]  # fmt: skip


def _operations(asked: Asked) -> Page[Reported]:
    since, until, actor, words = (asked.text(key) for key in ("since", "until", "actor", "q"))
    for name, date in (("since", since), ("until", until)):
        if date and not _DATE.fullmatch(date):
            raise UsageError(
                f"“{name}” is no date: {date[:40]}", hint="give a year, month or day: 2023, 2023-04, 2023-04-18"
            )
    found: Iterable[Reported] = reported(asked.bestiary)
    found = (row for row in found if within(row["operation"]["date"], since, until))
    if actor:
        id_ = asked.bestiary.profile(actor)["id"]
        found = (row for row in found if row["actor"]["id"] == id_)
    if words:
        found = (row for row in found if words.lower() in _told(row).lower())
    return page(list(found), lambda row: row["key"], asked.number("limit", 100, MOST), asked.text("cursor"))


def _told(row: Reported) -> str:
    operation = row["operation"]
    return " ".join([operation["title"], *operation["text"], *operation["targets"]])


def _tag(asked: Asked) -> list[Mention]:
    """Raises UsageError for a body that is no text, or too long a one."""
    family = asked.media_type.partition("/")[0]
    if family in ("multipart", "image", "audio", "video") or asked.body.startswith(b"%PDF"):
        raise UsageError("that is a file, and no text", hint="send its text, or use the page /tag, which reads files")
    try:
        text = asked.body.decode()
        # curl says of whatever it sends that it is a form, so what is not said to be text is looked at
        if asked.media_type.startswith("application/json") or (family != "text" and text.lstrip().startswith("{")):
            text = msgspec.json.decode(asked.body, type=_Text).text
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise UsageError("that is no text", hint='send text in UTF-8, or JSON of the form {"text": "…"}') from error
    if not text.strip():
        raise UsageError("there is no text", hint="send one as the body")
    if len(text) > TEXT:
        raise UsageError(f"a text of {len(text):,} characters (at most {TEXT:,})", hint="send a part of it")
    return asked.bestiary.tag(text)


class _Text(msgspec.Struct):
    text: str


def _sources(asked: Asked) -> list[SourceInfo]:
    return asked.bestiary.sources()


def _build(asked: Asked) -> Build:
    found = asked.bestiary.about()
    return {"level": found["level"], "first": found["first"], "ledger": found["ledger"], "kinds": found["kinds"]}


def _health(asked: Asked) -> Health:
    return {"status": "ok"}


def _name(example: str) -> Parameter:
    return Parameter("name", "the name", required=True, example=example)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/who", "Who is behind a name", _who, Answer, (_name("Fancy Bear"),)),
    Endpoint(
        "/names", "Who coins names like this one, and what it implies", _names, list[Reading],
        (_name("Hazel Sandstorm"),),
    ),
    Endpoint(
        "/search", "Things by words and facts, the best first", _search, Found,
        (Parameter("q", QUERY, required=True, example="sandstorm target:IL"),
         Parameter("limit", "how many, at most 200", int, most=200),
         Parameter("offset", "how many to pass over", int, most=PASSED)), absent=NO_VALUE,
    ),
    Endpoint(
        "/suggest", "Names that begin so, the shortest first, and what bears them", _suggest, list[Bearer],
        (Parameter("q", "how it begins", required=True, example="fancy"),
         Parameter("limit", "how many, at most 100", int, most=100)),
    ),
    Endpoint(
        "/why", "Why two are one or stay two", _why, Why,
        (Parameter("a", "a name or id", required=True, example="APT29"),
         Parameter("b", "another", required=True, example="UNC2452")), absent=NO_NAME,
    ),
    Endpoint(
        "/compare", "Two or three things side by side", _compare, Comparison,
        (Parameter("id", "a name or id, two or three times", required=True, many=True, example="apt28 apt29"),),
        absent=NO_NAME,
    ),
    Endpoint(
        "/targets", "Who is said to hit sectors and countries, the best documented first", _targets, list[Ranked],
        (Parameter("sector", "a sector, or several", many=True, example="energy"),
         Parameter("country", "a country, or several", many=True, example="US"),
         Parameter("limit", "how many, at most 200", int, most=200)), absent="there is no such sector or country",
    ),
    Endpoint("/tag", "The names in a text: UTF-8, or JSON {\"text\": …}", _tag, list[Mention], method="POST"),
    *map(_listed, KINDS),
    Endpoint(
        "/operations", "What actors are reported to have done, and what was done against them, by date", _operations,
        Page[Reported],
        (Parameter("actor", "whose; a slug, record key, UUID or ATT&CK id"), Parameter("since", "year, month or day"),
         Parameter("until", "year, month or day"), Parameter("q", "words that stand in it"), LIMIT, CURSOR),
        tag="lists", absent=f"nothing has the id of the actor, or {NO_CURSOR}",
    ),
    *(endpoint for kind in KINDS for endpoint in _one(kind)),
    Endpoint("/sources", "What the file was built from", _sources, list[SourceInfo], tag="file"),
    Endpoint("/build", "The file as a whole", _build, Build, tag="file"),
    Endpoint("/health", "Whether it answers", _health, Health, tag="file"),
)  # fmt: skip
