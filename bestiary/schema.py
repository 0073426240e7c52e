"""Kinds and properties, read from `schema.toml` beside this file, which says what each column means."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """A kind of thing: how people and other formats call it."""

    label: str
    plural: str
    stix: str
    misp: str = ""


class Property(msgspec.Struct, frozen=True):
    """Something that can be said of a thing, or of an operation (a part)."""

    label: str
    type: str
    many: bool = False
    misp: tuple[str, ...] = ()
    misp_list: bool | None = None
    etda: str = ""
    stix: str = ""

    @property
    def lists(self) -> bool:
        """Whether a MISP cluster usually holds a list of it."""
        return self.many if self.misp_list is None else self.misp_list


class Schema(msgspec.Struct, frozen=True):
    """The whole table: kinds, properties of records and parts of operations, in the order they are shown."""

    kind: dict[str, Kind]
    property: dict[str, Property]
    part: dict[str, Property]


@cache
def schema() -> Schema:
    """The schema; read once. Raises msgspec.ValidationError if the table itself is wrong (a test reads it)."""
    text = files(__package__).joinpath("schema.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Schema)


@cache
def type_of(name: str, part: bool = False) -> str:
    """The type by which a property's value is cleaned, or that of an operation's part; "text" for an unknown one."""
    found = (schema().part if part else schema().property).get(name)
    return found.type if found else "text"


@cache
def misp_keys() -> dict[str, str]:
    """MISP meta key → property name."""
    return {key: name for name, prop in schema().property.items() for key in prop.misp}


@cache
def kind_named(word: str) -> str | None:
    """The kind a person means by a word: "actor", "Actors" and "intrusion-set" are actor; None if it is none."""
    word = word.strip().lower().replace("_", "-")
    for name, kind in schema().kind.items():
        if word and word in (name, kind.plural, kind.stix, kind.misp):
            return name
    return None
