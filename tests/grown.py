"""Input that grows: for each format, files of n of whatever a record can have many of."""

import json
from collections.abc import Callable

Growing = tuple[str, Callable[[int], str]]  # file name, and its content with n of it


def uuid(number: int) -> str:
    """A UUID of that number."""
    return f"00000000-0000-4000-8000-{number:012x}"


def _card(heading: str, body: str) -> str:
    return f"# Threat actor: Teapot\n\n## {heading}\n\n{body}\n"


def _galaxy(*values: object) -> str:
    return json.dumps({"type": "threat-actor", "version": 1, "values": values})


def _bundle(*objects: object) -> str:
    return json.dumps({"type": "bundle", "id": f"bundle--{uuid(0)}", "objects": objects})


def _set(number: int, **more: object) -> dict[str, object]:
    """An intrusion set."""
    id_ = f"intrusion-set--{uuid(number)}"
    return {"type": "intrusion-set", "id": id_, "name": f"Teapot {number}", **more}


def _uses(number: int) -> dict[str, object]:
    """A relationship of the first intrusion set."""
    return {
        "type": "relationship", "id": f"relationship--{uuid(number)}", "relationship_type": "uses",
        "source_ref": f"intrusion-set--{uuid(0)}", "target_ref": f"tool--{uuid(number)}",
    }  # fmt: skip


def _citation(number: int) -> dict[str, str]:
    return {"source_name": "Kettle", "url": f"https://example.org/{number}"}


GROWING: dict[str, dict[str, Growing]] = {
    "alias_table": {
        "rows of one actor": (
            "a.csv", lambda n: "actor,alias,vendor\n" + "".join(f"Teapot,Pot {i},Vendor {i}\n" for i in range(n))
        ),
        "actors": ("a.csv", lambda n: "actor,alias\n" + "".join(f"Teapot {i},Pot {i}\n" for i in range(n))),
        "aliases in a cell": (
            "a.csv", lambda n: "actor,aliases\nTeapot,\"" + ", ".join(f"Pot {i}" for i in range(n)) + '"\n'
        ),
        "commas between URLs": ("a.csv", lambda n: f'actor,alias,url\nTeapot,Pot,"{"," * 8 * n}"\n'),
        "columns": ("a.csv", lambda n: f"actor,alias{''.join(f',c{i}' for i in range(n))}\nTeapot,Pot{',x' * n}\n"),
        "broken rows": ("a.csv", lambda n: "actor,alias\nTeapot,Pot\n" + 'Pot,"x"y\n' * n),
        "objects": ("a.jsonl", lambda n: "".join(f'{{"actor": "Teapot {i}", "alias": "Pot"}}\n' for i in range(n))),
    },
    "attack_stix": {
        "aliases": ("a.json", lambda n: _bundle(_set(0, aliases=[f"Pot {i}" for i in range(n)]))),
        "citations of an alias": (
            "a.json",
            lambda n: _bundle(_set(0, aliases=["Kettle"], external_references=[_citation(i) for i in range(n)])),
        ),
        "objects": ("a.json", lambda n: _bundle(*map(_set, range(n)))),
        "objects of one id": ("a.json", lambda n: _bundle(*(_set(0, modified=str(i)) for i in range(n)))),
        "relations": ("a.json", lambda n: _bundle(_set(0), *map(_uses, range(n)))),
    },
    "etda_card": {
        "names in the title": ("a.md", lambda n: f"# Threat actor: {', '.join(f'Teapot {i}' for i in range(n))}\n"),
        "aliases": ("a.md", lambda n: _card("Threat actor aliases", ", ".join(f"Pot {i}" for i in range(n)))),
        "givers of a name": (
            "a.md", lambda n: _card("Threat actor aliases", ", ".join(f"Pot (Giver {i})" for i in range(n)))
        ),
        "operations": (
            "a.md",
            lambda n: _card("Reported hacking operations", "\n\n".join(f"201{i % 10}: Tea {i}\nx" for i in range(n))),
        ),
        "cross references": ("a.md", lambda n: _card("Description", " ".join(f"{{{{Pot {i}}}}}" for i in range(n)))),
        "sections": ("a.md", lambda n: _card("A", "".join(f"x\n\n## Section {i}\n\n" for i in range(n)))),
        "sections of one name": ("a.md", lambda n: _card("Country of origin", "## Country of origin\n\nOman\n\n" * n)),
        "brackets": ("a.md", lambda n: _card("Threat actor aliases", "(" * 20 * n + "[x), " * n)),
        "braces": ("a.md", lambda n: _card("Description", "{{" * 20 * n)),
    },
    "etda_json": {
        "names": (
            "a.json", lambda n: json.dumps({"values": [{"actor": "Teapot", "names": [f"Pot {i}" for i in range(n)]}]})
        ),
        "actors of one UUID": (
            "a.json", lambda n: json.dumps({"values": [{"actor": f"Pot {i}", "uuid": uuid(0)} for i in range(n)]})
        ),
        "lines of an operation": (
            "a.json",
            lambda n: json.dumps({"values": [{"actor": "Teapot", "operations": [{"activity": "Tea\n" * n}]}]}),
        ),
    },
    "microsoft_mapping": {
        "rows of one name": ("a.json", lambda n: json.dumps([{"Threat actor name": "Teapot"}] * n)),
        "other names": (
            "a.json",
            lambda n: json.dumps([{"Threat actor name": "Teapot", "Other names": ",".join(map(str, range(n)))}]),
        ),
    },
    "misp_galaxy": {
        "synonyms": (
            "a.json", lambda n: _galaxy({"value": "Teapot", "meta": {"synonyms": [f"Pot {i}" for i in range(n)]}})
        ),
        "synonyms that are one": ("a.json", lambda n: _galaxy({"value": "Teapot", "meta": {"synonyms": ["Pot"] * n}})),
        "values": ("a.json", lambda n: _galaxy(*({"value": f"Teapot {i}", "uuid": uuid(i)} for i in range(n)))),
        "relations": (
            "a.json",
            lambda n: _galaxy(
                {"value": "Teapot", "related": [{"dest-uuid": uuid(i), "type": "similar"} for i in range(n)]}
            ),
        ),
        "keys": ("a.json", lambda n: _galaxy({"value": "Teapot", "meta": {f"key {i}": "x" for i in range(n)}})),
    },
}  # fmt: skip
