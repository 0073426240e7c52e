"""The keys of threat group cards as JSON, for those who read them and those who write them."""

TITLES = ("actor", "tool")  # the key of the title tells the kind

# Key → property, of which a record has one value, with the qualifiers that tell apart what else has that property.
ONE: dict[str, tuple[str, dict[str, str]]] = {
    "uuid": ("uuid", {}),
    "first-seen": ("first-seen", {}),
    "last-card-change": ("modified", {}),
    "sponsor": ("sponsor", {}),
    "category": ("tool-category", {}),
    "source": ("x-source", {}),  # the page of the publisher that the file was made from; the same for all
}

# The same for those of which it has a list.
LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "country": ("country", {}),
    "motivation": ("motivation", {}),
    "observed-sectors": ("target-sector", {}),
    "observed-countries": ("target-country", {}),
    "tools": ("tool", {}),
    "type": ("tool-type", {}),
    "information": ("reference", {}),
    "playbook": ("reference", {"key": "playbook"}),
    "alienvault-otx": ("reference", {"key": "alienvault-otx"}),
    "mitre-attack": ("relation", {"type": "mitre-attack"}),  # the same thing there, by the URL of its page
    "malpedia": ("relation", {"type": "malpedia"}),
}
OPERATIONS = {"operations": "operation", "counter-operations": "counter-operation"}
