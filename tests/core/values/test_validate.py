"""Mistakes in arguments: each by its path and its rule, and never with a text that might be a secret."""

import copy
import json

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving import huawei, ppio
from pulumi_serving.alibaba.app_service.args import OssConfigArgs
from pulumi_serving.core.values import marks, schema
from pulumi_serving.core.values.validate import Problem, spell_path, unknown_words, validate
from pulumi_serving.huawei.endpoint.testing import RAY_SERVICE
from pulumi_serving.ppio.endpoint.args import EndpointArgs
from pulumi_serving.ppio.endpoint.testing import CREATE, FULL

UNKNOWN = pulumi.output.Unknown()
SECRET = "s3cr3t-" + "Zq9" * 4
LONG_SECRET = "s3cr3t-" + "Zq9" * 300

quick = settings(deadline=None, database=None, max_examples=40)


def lines(values):
    """Return the lines for an endpoint's arguments."""
    return [str(problem) for problem in validate(EndpointArgs, values)[1]]


def good(**changes):
    """Return the least that an endpoint needs, changed."""
    return {**CREATE, **changes}


OWN = "is an argument of its own"


def worker_config(**changes):
    """Return good arguments with other workers."""
    return good(worker_config={"max_replicas": 3, **changes})


# The rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (good(type=3), "type: must be a string, not the number 3"),
        (good(type=["sync"]), "type: must be a string, not a list"),
        (good(type=""), "type: must not be empty"),
        (good(extra={"image": 1}), "extra.image: is an argument of its own: use image"),
        (worker_config(extra={"gpu_num": 1}), f"worker_config.extra.gpu_num: {OWN}: use worker_config.gpu_num"),
        (good(volumes=[{"extra": {"size": 1}}]), f"volumes[0].extra.size: {OWN}: use volumes[0].size"),
        (good(extra={"wait_until_ready": 1}), f"extra.wait_until_ready: {OWN}: use wait_until_ready"),
        (good(extra=["a"]), "extra: must be a mapping, not a list"),
        (good(extra="a"), "extra: must be a mapping, not a string"),
        (good(image=""), "image: must not be empty"),
        (good(image="i" * 501), "image: must have 500 characters or fewer, not 501"),
        (good(image=3), "image: must be a string, not the number 3"),
        (good(image=3.5), "image: must be a string, not the number 3.5"),
        (good(image=False), "image: must be a string, not the boolean false"),
        (good(image=["a"]), "image: must be a string, not a list"),
        (good(image={}), "image: must be a string, not a mapping"),
        (good(image=None), "image: must be a string, not nothing"),
        (good(image=object()), "image: must be a string, not a value of type object"),
        (good(name="ä" * 256), "name: must have 255 characters or fewer, not 256"),
        (worker_config(max_replicas=1001), "worker_config.max_replicas: must be 1000 or less, not 1001"),
        (worker_config(max_replicas=-1), "worker_config.max_replicas: must be 0 or more, not -1"),
        (worker_config(max_replicas=10**30), f"worker_config.max_replicas: must be 1000 or less, not {10**30}"),
        (worker_config(gpu_num="1"), "worker_config.gpu_num: must be a whole number, not a string"),
        (worker_config(gpu_num=True), "worker_config.gpu_num: must be a whole number, not the boolean true"),
        (worker_config(gpu_num=[1]), "worker_config.gpu_num: must be a whole number, not a list"),
        (worker_config(gpu_num=None), "worker_config.gpu_num: must be a whole number, not nothing"),
        (worker_config(min_cuda_version=12.4), "worker_config.min_cuda_version: must be a string, not the number 12.4"),
        (good(worker_config={}), "worker_config.max_replicas: is required"),
        (good(worker_config=[]), "worker_config: must be a mapping, not a list"),
        (good(worker_config="3"), "worker_config: must be a mapping, not a string"),
        (good(ports=8000), "ports: must be a list, not the number 8000"),
        (good(ports={"a": 1}), "ports: must be a list, not a mapping"),
        (good(ports=[8000, 0]), "ports[1]: must be 1 or more, not 0"),
        (good(ports=[65536]), "ports[0]: must be 65535 or less, not 65536"),
        (good(ports=["8000"]), "ports[0]: must be a whole number, not a string"),
        (good(envs=[{"key": "A"}]), "envs[0].value: is required"),
        (good(envs=[{"key": "", "value": ""}]), "envs[0].key: must not be empty"),
        (good(envs=[3]), "envs[0]: must be a mapping, not a number"),
        (good(volumes=[{"sice": 1}]), "volumes[0].sice: is not an argument; did you mean size?"),
        (good(wait_until_ready="no"), "wait_until_ready: must be true or false, not a string"),
        (good(wait_until_ready=1), "wait_until_ready: must be true or false, not the number 1"),
        (good(health_check={"port": 0}), "health_check.port: must be 1 or more, not 0"),
        (good(imagee="x"), "imagee: is not an argument; did you mean image?"),
        (good(health_check={"pth": "/"}), "health_check.pth: is not an argument; did you mean path?"),
        (worker_config(max_replica=1), "worker_config.max_replica: is not an argument; did you mean max_replicas?"),
    ],
)
def test_each_mistake_has_its_line(values, line):
    """A mistake gives one line: the path and the rule."""
    assert lines(values) == [line]


