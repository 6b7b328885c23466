"""Settings: which of the three sources they come from, what is refused, and that nothing tells the key."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.cloud.settings import Credential, Settings, Source, fingerprint, snake_case
from pulumi_serving.core.errors import ConfigError
from pulumi_serving.core.values.addresses import is_loopback
from pulumi_serving.ppio.auth import BearerAuth
from pulumi_serving.ppio.endpoint.kind import EndpointKind

KEY = "sk_live_0123456789abcdef"
KIND = EndpointKind()
PAIR = [Credential("accessKey", ("X_AK", "X_OLD_AK")), Credential("secretKey", ("X_SK",))]


def found(given, environ=None):
    """Return the settings of PPIO."""
    return KIND.settings(Source("ppio", given, environ or {}))


def refused(given, environ=None):
    """Return the line by which the settings are refused."""
    with pytest.raises(ConfigError) as caught:
        found(given, environ)
    return str(caught.value)


# Sources -------------------------------------------------------------------------------------------------------------


def test_the_stacks_config_comes_before_the_environment():
    """A key in the config is taken, and its origin is told."""
    settings = found({"ppio:apiKey": KEY}, {"PPIO_API_KEY": "another"})
    assert (settings.api_key, settings.origin) == (KEY, "the config key ppio:apiKey")
    assert settings.location == "https://api.ppio.com"


def test_the_environment_is_the_last_source():
    """Without a key in the config the environment's is taken."""
    settings = found({}, {"PPIO_API_KEY": KEY})
    assert (settings.api_key, settings.origin) == (KEY, "the environment variable PPIO_API_KEY")


def test_an_explicit_instance_does_not_ask_the_config():
    """An explicit provider has its own arguments, and then the environment; the stack's keys don't count."""
    settings = found({"cloud": "ppio", "api_key": KEY, "ppio:apiKey": "another"})
    assert (settings.api_key, settings.origin) == (KEY, "the Provider's api_key")
    line = refused({"cloud": "ppio", "ppio:apiKey": KEY})
    assert line == "ppio has no api_key: give the Provider its api_key, or set PPIO_API_KEY"
    assert found({"cloud": "ppio", "ppio:apiKey": "another"}, {"PPIO_API_KEY": KEY}).api_key == KEY


def test_a_missing_key_is_one_line():
    """Without a key anywhere the line says what to set."""
    line = refused({})
    assert line == "ppio has no api_key: run `pulumi config set --secret ppio:apiKey`, or set PPIO_API_KEY"


@pytest.mark.parametrize("name", ["ppio:apikey", "ppio:api_key", "ppio:apiKye", "ppio:APIKEY"])
def test_a_misspelt_key_is_named(name):
    """Pulumi takes any key, so the line for a missing one names what was probably meant for it, and no value."""
    line = refused({name: KEY, "ppio:baseUrl": "https://example.com"})
    assert f"`pulumi config set --secret ppio:apiKey` (the config has {name}, which is another key), or" in line
    assert KEY not in line


def test_a_key_for_something_else_is_not_taken_for_a_misspelt_one():
    """The other half of a pair, the same key of another cloud and a key that is empty are no misspellings."""
    for config in ({"ppio:accessKey": KEY}, {"huawei:apiKey": KEY}, {"ppio:apiKey": ""}):
        assert "another key" not in refused(config)
    with pytest.raises(ConfigError) as caught:
        Source("x", {"x:accessKey": KEY}, {}).credentials(PAIR)
    assert "another key" not in str(caught.value)


@pytest.mark.parametrize("empty", ["", "  ", "\n\t"])
def test_empty_settings_are_absent(empty):
    """White space is no key, neither in the config nor in the environment."""
    assert found({"ppio:apiKey": empty}, {"PPIO_API_KEY": KEY}).api_key == KEY
    assert "ppio has no api_key" in refused({"ppio:apiKey": empty}, {"PPIO_API_KEY": empty})


@pytest.mark.parametrize("spaced", [f" {KEY}", f"{KEY}\n", f"\t{KEY} \r\n"])
def test_white_space_around_a_key_is_dropped(spaced):
    """A line break at the end of a key does no harm."""
    assert found({"ppio:apiKey": spaced}).api_key == KEY
    assert found({}, {"PPIO_API_KEY": spaced}).api_key == KEY


@pytest.mark.parametrize("bad", [f"{KEY}\n{KEY}", f"{KEY} {KEY}", f"{KEY}\x00", f"{KEY}\x7f", f"{KEY}ü", "“sk”"])
def test_a_key_with_odd_characters_is_refused(bad):
    """What can't stand in a header is refused without being shown."""
    line = refused({"ppio:apiKey": bad})
    assert "the API key in the config key ppio:apiKey has characters that no key has" in line
    assert KEY not in line


def test_credentials_are_never_mixed():
    """One part in the config and the other in the environment is an error that names what is missing."""
    source = Source("x", {"x:accessKey": "ak"}, {"X_SK": "sk", "X_AK": "other"})
    with pytest.raises(
        ConfigError, match="x has no secret_key: run `pulumi config set --secret x:secretKey`"
    ) as caught:
        source.credentials(PAIR)
    assert "access_key" not in str(caught.value)


