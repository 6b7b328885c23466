"""Where keys and regions come from, and what is said where they don't."""

import inspect
import sys
from types import SimpleNamespace

import pytest
from alibabacloud_credentials import provider as library

from pulumi_serving import alibaba
from pulumi_serving.alibaba import credentials
from pulumi_serving.alibaba.app_service import testing
from pulumi_serving.alibaba.credentials import Chain, Keys
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ConfigError

KIND = alibaba.AppServiceProvider.kind
REGION = {"alicloud:region": "cn-shanghai"}
CONFIG = {**REGION, "alicloud:accessKey": "ak", "alicloud:secretKey": "sk"}


def found(given, environ=None):
    return KIND.settings(Source("alibaba", given, environ or {}, "alicloud"))


def refused(given, environ=None):
    with pytest.raises(ConfigError) as caught:
        found(given, environ)
    return str(caught.value)


def test_a_stack_of_pulumi_alicloud_needs_nothing_more():
    """The config keys are those that pulumi-alicloud has."""
    settings = found({**CONFIG, "alicloud:securityToken": "token"})
    assert settings.keys == Keys("ak", "sk", "token")
    assert settings.region == "cn-shanghai"
    assert settings.base_url == "https://pai-eas.cn-shanghai.aliyuncs.com"
    assert settings.location == "https://pai-eas.cn-shanghai.aliyuncs.com cn-shanghai"
    assert "alicloud:accessKey" in settings.origin


def test_an_explicit_instance():
    """An explicit provider takes the same in snake_case, and the stack's config is not asked."""
    given = {"cloud": "alibaba", "access_key": "ak", "secret_key": "sk", "region": "cn-wulanchabu"}
    settings = found({**given, "alicloud:accessKey": "other"})
    assert settings.keys == Keys("ak", "sk")
    assert settings.base_url == "https://pai-eas.cn-wulanchabu.aliyuncs.com"


@pytest.mark.parametrize(
    ("key", "secret", "token", "region"),
    [
        ("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN", "ALICLOUD_REGION"),
        (
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "ALIBABA_CLOUD_SECURITY_TOKEN",
            "ALIBABA_CLOUD_REGION",
        ),
    ],
)
def test_environment(key, secret, token, region):
    """Both families of the vendor's environment variables are known."""
    settings = found({}, {key: "ak", secret: "sk", token: "t", region: "eu-central-1"})
    assert settings.keys == Keys("ak", "sk", "t")
    assert settings.region == "eu-central-1"
    assert found(CONFIG, {key: "other", secret: "other", token: "t"}).keys == Keys("ak", "sk")


def test_families_are_not_mixed():
    """A token of one family does not come to the keys of the other."""
    environ = {"ALICLOUD_ACCESS_KEY": "ak", "ALICLOUD_SECRET_KEY": "sk", "ALIBABA_CLOUD_SECURITY_TOKEN": "left over"}
    assert found(REGION, environ).keys == Keys("ak", "sk")


def test_what_is_missing_is_told():
    """A missing key and a missing region are one line each, which says what to set."""
    line = refused(REGION)
    assert "run `pulumi config set --secret alicloud:accessKey`" in line
    assert "ALIBABA_CLOUD_ACCESS_KEY_SECRET" in line
    line = refused({key: value for key, value in CONFIG.items() if "egion" not in key})
    assert "alibaba has no region: run `pulumi config set alicloud:region" in line
    assert "give the Provider its region" in refused({"cloud": "alibaba", "access_key": "a", "secret_key": "s"})


@pytest.mark.parametrize("change", [{"alicloud:accessKey": "a k"}, {"alicloud:secretKey": "s\nk"}])
def test_odd_keys_are_refused_unseen(change):
    """What can't stand in a header is refused without being shown."""
    line = refused({**CONFIG, **change})
    assert "has characters that no key has" in line
    assert next(iter(change.values())) not in line


@pytest.mark.parametrize("region", ["cn shanghai", "cn/shanghai", "evil.example.com#"])
def test_a_region_is_an_id(region):
    """What can't be a region's id is refused: it becomes a part of a host's name."""
    assert "must be a region's id" in refused({**CONFIG, "alicloud:region": region})


def test_another_address_of_the_same_location():
    """The address inside a VPC is no other location; any other base URL is."""
    vpc = found({**CONFIG, "alicloud:easBaseUrl": "https://pai-eas-manage-vpc.cn-shanghai.aliyuncs.com"})
    assert vpc.base_url == "https://pai-eas-manage-vpc.cn-shanghai.aliyuncs.com"
    assert vpc.location == found(CONFIG).location
    assert found({**CONFIG, "alicloud:easBaseUrl": "https://eas.example.com"}).location == (
        "https://eas.example.com cn-shanghai"
    )
    assert found({**CONFIG, "alicloud:region": "cn-beijing"}).location != found(CONFIG).location


def test_a_recorded_location_is_gone_to():
    """The location of a recorded resource gives base URL and region back."""
    there = KIND.at(found({**CONFIG, "alicloud:region": "cn-beijing"}), found(CONFIG).location)
    assert (there.region, there.base_url) == ("cn-shanghai", "https://pai-eas.cn-shanghai.aliyuncs.com")


