"""Which names a tagger looks for, and by which spellings: the dictionary, put together as profiles are."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

import msgspec
from ahocorasick_rs import BytesAhoCorasick

from .dictionary import Bearer, Dictionary, Entry, Policy, Thing, bytewise, typed
from .everyday import commonness, frequencies
from .markup import without_citations
from .names import fold
from .profile import Profile

OTHERS = ("organisation", "sector", "country")
KINDS = ("actor", "tool", "campaign", "technique", "vulnerability")
BY_ID = ("technique", "vulnerability")  # what reports name by its id: T1566.001, CVE-2017-0144
COMMON = 2.0  # on the Zipf scale; less common words are as good as none
# How many times as many techniques as things it is connected with have a name in their descriptions, of names that are
# never looked for: "code", "control", "GitHub".
TOO_GENERAL = 20
# Languages, commands, algorithms and sorts of malware that sources list among tools: never looked for. As folds.
NO_TOOLS = frozenset(
    (
        "autoit", "dotnet", "mcafee", "mkdir", "monerominer", "mshta", "msiexec", "php", "powershell", "python",
        "regexe", "regsvr32", "rijndael", "rundll32", "runonce", "trojan", "webshell", "winword", "wmic", "wscript",
        "zlib",
    )
)  # fmt: skip
# What reports have every day, programs, services and nationalities: alone it means itself, though sources list it among
# tools or actors, or something bears its name.
EVERYDAY_THINGS = frozenset(
    (
        "7zip", "alibaba", "bitsadmin", "brazilian", "certutil", "chromium", "cmd", "cnc", "cylance",
        "discord", "dropbox", "filezilla", "firefox", "github", "googlechrome", "googledrive", "korean", "locker",
        "nirsoft", "onedrive", "openssh", "ps1", "putty", "quickheal", "russian", "schtasks", "signal", "skype",
        "slack", "systeminfo", "tasklist", "telegram", "turkish", "whatsapp", "wildfire", "winrar", "winscp", "winzip",
        "wiper", "wireshark", "zoom",
    )
)  # fmt: skip
# Firms that sell spyware, which sources list among actors; who attacks with it are their customers.
SELLERS = frozenset(("candiru", "circles", "hackingteam", "nsogroup", "quadream"))
NEED_CONTEXT = EVERYDAY_THINGS | SELLERS
TITLES_END = ("group", "team")  # as folds: without these a title is one too ("Lazarus" of "Lazarus Group")
_COUNTED = re.compile(r"group\d{1,2}")  # folds of "Group 3", which texts that count groups have too
SHORTEST = 2  # letters and digits; shorter ones are never meant
LONGEST = 80  # characters; longer ones are descriptions

# The words of a name: runs of capitals, of small letters with a capital before them, of digits; scripts without case.
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_STOPS = re.compile(rb"""[.,:;!?()<>"'/*`\[\]]+(?=\s|\Z)|(?<=\s)[("<'*`\[]+""")
_CAPITAL = re.compile(r"\b\w*[A-Z]\w+")
_INITIALS = re.compile(r"(.+) \(([A-Z]{2,})\)")
SEVERAL = 3  # techniques
# Two words of which the second may stand in the plural: "Desert Falcon".
_PLURAL = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]{2,}[a-rt-z]")
_PARTED = re.compile(r"[\s_-]+")