def test_a_pair_comes_whole():
    """Both parts of a pair come from one source, named together."""
    config = {"x:accessKey": "ak", "x:secretKey": "sk"}
    assert Source("x", config, {"X_AK": "no", "X_SK": "no"}).credentials(PAIR) == (
        {"accessKey": "ak", "secretKey": "sk"},
        "the config key x:accessKey and the config key x:secretKey",
    )
    assert Source("x", {}, {"X_OLD_AK": "ak", "X_SK": "sk"}).credentials(PAIR) == (
        {"accessKey": "ak", "secretKey": "sk"},
        "the environment variable X_OLD_AK and the environment variable X_SK",
    )


def test_two_sets_of_variables_are_never_mixed():
    """Variables of two sets are never mixed, and an incomplete set gives way to a whole one."""
    parts = [
        Credential("accessKey", ("OLD_AK", "NEW_AK")),
        Credential("secretKey", ("OLD_SK", "NEW_SK")),
        Credential("token", ("OLD_TOKEN", "NEW_TOKEN"), required=False),
    ]
    old, new = {"OLD_AK": "1", "OLD_SK": "2"}, {"NEW_AK": "3", "NEW_SK": "4", "NEW_TOKEN": "5"}
    assert Source("x", {}, {**old, **new}).credentials(parts)[0] == {"accessKey": "1", "secretKey": "2"}
    assert Source("x", {}, {"OLD_AK": "1", **new}).credentials(parts)[0].keys() == {"accessKey", "secretKey", "token"}
    with pytest.raises(ConfigError, match="has no secret_key"):
        Source("x", {}, {"OLD_AK": "1", "NEW_SK": "4"}).credentials(parts)


def test_all_missing_parts_are_told_at_once():
    """Both missing parts are in the line, each with its variables, the best first."""
    with pytest.raises(ConfigError) as caught:
        Source("x", {}, {}).credentials(PAIR)
    assert str(caught.value) == (
        "x has no access_key: run `pulumi config set --secret x:accessKey`, or set X_AK or X_OLD_AK; "
        "x has no secret_key: run `pulumi config set --secret x:secretKey`, or set X_SK"
    )


def test_the_best_variable_wins():
    """Of several variables the first that is set counts, and an optional part may be missing."""
    source = Source("x", {}, {"X_AK": "new", "X_OLD_AK": "old", "X_SK": "sk"})
    assert source.credentials([*PAIR, Credential("token", ("X_TOKEN",), required=False)])[0] == {
        "accessKey": "new",
        "secretKey": "sk",
    }


def test_another_clouds_instance_is_refused():
    """An instance of another cloud is refused with one line that says what to give."""
    line = refused({"cloud": "huawei", "access_key": KEY})
    assert "is for huawei" in line
    assert "pulumi_serving.ppio.Provider" in line
    assert KEY not in line


@pytest.mark.parametrize(
    ("key", "name"), [("apiKey", "api_key"), ("brand", "brand"), ("baseUrl", "base_url"), ("aBC", "a_bC")]
)
def test_snake_case(key, name):
    """A config key and the argument of the same meaning differ in their spelling alone."""
    assert snake_case(key) == name


# Brand ---------------------------------------------------------------------------------------------------------------


def test_the_brand_chooses_address_and_variable():
    """Novita AI has its own address and its own variable."""
    settings = found({"ppio:brand": "novita"}, {"NOVITA_API_KEY": KEY, "PPIO_API_KEY": "another"})
    assert (settings.location, settings.api_key) == ("https://api.novita.ai", KEY)
    assert "set NOVITA_API_KEY" in refused({"ppio:brand": "novita"}, {"PPIO_API_KEY": KEY})
    assert found({"cloud": "ppio", "brand": "novita", "api_key": KEY}).location == "https://api.novita.ai"


@pytest.mark.parametrize("brand", ["Novita", "aws", "ppio "])
def test_an_unknown_brand_is_refused(brand):
    """Another brand is refused with the two that there are, and not repeated; white space around one does no harm."""
    if brand.strip() == "ppio":
        assert found({"ppio:brand": brand, "ppio:apiKey": KEY}).location == "https://api.ppio.com"
    else:
        line = refused({"ppio:brand": brand, "ppio:apiKey": KEY})
        assert line == "the config key ppio:brand must be ppio or novita"


