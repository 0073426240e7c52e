"""What speaks for and against a word of a text being a name: a table of small functions, each with a weight.

All places of one name in one text are weighed together. Each function gives a number, mostly from 0 to 1; the weights
are fitted by `benchmarks/tagging_fit.py` (logistic regression), which says on what. The sum of all, as a probability,
is the score of a mention, and what was not 0 are its reasons.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import exp, log2

from .case import EVERYDAY, PLAIN, Case


def everyday(case: Case) -> float:
    """It is also an everyday word: the more so the more common."""
    return (case.commonness - EVERYDAY) / 3 if case.words == 1 and case.commonness > EVERYDAY else 0.0


def everyday_words(case: Case) -> float:
    """It consists of everyday words."""
    return (case.commonness - EVERYDAY) / 3 if case.words > 1 and case.commonness > EVERYDAY else 0.0


def unheard(case: Case) -> float:
    """It is no word of everyday language at all, nor anything that attack techniques are described with."""
    few = len(case.fold) <= 3 and case.fold.isascii()
    return float(case.commonness == 0 and not few and not (case.entry and case.entry.general > case.used))


def short(case: Case) -> float:
    """It has three letters or fewer, and not Chinese ones."""
    return float(len(case.fold) <= 3 and case.fold.isascii())


def several_words(case: Case) -> float:
    """It has several words."""
    return float(case.words > 1)


def numbered(case: Case) -> float:
    """Letters and digits are mixed in it."""
    fold = case.fold
    return float(not fold.isalpha() and any(map(str.isdigit, fold)) and any(map(str.isalpha, fold)))


def shaped(case: Case) -> float:
    """It is written with capitals within, as a made-up word is."""
    return case.seen.mixed


def small(case: Case) -> float:
    """It is written in small letters."""
    return case.seen.lower


def exact(case: Case) -> float:
    """It is written as a source writes it."""
    return case.seen.exact


def supported(case: Case) -> float:
    """Several sources list it."""
    return min(2.0, log2(1 + case.entry.bearers[0].support)) / 2 if case.entry else 0.0


def general(case: Case) -> float:
    """More attack techniques are described with it than actors are connected with it: it is of general use."""
    return max(0.0, log2((1 + case.entry.general) / (1 + case.used))) / 5 if case.entry else 0.0


def titled(case: Case) -> float:
    """It is the main name of something, at several sources."""
    return min(4, case.entry.bearers[0].titled) / 4 if case.entry else 0.0


def schemed(case: Case) -> float:
    """It is the name of an actor, and built as a vendor builds its names."""
    return float(case.schemed)


def actor(case: Case) -> float:
    """It is the name of an actor."""
    return float("actor" in case.kinds)


def beside_kind(case: Case) -> float:
    """A word beside it says that it is an actor, malware or a campaign, as it is."""
    seen, kinds = case.seen, case.kinds
    share = max(seen.actor * ("actor" in kinds), seen.tool * ("tool" in kinds), seen.campaign * ("campaign" in kinds))
    return float(share**0.5)


def company(case: Case) -> float:
    """A word beside it says that it is a company."""
    return case.seen.company


def behaves(case: Case) -> float:
    """It does what actors do, or is used as tools are, as it is one: "claimed by X", "downloads X"."""
    seen, kinds = case.seen, case.kinds
    return max(seen.acts * ("actor" in kinds), seen.works * ("tool" in kinds))


def introduced(case: Case) -> float:
    """A sentence introduces it as a name ("known as", "dubbed")."""
    return float(case.called > 0 or case.seen.naming > 0)


def often(case: Case) -> float:
    """It stands in the text several times."""
    return min(5.0, log2(len(case.places))) / 5


def ordinary(case: Case) -> float:
    """It stands in the text as an ordinary word too, in small letters."""
    return min(1.0, case.lower / len(case.places))


def connected(case: Case) -> float:
    """What it names is connected with other things that the text names."""
    return min(1.0, log2(1 + case.related) / 2)


def aliased(case: Case) -> float:
    """What it names is named otherwise in the text too."""
    return float(bool(case.otherwise))


def within_sentence(case: Case) -> float:
    """It has its capital in the middle of a sentence."""
    return case.seen.within


def only_headings(case: Case) -> float:
    """It stands only in headings, menus and lists of links."""
    return float(case.seen.prose == 0)


def part_of_longer(case: Case) -> float:
    """Words with a capital stand beside it, as if it were part of another name."""
    return case.seen.joined


def listed(case: Case) -> float:
    """It stands in a list."""
    return case.seen.listed


def quoted(case: Case) -> float:
    """It stands in quotation marks or brackets."""
    return float(case.seen.quoted > 0)


def apposed(case: Case) -> float:
    """The sentence adds what it is: "X, a new backdoor"."""
    return float(case.apposed > 0)


def listed_with(case: Case) -> float:
    """It stands in a list with known names."""
    return float(case.listed > 0)


def brief(case: Case) -> float:
    """The text is short, so that little else in it can speak for a name."""
    return case.brief


CAMPAIGN = {"campaign"}
Signal = Callable[[Case], float]
KNOWN: dict[Signal, float] = {
    everyday: -3.5,
    everyday_words: 1.0,
    unheard: 0.4,
    short: -1.2,
    several_words: 0.8,
    shaped: 0.7,
    small: -3.0,
    exact: 0.6,
    supported: 1.7,
    general: -2.7,
    titled: 1.4,
    schemed: 3.0,
    actor: 1.3,
    beside_kind: 2.2,
    company: -1.7,
    behaves: 1.0,
    introduced: 2.2,
    ordinary: -0.9,
    connected: 0.7,
    aliased: 1.3,
    within_sentence: 0.5,
    part_of_longer: -1.5,
    listed: 0.7,
    quoted: 1.1,
    apposed: 1.6,
    listed_with: 2.7,
    brief: 1.0,
}
KNOWN_BASE = -1.7
# Those that only the name decides on: of a known one they are the same in every text.
OF_NAME = frozenset(
    (everyday, everyday_words, unheard, short, several_words, supported, general, titled, schemed, actor)
)
# Those that look at what else the text names, and at what sentences say of it.
OF_OTHERS = frozenset((introduced, connected, aliased, apposed, listed_with))


def called(case: Case) -> float:
    """A sentence says that something is called so."""
    return min(1.0, case.called / 2)


def said_kind(case: Case) -> float:
    """Words beside it say what it is, again and again."""
    return min(1.0, log2(1 + case.by_kind) / 3)


def said_kind_mostly(case: Case) -> float:
    """Most of its places have such a word beside them."""
    return min(1.0, case.by_kind / len(case.places))


def made_up(case: Case) -> float:
    """It is a made-up word, with capitals within, beside a word that says that it is malware or an actor."""
    return float(
        unheard(case) * (case.seen.mixed > 0.5) * (case.by_kind > 0) * (case.words == 1) * (case.kinds != CAMPAIGN)
    )


def detection(case: Case) -> float:
    """It is written as scanners name malware."""
    return float(case.how == "detection")


NEW: dict[Signal, float] = {
    everyday: -3.3,
    short: -0.9,
    numbered: 0.7,
    shaped: 0.2,
    often: 1.5,
    within_sentence: 1.0,
    only_headings: -0.7,
    part_of_longer: -2.1,
    listed: 1.9,
    called: 1.7,
    said_kind: 0.9,
    said_kind_mostly: -0.8,
    made_up: 0.7,
    apposed: 0.6,
    listed_with: 0.6,
    detection: 3.7,
    brief: 1.3,
}
NEW_BASE = -0.9


def _placed(wanted: Callable[[Signal], bool]) -> list[tuple[int, Signal, float]]:
    """Of the known names' signals those that are wanted: their place in the table, and their weight."""
    return [(place, signal, weight) for place, (signal, weight) in enumerate(KNOWN.items()) if wanted(signal)]