def test_no_secret_in_a_repr():
    """Settings show no secret; the fingerprint tells nothing of the key."""
    settings = found({**CONFIG, "alicloud:secretKey": "the-secret", "alicloud:securityToken": "the-token"})
    assert "the-secret" not in repr(settings)
    assert "the-token" not in repr(settings)
    assert settings.fingerprint == found(CONFIG).fingerprint  # of the key's id: a new secret is the same account


# the vendor's chain --------------------------------------------------------------------------------------------------

OIDC = {
    "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "/var/run/token",
    "ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/r",
    "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/p",
}
TEAM = {"profile_name": "team"}
FILE = {"ALIBABA_CLOUD_CREDENTIALS_FILE": "/etc/credentials.ini"}
SWITCHES = [
    ({"alicloud:profile": "team"}, OIDC, "CLIProfileCredentialsProvider", TEAM),
    ({}, {"ALIBABA_CLOUD_PROFILE": "team"}, "CLIProfileCredentialsProvider", TEAM),
    ({}, {"ALICLOUD_PROFILE": "team"}, "CLIProfileCredentialsProvider", TEAM),
    (
        {},
        {**OIDC, "ALIBABA_CLOUD_PROFILE": "team"},
        "OIDCRoleArnCredentialsProvider",
        {
            "oidc_token_file_path": "/var/run/token",
            "role_arn": "acs:ram::1:role/r",
            "oidc_provider_arn": "acs:ram::1:oidc-provider/p",
        },
    ),
    (
        {},
        {"ALIBABA_CLOUD_CREDENTIALS_URI": "http://localhost/credentials"},
        "URLCredentialsProvider",
        {"uri": "http://localhost/credentials"},
    ),
    ({}, {"ALIBABA_CLOUD_ECS_METADATA": "role"}, "EcsRamRoleCredentialsProvider", {"role_name": "role"}),
    (
        {},
        {**FILE, "ALIBABA_CLOUD_PROFILE": "team"},
        "ProfileCredentialsProvider",
        {"profile_file": "/etc/credentials.ini"},
    ),
]


@pytest.mark.parametrize(("given", "environ", "provider", "arguments"), SWITCHES)
def test_what_turns_the_library_on(given, environ, provider, arguments):
    """A profile, or a variable that exists for nothing else, names the one source that is asked; keys turn it off."""
    settings = found({**REGION, **given}, environ)
    assert settings.chain == Chain(provider, tuple(arguments.items()))
    assert {*arguments} <= {*inspect.signature(getattr(library, provider)).parameters}
    assert "the vendor's library, by the " in settings.origin
    if not given:
        assert found(CONFIG, environ).chain is None
        keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "ak", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "sk"}
        assert found(REGION, {**environ, **keys}).keys == Keys("ak", "sk")


def test_half_of_a_switch_turns_nothing_on():
    """OIDC needs all its variables."""
    assert "has no access_key" in refused(REGION, {"ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/r"})


def test_profile_and_keys_exclude_each_other():
    """Which of the two is meant can't be told."""
    assert "set either the config key alicloud:profile or" in refused({**CONFIG, "alicloud:profile": "team"})


def test_the_missing_extra_is_named(engine, config, monkeypatch):
    """Without the vendor's library the preview names the extra."""
    for name in [name for name in sys.modules if name.startswith("alibabacloud_credentials")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials", None)
    engine.configure({key: value for key, value in config.items() if "Key" not in key} | {"alicloud:profile": "team"})
    (failure,) = engine.check({}, testing.CREATE).failures
    assert failure.reason == (
        "keys by the config key alicloud:profile need the vendor's library, which comes with an extra: "
        "run `pip install 'pulumi-serving[alibaba-credentials]'`"
    )


def test_the_chain_is_asked_before_each_request(engine, config, simulator, monkeypatch):
    """Temporary keys are asked for anew before each request."""
    asked = []

    def get_credentials():
        asked.append(1)
        return SimpleNamespace(
            get_access_key_id=lambda: "simulator-access-key-id",
            get_access_key_secret=lambda: "simulator-access-key-secret",
            get_security_token=lambda: "simulator-security-token",
        )

    made = SimpleNamespace(get_credentials=get_credentials)
    monkeypatch.setattr(library, "CLIProfileCredentialsProvider", lambda **_: made)
    engine.configure({key: value for key, value in config.items() if "Key" not in key} | {"alicloud:profile": "team"})
    assert not engine.up(**testing.CREATE).error
    assert len(asked) == len(simulator.ledger()["requests"]) > 2


def test_a_profile_of_the_vendors_command_line(tmp_path, monkeypatch):
    """The vendor's library reads the profile; a missing one is one line."""
    from alibabacloud_credentials.utils import auth_constant  # noqa: PLC0415

    (tmp_path / ".aliyun").mkdir()
    (tmp_path / ".aliyun" / "config.json").write_text(
        '{"current": "other", "profiles": [{"name": "team", "mode": "AK", "access_key_id": "ak", '
        '"access_key_secret": "the-secret"}]}'
    )
    monkeypatch.setattr(auth_constant, "HOME", str(tmp_path))
    assert credentials.supplier(found({**REGION, "alicloud:profile": "team"}))() == Keys("ak", "the-secret")
    with pytest.raises(ConfigError, match=r"there are no keys .* alicloud:profile \(CredentialException\)") as caught:
        credentials.supplier(found({**REGION, "alicloud:profile": "nobody"}))()
    assert "the-secret" not in str(caught.value)