# Base URL ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        (" https://api.example.com/v2// ", "https://api.example.com/v2"),
        ("https://api.example.com:8443", "https://api.example.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://10.0.0.1", "https://10.0.0.1"),
    ],
)
def test_a_good_base_url(url, location):
    """HTTPS, or HTTP to this machine, is taken without slashes at its end."""
    assert found({"ppio:apiKey": KEY, "ppio:baseUrl": url}).location == location


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "ftp://127.0.0.1",
        "api.example.com",
        "//api.example.com",
        "https://",
        "https:///v2",
        "https://:443",
        "https://api.example.com/?a=b",
        "https://api.example.com/#a",
        "https://user@api.example.com",
        "https://user:pass@api.example.com",
        "https://[::1",
        "https://a:b:c",
        "https://exa\nmple.com",
        "\x00",
        "garbage",
    ],
)
def test_a_bad_base_url_is_one_line(url):
    """Any other address is refused with one line that names the setting."""
    line = refused({"ppio:apiKey": KEY, "ppio:baseUrl": url})
    assert line.startswith("the config key ppio:baseUrl ")
    assert "\n" not in line
    assert KEY not in line


@pytest.mark.parametrize("url", ["https://api.example.com?", "https://api.example.com/#", "https://api.example.com/?#"])
def test_an_empty_query_or_fragment_is_nothing(url):
    """A question mark or a hash with nothing behind it is refused or dropped: the location is recorded without it."""
    try:
        location = found({"ppio:apiKey": KEY, "ppio:baseUrl": url}).location
    except ConfigError:
        return
    assert location == "https://api.example.com"


@pytest.mark.parametrize("url", ["HTTPS://api.ppio.com", "https://API.PPIO.COM", "https://api.ppio.com:443"])
def test_spellings_of_one_address_are_one_location(url):
    """Another spelling of the same address is no other location: it would replace every endpoint."""
    assert found({"ppio:apiKey": KEY, "ppio:baseUrl": url}).location == "https://api.ppio.com"


@pytest.mark.parametrize("url", ["https://user:hunter2secret", "https://user:hunter2/secret@api.example.com"])
def test_a_password_in_an_address_is_not_shown(url):
    """Whatever is wrong with an address, what may be a password in it is not in the line."""
    assert "hunter2" not in refused({"ppio:apiKey": KEY, "ppio:baseUrl": url})


@settings(deadline=None, database=None, max_examples=100)
@given(st.text(max_size=30) | st.text(max_size=20).map(lambda text: "https://" + text))
def test_any_base_url_is_taken_or_refused(url):
    """Whatever stands in the setting, the answer is a location or a line."""
    with contextlib.suppress(ConfigError):
        assert found({"ppio:apiKey": KEY, "ppio:baseUrl": url}).location.startswith("https://")


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("example.com", False), ("", False)],
)
def test_loopback(host, local):
    """This machine is known by its loopback addresses and its name."""
    assert is_loopback(host) is local


# Nothing tells the key -----------------------------------------------------------------------------------------------


def test_a_fingerprint_tells_keys_apart_and_nothing_else():
    """Fingerprints repeat, differ for different keys and splits, and hold no part of a key."""
    assert fingerprint(KEY) == fingerprint(KEY) != fingerprint(KEY + "0")
    assert fingerprint("a", "b") != fingerprint("ab")
    assert len(fingerprint(KEY)) == 10
    assert fingerprint(KEY) not in KEY


def test_no_repr_holds_the_key(clock):
    """Neither settings nor what is made of them show the key."""
    settings = found({"ppio:apiKey": KEY})
    runtime = Runtime(clock=clock, environ={})
    session = runtime.session(KIND, settings)
    shown = [settings, str(settings), session, session.client, session.client._client.transport, BearerAuth(KEY)]
    shown += [Source("ppio", {"ppio:apiKey": KEY}, {}), session.client._client.transport._client]
    assert KEY not in repr(shown)
    session.client._client.transport.close()


def test_settings_of_one_key_are_one_account(clock):
    """Equal settings share an account; another key or location has its own."""
    runtime = Runtime(clock=clock, environ={})
    first = runtime.session(KIND, found({"ppio:apiKey": KEY}))
    assert runtime.session(KIND, found({"ppio:apiKey": KEY})) is first
    assert runtime.session(KIND, found({"ppio:apiKey": KEY + "2"})) is not first
    assert runtime.session(KIND, KIND.at(found({"ppio:apiKey": KEY}), "https://elsewhere.example.com")) is not first
    for session in runtime.sessions.values():
        session.client._client.transport.close()


def test_plain_settings_have_no_secret():
    """What all clouds' settings share holds no credential."""
    assert {*Settings.__dataclass_fields__} == {"location", "origin", "fingerprint"}


# The environment's further variables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"), [("", 5.0), ("2", 2.0), ("0.5", 0.5), ("0", 0.1), ("-1", 0.1), ("soon", 5.0)]
)
def test_poll_seconds(value, seconds):
    """The pause between readings can be set; nonsense leaves the default."""
    assert Runtime(environ={"PULUMI_SERVING_POLL_SECONDS": value}).poll_seconds == seconds


@pytest.mark.parametrize(
    ("value", "ids"), [("", set()), ("a", {"a"}), (" a , b,", {"a", "b"}), (",,", set()), ("a,a", {"a"})]
)
def test_adopted(value, ids):
    """The ids that a run may adopt are separated by commas."""
    assert Runtime(environ={"PULUMI_SERVING_ADOPT": value}).adopted == ids