@pytest.mark.parametrize("value", [3.5, -0.5, 1e-9])
def test_fractions_are_refused(value):
    """A fraction is no whole number."""
    (line,) = lines(worker_config(gpu_num=value))
    assert line.startswith("worker_config.gpu_num: must be a whole number")
    assert str(value) in line


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_finite_number_is_refused(value):
    """Infinity and NaN are no whole numbers."""
    (line,) = lines(worker_config(gpu_num=value))
    assert line.startswith("worker_config.gpu_num: ")


BESIDES = "what the API knows besides goes into extra"


def test_an_unknown_name_that_is_near_nothing_lists_what_there_is():
    """Where nothing is near, the line lists what may stand there, at any depth."""
    (line,) = lines(good(health_check={"zzz": 1}))
    assert line == f"health_check.zzz: is not an argument; there are: path, port; {BESIDES}"
    (line,) = lines(good(envs=[{"key": "A", "value": "1", "zzz": 1}]))
    assert line == f"envs[0].zzz: is not an argument; there are: key, value; {BESIDES}"
    (line,) = lines(good(zzz=1))
    assert line.startswith("zzz: is not an argument; there are: type, product_id, image, worker_config, name")


def test_all_mistakes_come_at_once():
    """Every mistake has a line, whatever the others are."""
    values = {
        "type": "",
        "image": "",
        "worker_config": {"min_replicas": -1, "gpu": 1},
        "ports": [0, 65536],
        "envs": [{"value": 1}],
        "zzz": 1,
    }
    assert [line.partition(":")[0] for line in sorted(lines(values))] == [
        "envs[0].key",
        "envs[0].value",
        "image",
        "ports[0]",
        "ports[1]",
        "product_id",
        "type",
        "worker_config.gpu",
        "worker_config.max_replicas",
        "worker_config.min_replicas",
        "zzz",
    ]


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a.b"),
        (("envs", 2, "key"), "envs[2].key"),
        ((0,), "[0]"),
        (("a", 0, 1), "a[0][1]"),
    ],
)
def test_paths(parts, path):
    """A path is spelt with dots and brackets."""
    assert spell_path(parts) == path


def test_a_problem_without_a_path_is_its_rule():
    """What concerns no single argument has no path and no colon."""
    assert str(Problem("", "no key")) == "no key"
    assert str(Problem("a", "is bad")) == "a: is bad"


# Values --------------------------------------------------------------------------------------------------------------


def test_whole_numbers_lose_their_point():
    """What the engine has made a float goes on as an integer, at any depth."""
    values = good(
        worker_config={"max_replicas": 3.0, "min_replicas": 0.0},
        ports=[8000.0],
        health_check={"port": 8000.0},
        volumes=[{"type": "local", "size": 30.0, "mount_point": "/a"}],
    )
    clean, problems = validate(EndpointArgs, values)
    assert problems == []
    whole = good(
        worker_config={"max_replicas": 3, "min_replicas": 0},
        ports=[8000],
        health_check={"port": 8000},
        volumes=[{"type": "local", "size": 30, "mount_point": "/a"}],
    )
    assert json.dumps(clean, sort_keys=True) == json.dumps(whole, sort_keys=True)


def test_booleans_stay_booleans():
    """True is not 1 on the wire."""
    clean, problems = validate(EndpointArgs, good(wait_until_ready=True))
    assert problems == []
    assert clean["wait_until_ready"] is True


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**70, float(2**53), 1e300])
def test_numbers_that_the_engine_rounds_are_refused(number):
    """A whole number that the engine would round is a mistake, where no closer limit is documented."""
    (line,) = lines(worker_config(idle_timeout=number))
    assert line.startswith("worker_config.idle_timeout: must ")
    assert lines(worker_config(idle_timeout=2**53 - 1)) == []


