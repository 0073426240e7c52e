"""How STIX objects are written, as far as who reads them and who writes them have to agree on it."""

# The properties of which STIX (2.1, section 4) or ATT&CK has several in a list; the rest of those known are one.
LISTS = {
    "aliases", "x_mitre_aliases", "goals", "secondary_motivations", "personal_motivations", "roles", "sectors",
    "malware_types", "tool_types", "x_mitre_platforms",
}  # fmt: skip