_OF_TEXT = _placed(lambda signal: signal not in OF_NAME)
_OF_OTHERS = _placed(lambda signal: signal in OF_OTHERS)


def weigh_by(known: Mapping[Signal, float], known_base: float, new: Mapping[Signal, float], new_base: float) -> None:
    """Weighs by other weights from now on, of the same signals; a `Tagger` has to be made anew.

    So articles are judged by weights that were fitted on others (`benchmarks/tagging_articles.py`).
    """
    global KNOWN_BASE, NEW_BASE
    KNOWN.update(known)
    NEW.update(new)
    KNOWN_BASE, NEW_BASE = known_base, new_base
    _OF_TEXT[:] = _placed(lambda signal: signal not in OF_NAME)
    _OF_OTHERS[:] = _placed(lambda signal: signal in OF_OTHERS)


LONG = 8192  # characters of a text that is not short: most of the annotated articles are about as long
HALVINGS = 5  # of that, from which on a shorter text counts no more


def lack(length: int) -> float:
    """How short a text of so many characters is, from 0 to 1."""
    return min(1.0, max(0.0, log2(LONG / max(length, 1)) / HALVINGS))


LIKELY = 0.5  # the score from which on the initials of a name are one too
SCHEME = 0.95  # the score of a name that nobody lists and a vendor's naming scheme reads: little else looks so


