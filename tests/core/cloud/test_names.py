"""Names of ours: derived, repeatable, and in the cloud's form."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.cloud.names import SUFFIX_LENGTH, NameForm, Namer

URN = "urn:pulumi:dev::serving::pulumi-python:dynamic/serving/ppio:Endpoint::llm"
OTHER_STACK = URN.replace("dev", "prod")
FORMS = [
    NameForm(),
    NameForm(separator="_", allowed=r"[a-z0-9_]", longest=45, lower=True),
    NameForm(longest=64, allowed=r"[A-Za-z0-9-]"),
]


def test_a_name_is_the_logical_name_and_a_suffix():
    """A derived name begins with the logical name and ends with seven characters."""
    assert re.fullmatch(r"llm-[0-9a-f]{7}", Namer().name(NameForm(), URN, replacing=False))


def test_a_name_repeats():
    """The same URN gives the same name in every process, replacing or not."""
    names = {Namer().name(NameForm(), URN, replacing=replacing) for replacing in (False, True) for _ in range(3)}
    assert len(names) == 1


def test_stacks_have_different_names():
    """Two stacks of one program get different names."""
    assert Namer().name(NameForm(), URN, replacing=False) != Namer().name(NameForm(), OTHER_STACK, replacing=False)


def test_each_successor_has_a_name_of_its_own():
    """Along a chain of replacements no name comes twice."""
    namer, names = Namer(), [Namer().name(NameForm(), URN, replacing=False)]
    for _ in range(20):
        namer.remember(URN, names[-1])
        names.append(namer.name(NameForm(), URN, replacing=True))
    assert len(set(names)) == len(names)


def test_what_is_remembered_matters_for_a_replacement_only():
    """Without a replacement the name is the first one, and another resource's name changes nothing."""
    namer = Namer()
    first = namer.name(NameForm(), URN, replacing=False)
    namer.remember(URN, "llm-0000000")
    assert namer.name(NameForm(), URN, replacing=False) == first
    other = namer.name(NameForm(), OTHER_STACK, replacing=True)
    assert other == Namer().name(NameForm(), OTHER_STACK, replacing=True)


def test_without_a_urn_names_are_random():
    """Where the host tells no URN, two resources do not share a name."""
    names = {Namer().name(NameForm(), "", replacing=False) for _ in range(20)}
    assert len(names) == 20
    assert all(re.fullmatch(r"endpoint-[0-9a-f]{7}", name) for name in names)


def test_characters_that_a_cloud_refuses_become_the_separator():
    """What the cloud does not take is exchanged, and upper case is lowered where the cloud asks for it."""
    form = NameForm(separator="_", allowed=r"[a-z0-9_]", longest=45, lower=True)
    assert form.fit("My-LLM v2", "0123456") == "my_llm_v2_0123456"
    assert NameForm().fit("a/b c", "0123456") == "a-b-c-0123456"


@settings(deadline=None, database=None)
@given(logical=st.text(min_size=1, max_size=400), form=st.sampled_from(FORMS))
def test_a_name_always_fits(logical, form):
    """Whatever the logical name, the result is short enough, of allowed characters, and keeps its suffix."""
    name = Namer().name(form, f"urn:pulumi:dev::serving::t::{logical}", replacing=False)
    assert len(name) <= form.longest
    assert re.fullmatch(rf"(?:{form.allowed}|{re.escape(form.separator)})*", name)
    assert re.fullmatch(r"[0-9a-f]+", name[-SUFFIX_LENGTH:])
    assert name[-SUFFIX_LENGTH - 1] == form.separator
