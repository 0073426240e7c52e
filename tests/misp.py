"""What holds of all files of a MISP galaxy, by its own schemas; and profiles of which such files are made."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, cast
from uuid import UUID

import jsonschema
from hypothesis import strategies as st

from bestiary.config import default_input
from bestiary.identity import RELATIONS
from bestiary.misp_file import LISTS, TEXTS
from bestiary.profile import Profile
from bestiary.schema import schema


@cache
def validator(name: str, *path: str) -> Any:
    """A schema that the packaged galaxy ships, or the part of it at the path."""
    folder = default_input()
    assert folder
    form = json.loads((folder.parent / f"{name}.json").read_text("utf-8"))
    for step in path:
        form = form[step]
    return jsonschema.Draft7Validator(form)


def check_valid(files: Mapping[str, Any], galaxies: bool = True) -> None:
    """Galaxies and clusters are valid, and no UUID stands twice in them."""
    uuids = []
    for name, content in files.items():
        uuids.append(content["uuid"])
        if name.startswith("galaxies/"):
            validator("schema_galaxies").validate(content)
        else:
            values = content["values"]
            validator("schema_clusters").validate({**content, "values": []})
            for value in values:  # one by one: that all differ takes the validator very long to find
                validator("schema_clusters", "properties", "values", "items").validate(value)
            uuids += [value["uuid"] for value in values if "uuid" in value]
            assert len({value["value"].casefold() for value in values}) == len(values) or not galaxies
            assert not galaxies or name.replace("clusters/", "galaxies/") in files
    assert len(set(uuids)) == len(uuids)


# --- any profile, however odd ---

kinds = st.sampled_from(sorted(schema().kind))
slugs = st.sampled_from(["teapot", "kettle", "urn", "porcelain-labs"])
texts = st.text(max_size=12) | st.sampled_from(["Teapot", "TEA POT", "[Unknown]", '"}\n', "\0", "\u202e", "NO", ":"])
ids = st.sampled_from(["misp:00000000-0000-4000-8000-00000000000a", "misp:teapot", "etda:1", "misp:" + "F" * 36])
stated = st.lists(
    st.fixed_dictionaries(
        {"record": st.just(0), "place": st.just("/values/0/value")},
        optional={"raw": texts, "rejected": texts, "giver": texts},
    ),
    min_size=1,
    max_size=2,
)
support = st.integers(0, 3)
things = st.fixed_dictionaries({"id": slugs, "title": texts, "kind": kinds})
judgements = st.fixed_dictionaries(
    {"a": ids, "b": ids, "score": st.floats(-20, 20), "by": texts, "relation": st.sampled_from(RELATIONS)}
)
facts = st.lists(
    st.fixed_dictionaries(
        {"value": st.none() | texts, "label": texts, "support": support, "stated": stated},
        optional={"means": st.lists(things, max_size=2)},
    ),
    min_size=1,
    max_size=3,
)
properties = st.sampled_from([*schema().property, *(f"x-{key}" for key in (*TEXTS, *LISTS))]) | texts.map("x-{}".format)


@st.composite
def profiles(draw: st.DrawFn, id_: str) -> Profile:
    """A profile of one or two records of which nothing but the types is as it should be."""
    record = st.fixed_dictionaries(
        {"key": ids, "source": texts, "publisher": texts, "title": texts, "file": texts, "edition": texts,
         "external_ids": st.lists(texts, max_size=2), "misp_tag": st.none() | texts}
    )  # fmt: skip
    names = st.fixed_dictionaries(
        {"name": texts, "givers": st.lists(texts, max_size=2), "support": support, "publications": support,
         "contested": st.lists(things, max_size=1), "stated": stated}
    )  # fmt: skip
    relations = st.fixed_dictionaries(
        {"type": texts | st.just("uses"), "id": texts, "title": st.none(), "profile": st.none() | slugs,
         "likelihood": st.sampled_from(["", "likely", "odd"]), "stated": stated},
        optional={"means": st.lists(things, max_size=2), "text": texts, "urls": st.lists(texts, max_size=2)},
    )  # fmt: skip
    related = st.fixed_dictionaries(
        {"profile": things, "relation": st.sampled_from([*RELATIONS, "has-subgroup"]), "judgement": judgements}
    )
    made = {
        "id": id_,
        "kind": draw(kinds),
        "title": draw(texts),
        "records": draw(st.lists(record, min_size=1, max_size=2)),
        "names": draw(st.lists(names, max_size=3)),
        "descriptions": draw(
            st.lists(st.fixed_dictionaries({"text": texts, "by": texts, "stated": stated}), max_size=2)
        ),
        "facts": draw(st.dictionaries(properties, facts, max_size=4)),
        "operations": [],
        "counter_operations": [],
        "relations": draw(st.lists(relations, max_size=3)),
        "references": draw(facts),
        "judgements": draw(st.lists(judgements, max_size=1)),
        "related": draw(st.lists(related, max_size=2)),
    }
    return cast(Profile, made)


@st.composite
def given_profiles(draw: st.DrawFn) -> list[Profile]:
    """All the profiles of a file, each owned by a record of its own."""
    made = [draw(profiles(id_)) for id_ in ("kettle", "porcelain-labs", "teapot", "urn")]
    for number, profile in enumerate(made):
        first = profile["records"][0]
        first["key"] = f"{first['key']}{number}" if draw(st.booleans()) else f"misp:{UUID(int=number)}"
    return made