def score(case: Case) -> float:
    """How likely it is a name, from 0 to 1."""
    if case.how == "scheme":
        return SCHEME
    if case.how == "sentence" and case.words > 1 and case.fold.startswith("operation"):
        return SCHEME
    if case.kinds and case.kinds <= PLAIN:  # an id tells, and so do words with capitals as the title has them
        return 0.99 if case.words == 1 else 0.8 * (case.seen.exact > 0 and case.seen.lower == 0)
    if case.initials_of and case.initials_of.score >= LIKELY:
        case.weights = []
        return case.initials_of.score  # it is as likely a name as the one that it abbreviates
    if case.entry and case.entry.policy == "needs-context" and not _has_context(case):
        return 0.0
    if case.name_weights:
        weights = case.weights = [*case.name_weights]
        for place, function, weight in _OF_TEXT:
            if seen := function(case):  # most are not
                weights[place] = seen * weight
        return 1 / (1 + exp(-KNOWN_BASE - sum(weights)))
    table, base = (NEW, NEW_BASE) if case.how else (KNOWN, KNOWN_BASE)
    case.weights = [function(case) * weight for function, weight in table.items()]
    return 1 / (1 + exp(-base - sum(case.weights)))


def _has_context(case: Case) -> bool:
    """Whether the text says what a name means."""
    return bool(beside_kind(case) or introduced(case) or case.apposed or case.otherwise)


def score_again(case: Case) -> float:
    """The score of a known name, of which nothing has changed but what else the text names and sentences say of it."""
    if case.initials_of or not case.weights:
        return score(case)
    for place, function, weight in _OF_OTHERS:
        case.weights[place] = function(case) * weight
    return 1 / (1 + exp(-KNOWN_BASE - sum(case.weights)))


def weights_of_name(case: Case) -> list[float]:
    """What each function adds to the score of a known name in every text; 0 for those that look at the text."""
    return [function(case) * weight if function in OF_NAME else 0.0 for function, weight in KNOWN.items()]


def reasons(case: Case) -> tuple[tuple[str, float], ...]:
    """What speaks for and against it being a name, each with its weight, the weightiest first."""
    if not case.weights:
        return (("initials" if case.initials_of else "read_by_scheme" if case.how else "plain", 1.0),)
    functions = NEW if case.how else KNOWN
    weighed = [_reason(function, w) for function, w in zip(functions, case.weights, strict=True) if w]
    weighed.sort(key=_against_or_for, reverse=True)
    return (*weighed,)


@lru_cache(maxsize=8192)
def _reason(function: Callable[[Case], float], weight: float) -> tuple[str, float]:
    return function.__name__, round(weight, 2)


def _against_or_for(reason: tuple[str, float]) -> float:
    return abs(reason[1])
