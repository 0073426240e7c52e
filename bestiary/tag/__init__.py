"""Which actors, tools, campaigns, techniques and vulnerabilities a text names.

The way of a text: `scan` finds the names that the dictionary knows, `coined` those that it does not, `context` looks
around each place, `evidence` weighs what was seen, `choose` says what a name means there; `tagger` does it all.
"""

from .mention import Meant, Mention
from .tagger import Tagger

__all__ = ["Meant", "Mention", "Tagger"]