def test_lengths_count_characters():
    """Limits are in characters, not in bytes."""
    assert lines(good(name="ü" * 255)) == []
    assert lines(good(image="模" * 500)) == []


def test_unicode_passes_through():
    """Texts of any script stay as they are."""
    text = "模型 🚀 ü\n\t"
    clean, problems = validate(EndpointArgs, good(envs=[{"key": text, "value": text}], command=text))
    assert problems == []
    assert clean["command"] == clean["envs"][0]["key"] == clean["envs"][0]["value"] == text


def test_empty_is_not_absent():
    """Empty texts, lists and mappings stay; nothing is added for what is absent."""
    empty = {"registry_auth_id": "", "command": "", "envs": [], "ports": [], "volumes": [], "policy": {}}
    clean, problems = validate(EndpointArgs, good(**empty))
    assert problems == []
    assert clean == good(**empty)


@pytest.mark.parametrize("unknown", [UNKNOWN, "an output"])
def test_unknown_values_pass_at_any_depth(unknown):
    """What is not known yet is no mistake, wherever it stands, and comes out as it went in."""
    if unknown == "an output":
        unknown = pulumi.Output.from_input(1)
    values = good(
        image=unknown,
        worker_config={"max_replicas": unknown},
        ports=[unknown, 8000],
        envs=[{"key": unknown, "value": unknown}, unknown],
        policy=unknown,
    )
    clean, problems = validate(EndpointArgs, values)
    assert problems == []
    assert clean["image"] is unknown
    assert clean["ports"][0] is unknown
    assert clean["envs"][0]["value"] is unknown


def test_mistakes_beside_unknown_values_are_found():
    """An unknown value does not hide the mistakes around it."""
    assert lines(good(image=UNKNOWN, ports=[UNKNOWN, 0], worker_config={"min_replicas": UNKNOWN})) == [
        "worker_config.max_replicas: is required",
        "ports[1]: must be 1 or more, not 0",
    ]


def test_the_input_is_left_alone():
    """Checking changes nothing in what it is given."""
    values = good(worker_config={"max_replicas": 3.0}, ports=[8000.0])
    before = json.dumps(values)
    validate(EndpointArgs, values)
    assert json.dumps(values) == before


# Secrets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [SECRET, LONG_SECRET], ids=["short", "long"])
@pytest.mark.parametrize("path", [path for path, _ in schema.walk(EndpointArgs)])
def test_no_text_is_shown(path, secret):
    """A text in place of any argument, of whatever type, is in no line."""
    if path == "type" and secret == SECRET:
        return  # a short word in place of an enumeration is shown
    for wrong in (secret, [secret], {"a": secret}, [[secret]]):
        assert secret not in "\n".join(lines(_with(path, wrong))), path


def _with(path, value):
    """Return arguments with a value put at a path."""
    head, _, rest = path.partition(".")
    if not rest:
        return good(**{head: value})
    if head.endswith("[]"):
        return good(**{head[:-2]: [{rest: value}]})
    return good(**{head: {rest: value}})


def test_the_value_of_a_misspelt_argument_is_not_shown():
    """What a misspelt argument holds is in no line."""
    text = "\n".join(lines(good(envvs=[{"key": "A", "value": SECRET}], comand=SECRET, worker_config={"x": SECRET})))
    assert text.count("is not an argument") == 3
    assert SECRET not in text


def test_a_long_wrong_choice_is_not_shown():
    """In place of an enumeration, a word of up to forty characters is shown and a longer one is not."""

    def told(word):
        return [str(problem) for problem in validate(OssConfigArgs, {"model_storage": word, "oss_path": ""})[1]]

    assert told("x" * 40) == [f"model_storage: must be 'oss', not '{'x' * 40}'"]
    assert told("x" * 41) == ["model_storage: must be 'oss'"]


def test_unknown_words_of_open_choices_are_warnings():
    """A text that is none of the known ones passes, with a warning at its path."""
    told = [str(problem) for problem in unknown_words(EndpointArgs, good(type="batch", volumes=[{"type": "nvme"}]))]
    assert told == [
        "type: is none of those that are known (sync, async); it is sent as it is",
        "volumes[0].type: is none of those that are known (network, local); it is sent as it is",
    ]
    assert lines(good(type="batch")) == []
    for value in ("sync", UNKNOWN, 3, None):
        assert list(unknown_words(EndpointArgs, good(type=value))) == []