class Taggable:
    """What is known of the profiles that were added so far."""

    def __init__(self) -> None:
        self._things: list[Thing] = []
        self._place: dict[str, int] = {}
        self._related: list[set[str]] = []
        self._spellings: dict[str, set[str]] = {}
        self._bearers: dict[str, list[Bearer]] = {}
        self._others: set[str] = set()
        self._places: set[str] = set()
        self._techniques: list[str] = []

    def add(self, profile: Profile, titled: Mapping[str, int]) -> None:
        """A profile; `titled` is folded name → how many sources have it as title."""
        if profile["kind"] in OTHERS:
            some = self._others if profile["kind"] == "organisation" else self._places
            some.update(fold(name["name"]) for name in profile["names"])
        if profile["kind"] not in KINDS:
            return
        if profile["kind"] == "technique":
            self._techniques.append(" ".join(said["text"] for said in profile["descriptions"]))
        place = self._place[profile["id"]] = len(self._things)
        ids = {id_: None for record in profile["records"] for id_ in record["external_ids"]}
        tags = {record["misp_tag"]: None for record in profile["records"] if record["misp_tag"]}
        self._things.append(Thing(profile["id"], profile["title"], profile["kind"], (*ids,), (*tags,), frozenset()))
        self._related.append(set(_related(profile)))
        for name in profile["names"]:
            if name["support"] and _is_told(profile["kind"], name["name"]):
                folded = fold(name["name"])
                written = (s.get("raw", name["name"]) for s in name["stated"] if "rejected" not in s)
                spellings = {name["name"], *(one for one in written if fold(one) == folded)}
                spellings = {without_initials(spelling) for spelling in spellings}
                entitled = titled.get(folded, 0) + sum(titled.get(folded + last, 0) for last in TITLES_END)
                self._add(fold(min(spellings)), spellings, Bearer(place, name["support"], entitled))
        if profile["kind"] in BY_ID:
            for id_ in ids.keys() - {name["name"] for name in profile["names"]}:
                self._add(fold(id_), {id_}, Bearer(place, 1, 1))

    def _add(self, folded: str, spellings: set[str], bearer: Bearer) -> None:
        self._spellings.setdefault(folded, set()).update(spellings)
        self._bearers.setdefault(folded, []).append(bearer)

    def dictionary(self) -> Dictionary:
        """The dictionary of all that was added; the order in which it was does not matter to a tagger."""
        entries: list[Entry] = []
        common_words = frequencies(COMMON)
        patterns: dict[bytes, int] = {}
        for folded, bearers in sorted(self._with_ransomware().items()):
            if sum(map(str.isalnum, folded)) < SHORTEST or folded.isdigit():
                continue
            spellings = sorted(self._spellings[folded])
            common = max(commonness(_PARTED.sub(" ", name).lower().split(), common_words) for name in spellings)
            for pattern in sorted(set(chain.from_iterable(map(_patterns, spellings)))):
                patterns.setdefault(pattern, len(entries))
            best = sorted(bearers, key=lambda one: (-one.titled, -one.support, one.thing))
            entries.append(Entry(folded, (*spellings,), round(common, 2), (*best,)))
        related = self._connected()
        general = self._general([*patterns], [*patterns.values()])
        for place, one in enumerate(entries):
            used = max(len(related[bearer.thing]) for bearer in one.bearers)
            policy: Policy = "needs-context" if one.fold in NEED_CONTEXT or _COUNTED.fullmatch(one.fold) else ""
            if one.fold in NO_TOOLS or general[place] >= TOO_GENERAL * (1 + used):
                policy = "never"
            entries[place] = msgspec.structs.replace(one, general=general[place], used=used, policy=policy)
        things = tuple(
            msgspec.structs.replace(thing, related=frozenset(others))
            for thing, others in zip(self._things, related, strict=True)
        )
        trade = self._trade() - {one.fold for one in entries}
        return Dictionary(
            (*entries,),
            things,
            (*patterns,),
            (*patterns.values(),),
            frozenset(self._others | self._places | trade),
            common_words,
            frozenset(self._places - self._others),
            frozenset(trade - self._others - self._places),
        )

    def _with_ransomware(self) -> dict[str, list[Bearer]]:
        """What bears each name; "X Ransomware" may mean whatever X does that is no actor, and X that."""
        found = {folded: {one.thing: one for one in some} for folded, some in self._bearers.items()}
        for folded, own in found.items():
            alone = found.get(folded.removesuffix("ransomware")) if folded.endswith("ransomware") else None
            if alone:
                tools = {one: bearer for one, bearer in alone.items() if self._things[one].kind == "tool"}
                alone |= {one: bearer for one, bearer in own.items() if one not in alone}
                own |= {one: bearer for one, bearer in tools.items() if one not in own}
        return {folded: [*some.values()] for folded, some in found.items()}

    def _connected(self) -> list[set[int]]:
        """Of each thing those that its records or theirs connect it with."""
        found: list[set[int]] = [set() for _ in self._things]
        for place, related in enumerate(self._related):
            for other in (self._place[id_] for id_ in related if id_ in self._place):
                found[place].add(other)
                found[other].add(place)
        return found

    def _trade(self) -> set[str]:
        """Words of the trade: those with a capital that stand in the descriptions of several techniques."""
        found = Counter(word for text in self._techniques for word in {*_CAPITAL.findall(text)})
        return {fold(word) for word, count in found.items() if count >= SEVERAL}

    def _general(self, patterns: list[bytes], means: list[int]) -> Counter[int]:
        """In the descriptions of how many techniques each entry stands; that they cite a report on it says nothing."""
        found: Counter[int] = Counter()
        if not self._techniques:
            return found
        automaton = BytesAhoCorasick([b" %s " % pattern for pattern in patterns])
        for text in self._techniques:
            raw = b" %s " % _STOPS.sub(b" ", bytewise(typed(without_citations(text))))
            found.update({means[which] for which, _, _ in automaton.find_matches_as_indexes(raw, overlapping=True)})
        return found


def without_initials(name: str) -> str:
    """Of "Syrian Electronic Army (SEA)" what stands before the brackets, as reports write it; else the name."""
    found = _INITIALS.fullmatch(name)
    return found[1] if found and "".join(filter(str.isupper, found[1])) == found[2] else name


def _is_told(kind: str, name: str) -> bool:
    """Whether a name tells in a text what is meant; one word for a technique ("DNS", "Phishing") does not."""
    return len(name) <= LONGEST and (kind != "technique" or len(name.split()) > 1)


def _related(profile: Profile) -> Iterable[str]:
    """The ids of the things that a profile's facts and relations mean without doubt."""
    for value in chain.from_iterable(profile["facts"].values()):
        if len(value.get("means", ())) == 1:
            yield value["means"][0]["id"]
    for relation in profile["relations"]:
        if relation["profile"]:
            yield relation["profile"]


def _patterns(name: str) -> Iterable[bytes]:
    """The ways in which a name may be written, as they are looked for.

    As it stands; in one word; with blanks between its words; and also where a small letter meets a capital, or letters
    meet digits ("Shiny Hunters", "APT 28").
    """
    plain = typed(name).strip()
    parted = _PARTED.sub(" ", plain)
    words = " ".join(word for some in parted.split(" ") for word in _WORDS.findall(some) or [some])
    ways = {plain, parted, words, parted.replace(" ", "")}
    if _PLURAL.fullmatch(plain):
        ways.add(f"{plain}s")
    for written in ways:
        for cased in {written, written.lower()}:  # ASCII is small in a pattern anyway
            if found := bytewise(cased).strip():
                yield found
