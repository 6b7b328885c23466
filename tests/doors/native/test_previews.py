"""What previews promise: nothing that the run then makes otherwise, and no known absence of what the cloud fills in."""

from pulumi_serving.core.values.leaves import has_unknown, is_unknown
from pulumi_serving.doors.native import bags

IMAGE = "registry.example.com/llm:2"


def preview_of(client, inputs, made, values, **fields):
    """Return the checked arguments, and what the preview of an update to them tells."""
    news = client.check(client.wire(values), olds=bags.read(inputs)[0]).inputs
    return news, bags.read(client.update(inputs, made, news, preview=True, **fields).properties)[0]


def test_what_is_ignored_is_as_it_is_live(client):
    """The recorded value of an ignored argument is not promised: the run reports what is live by then."""
    inputs, made = client.made()
    client.lab.patch(made.id, fields={"worker_config": {"max_replicas": 9}})
    ignored = {"ignoreChanges": ["workerConfig.maxReplicas", "policy"]}
    news, promised = preview_of(client, inputs, made, {**client.subject.create, "image": IMAGE}, **ignored)
    assert is_unknown(promised["policy"])
    block = promised["workerConfig"]
    assert is_unknown(block["maxReplicas"])
    assert (block["minReplicas"], block["gpuNum"]) == (1, 1)
    real = bags.read(client.update(inputs, made, news, **ignored).properties)[0]
    assert real["workerConfig"]["maxReplicas"] == 9


def test_everything_is_ignored(client):
    """Of a resource whose every change is ignored no argument is promised."""
    inputs, made = client.made()
    _, promised = preview_of(client, inputs, made, client.subject.create, ignoreChanges=["*"])
    assert is_unknown(promised["image"])
    assert promised["url"]


def test_what_is_filled_in_inside_of_a_block(client):
    """A part of a block that the program leaves out is unknown before the create, and known before an update."""
    inputs = client.check(client.wire(client.subject.create)).inputs
    promised = bags.read(client.create(inputs, preview=True).properties)[0]["workerConfig"]
    assert is_unknown(promised["idleTimeout"])
    assert promised["gpuNum"] == 1
    made = client.create(inputs)
    real = bags.read(made.properties)[0]["workerConfig"]
    assert promised.keys() >= real.keys()
    _, promised = preview_of(client, inputs, made, {**client.subject.create, "image": IMAGE})
    assert promised["workerConfig"] == real


def test_what_is_taken_out_of_a_block(client):
    """A part of a block that the program takes away may get a default of the cloud's."""
    block = client.subject.create["worker_config"]
    values = {**client.subject.create, "worker_config": {**block, "idle_timeout": 90}}
    inputs, made = client.made(client.wire(values))
    _, promised = preview_of(client, inputs, made, client.subject.create)
    assert is_unknown(promised["workerConfig"]["idleTimeout"])


def test_what_the_cloud_keeps_in_a_form_of_its_own(client):
    """The declared form of a value that the cloud keeps in another is not promised."""
    client.lab.settings(normalise=True)
    inputs, made = client.made(client.wire({**client.subject.create, "image": "llm:1"}))
    assert bags.read(made.properties)[0]["image"] != "llm:1"
    changed = {**client.subject.create, "image": "llm:1", "command": "another command"}
    _, promised = preview_of(client, inputs, made, changed)
    assert is_unknown(promised["image"])
    assert promised["command"] == "another command"


def test_what_the_cloud_sets_by_itself(client_of):
    """What something in the cloud sets by itself is as it is by then, declared or not."""
    client = client_of("alibaba")
    inputs, made = client.made()
    made.properties.update({"__owned": ["replicas"]})
    _, promised = preview_of(client, inputs, made, client.subject.create)
    assert is_unknown(promised["replicas"])
    assert not has_unknown(promised["serviceSpec"])


def test_an_address_that_holds_a_secret(client):
    """An address that is secret since a secret name stands in it is so in the preview of an update."""
    args = client.wire({**client.subject.create, "app_name": "s3cr3t-and-long"})
    inputs = client.check(args, secret=[("appName",)]).inputs
    made = client.create(inputs)
    assert ("url",) in bags.read(made.properties)[1]
    news = client.check({**args, "image": IMAGE}, olds=bags.read(inputs)[0], secret=[("appName",)]).inputs
    found, marks = bags.read(client.update(inputs, made, news, preview=True).properties)
    assert "s3cr3t" in found["url"]
    assert ("url",) in marks