@pytest.mark.parametrize("value", [UNKNOWN, {"new": UNKNOWN}, {"new": [1, {"deep": None}], "": 0}])
def test_extra_takes_anything(value):
    """What is extra may be unknown, at any depth, and of any form."""
    assert lines(good(extra=value, worker_config={"max_replicas": 1, "extra": value})) == []


@pytest.mark.parametrize("value", [73519284, 73519284.25])
def test_a_number_in_a_secret_argument_is_not_shown(value):
    """Where an argument is secret as a whole, a number in place of a text may be the secret: it is not shown."""
    (line,) = lines(good(envs=[{"key": "PIN", "value": value}]))
    assert line.startswith("envs[0].value: must be a string")
    assert "73519284" not in line


# Properties ----------------------------------------------------------------------------------------------------------

JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
NAMES = [*schema.fields(EndpointArgs)]
NESTED = [path.split(".")[-1] for path, _ in schema.walk(EndpointArgs)]
NEARLY = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=8),
    JSON_LIKE
    | st.dictionaries(st.sampled_from(NESTED), JSON_LIKE, max_size=4)
    | st.lists(st.dictionaries(st.sampled_from(NESTED), JSON_LIKE, max_size=4), max_size=3),
    max_size=8,
)


@quick
@given(NEARLY)
def test_anything_can_be_checked_and_checked_again(values):
    """Whatever comes in, check ends with lines; its result is a good input for it, with the same lines."""
    clean, problems = validate(EndpointArgs, values)
    again, same = validate(EndpointArgs, clean)
    assert all(problem.rule and "\n" not in problem.rule for problem in problems)
    assert repr(again) == repr(clean)
    assert same == problems


@quick
@given(st.dictionaries(st.sampled_from([*FULL]), st.none(), max_size=6))
def test_good_arguments_stay_as_they_are(left_out):
    """Documented arguments, any of the optional ones left out, come out as they went in."""
    values = {name: value for name, value in FULL.items() if name in CREATE or name not in left_out}
    assert validate(EndpointArgs, values) == (values, [])


def _deployment(**changes):
    """Return Huawei's arguments with a change deep inside, where a field is secret."""
    ray = copy.deepcopy(RAY_SERVICE)
    application = ray["ray_serve_config"]["applications"][0]
    application["deployments"][0].update(changes.pop("deployment", {}))
    application["runtime_env"].update(changes)
    return {"type": "ray_service", "config": {"ray_service_config": ray}}


@pytest.mark.parametrize(
    ("args", "values", "marked"),
    [
        (huawei.EndpointArgs, _deployment(deployment={"user_config": 48151623}), ()),
        (huawei.EndpointArgs, _deployment(env_vars={"TOKEN": 48151623}), ()),
        (huawei.EndpointArgs, _deployment(env_vars={"TOKEN": True}), ()),
        (huawei.EndpointArgs, _deployment(env_vars={"hf_MARKER-4711": 48151623}), ()),
        (ppio.EndpointArgs, {**CREATE, "envs": [{"key": "A", "value": 48151623}]}, ()),
        (ppio.EndpointArgs, {**CREATE, "envs": [{"key": "A", "value": "x", "hf_MARKER-4711": "y"}]}, ()),
        (ppio.EndpointArgs, {**CREATE, "worker_config": {"max_replicas": 48151623}}, (("worker_config",),)),
        (ppio.EndpointArgs, {**CREATE, "worker_config": {"max_replicas": True}}, (("worker_config",),)),
        (ppio.EndpointArgs, {**CREATE, "ports": ["MARKER-4711"]}, (("ports",),)),
        (ppio.EndpointArgs, {**CREATE, "image": "i" * 1623}, (("image",),)),
    ],
)
def test_a_mistake_in_a_secret_shows_nothing_of_it(args, values, marked):
    """Neither a number, a boolean, a choice, a length nor a key that stands in the place of a name is shown."""
    _, problems = validate(args, values, marked)
    assert problems
    for problem in problems:
        assert not any(part in str(problem) for part in ("48151623", "MARKER", "4711", "1623", "true"))


def test_a_mistake_across_fields_shows_no_marked_number():
    """Rules that compare fields name a number that the user has marked by no more than its field."""
    values = {**CREATE, "worker_config": {"max_replicas": 4815, "min_replicas": 4816}, "ports": [2222, 2222]}
    hidden = marks.hidden(values, [("worker_config", "max_replicas"), ("ports",)])
    lines = [str(problem) for problem in ppio.EndpointProvider.kind.rules(hidden)]
    assert "worker_config.min_replicas: must not be more than max_replicas, [secret], but is 4816" in lines
    assert not any("2222" in line or "4815" in line for line in lines)
