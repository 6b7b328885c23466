"""Where the settings come from: whole from one source, and what a person reads where they are not."""

import pytest

from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ConfigError
from pulumi_serving.huawei import settings
from pulumi_serving.huawei.endpoint.kind import EndpointKind
from pulumi_serving.huawei.endpoint.testing import CONFIG

PAIR = {"accessKey": "AK1", "secretKey": "SK1"}
LOCATION = {"projectId": "p1", "region": "cn-north-4", "workspaceId": "w1"}
USER = {"userName": "u", "password": "pw", "domainName": "d"}
ENVIRONMENT = {"HUAWEICLOUD_SDK_AK": "AK2", "HUAWEICLOUD_SDK_SK": "SK2"}


def find(config, environ=None):
    given = {f"huaweicloud:{key}": value for key, value in config.items()}
    return settings.find(Source("huawei", given, environ or {}, "huaweicloud"))


def trouble(config, environ=None):
    with pytest.raises(ConfigError) as caught:
        find(config, environ)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_key_pair_of_the_config():
    """Key pair, project, region and workspace give the location and the region's hosts."""
    found = find({**PAIR, **LOCATION, "securityToken": "ST"}, ENVIRONMENT)
    assert (found.credentials.access_key, found.credentials.secret_key) == ("AK1", "SK1")
    assert found.credentials.security_token == "ST"
    assert found.base_url == "https://fabric.cn-north-4.myhuaweicloud.com"
    assert found.iam_base_url == "https://iam.cn-north-4.myhuaweicloud.com"
    assert found.location == "https://fabric.cn-north-4.myhuaweicloud.com (project p1, workspace w1)"
    assert found.origin.startswith("the config key huaweicloud:accessKey")


def test_the_environment():
    """Without credentials in the config the vendor's variables count, the project among them."""
    environ = {**ENVIRONMENT, "HUAWEICLOUD_SDK_PROJECT_ID": "p2", "HUAWEICLOUD_SDK_SECURITY_TOKEN": "ST2"}
    environ |= {"HUAWEICLOUD_SDK_IAM_ENDPOINT": "https://iam.example.com"}
    found = find({"region": "cn-north-4", "workspaceId": "w1"}, environ)
    assert (found.credentials.access_key, found.credentials.security_token) == ("AK2", "ST2")
    assert (found.project_id, found.iam_base_url) == ("p2", "https://iam.example.com")
    assert find(LOCATION, environ).project_id == "p1"


def test_sources_are_not_mixed():
    """Credentials of the config take neither security token nor project from the environment."""
    environ = {**ENVIRONMENT, "HUAWEICLOUD_SDK_PROJECT_ID": "p2", "HUAWEICLOUD_SDK_SECURITY_TOKEN": "ST2"}
    found = find({**PAIR, **LOCATION}, environ)
    assert found.credentials.security_token == ""
    assert find({**PAIR, "region": "cn-north-4", "workspaceId": "w1"}, environ).project_id == "cn-north-4"
    assert "secret_key" in trouble({"accessKey": "AK1", **LOCATION}, environ)


@pytest.mark.parametrize("named", [True, False])
def test_the_credentials_file(tmp_path, named):
    """Last comes the vendor's file, at its location or where the variable says."""
    folder = tmp_path / ".huaweicloud"
    folder.mkdir()
    (folder / "credentials").write_text("[basic]\nak = AK3\nsk = S%K3\nproject_id = p3\nsecurity_token = ST3\n")
    environ = {"HUAWEICLOUD_SDK_CREDENTIALS_FILE": str(folder / "credentials")} if named else {"HOME": str(tmp_path)}
    found = find({"region": "cn-north-4", "workspaceId": "w1"}, environ)
    pair = found.credentials
    assert (pair.access_key, pair.secret_key, pair.security_token, found.project_id) == ("AK3", "S%K3", "ST3", "p3")
    assert str(folder) in found.origin


def test_a_changed_credentials_file(tmp_path):
    """A file is read anew when it has changed, since a program may run for days."""
    path = tmp_path / "credentials"
    for number in (1, 22):
        path.write_text(f"[basic]\nak = AK{number}\nsk = SK3\n")
        found = find(LOCATION, {"HUAWEICLOUD_SDK_CREDENTIALS_FILE": str(path)})
        assert found.credentials.access_key == f"AK{number}"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_of_any_editor(tmp_path, coding, end):
    """A byte order mark, and the ends of lines of another system, are no part of the keys."""
    path = tmp_path / "credentials"
    path.write_bytes(end.join(["[basic]", "ak = AK1", "sk = SK1", ""]).encode(coding))
    found = find(LOCATION, {"HUAWEICLOUD_SDK_CREDENTIALS_FILE": str(path)})
    assert (found.credentials.access_key, found.credentials.secret_key) == ("AK1", "SK1")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "can't be read"),
        ("no section, key-of-somebody", "is not an INI file"),
        ("[basic]\nak = AK3\n", "lacks ak or sk"),
        ("[global]\nak = AK3\n", "has no access_key, secret_key"),
    ],
)
def test_a_bad_credentials_file(tmp_path, content, words):
    """A file that is missing, broken or not whole is told, without a word of what it holds."""
    path = tmp_path / "credentials"
    if content is not None:
        path.write_text(content)
    line = trouble(LOCATION, {"HUAWEICLOUD_SDK_CREDENTIALS_FILE": str(path)})
    assert words in line
    assert "key-of-somebody" not in line


def test_a_user_or_a_token():
    """A user and a password, or a token, do as well."""
    assert find({**USER, **LOCATION}).credentials.user_name == "u"
    assert find({"token": "t-1", **LOCATION}).credentials.token == "t-1"


@pytest.mark.parametrize(
    ("config", "environ", "words"),
    [
        ({}, {}, ["has no access_key, secret_key", "pulumi config set --secret huaweicloud:accessKey"]),
        (
            {**PAIR, "workspaceId": "w1", "fabricBaseUrl": "https://c.example.com"},
            {},
            ["has no projectId: run `pulumi config set huaweicloud:projectId ...`, or set the region"],
        ),
        ({}, {}, ["has no region: run `pulumi config set huaweicloud:region cn-north-4`", "has no workspaceId"]),
        (
            {**PAIR, **USER, **LOCATION},
            {},
            ["accessKey and the config key huaweicloud:userName are two ways to log in"],
        ),
        ({"userName": "u", **LOCATION}, {}, ["has no password, domain_name"]),
        ({"securityToken": "t", **LOCATION}, {}, ["has no access_key, secret_key"]),
        (LOCATION, {"HUAWEICLOUD_SDK_AK": "AK2"}, ["set HUAWEICLOUD_SDK_SK too"]),
        ({**PAIR, **LOCATION, "secretKey": "a\nb"}, {}, ["secret_key from", "a line break, perhaps"]),
        ({**PAIR, **LOCATION, "accessKey": "a b"}, {}, ["access_key from"]),
        ({**PAIR, **LOCATION, "projectId": "p/1"}, {}, ["huaweicloud:projectId must be 1 to 36 letters"]),
        ({**PAIR, **LOCATION, "region": "x.example.com/"}, {}, ["huaweicloud:region must be"]),
        ({**PAIR, **LOCATION, "fabricBaseUrl": "http://example.com"}, {}, ["must start with https://"]),
        ({**USER, **LOCATION, "iamBaseUrl": "http://example.com"}, {}, ["iamBaseUrl must start with https://"]),
    ],
)
def test_what_is_missing_or_wrong(config, environ, words):
    """Each mistake is named with what to set, all that is missing at once, and no value of a secret."""
    line = trouble(config, environ)
    assert all(word in line for word in words), line
    assert "SK1" not in line


def test_the_vendors_variable_for_a_regions_host():
    """The SDK's variable for a region's base URL counts, the first of several; fabricBaseUrl wins over it."""
    environ = {"HUAWEICLOUD_SDK_REGION_DATAARTSFABRIC_CN_NORTH_4": "https://a.example.com,https://b.example.com"}
    assert find({**PAIR, **LOCATION}, environ).base_url == "https://a.example.com"
    assert (
        find({**PAIR, **LOCATION, "fabricBaseUrl": "https://c.example.com/"}, environ).base_url
        == "https://c.example.com"
    )


def test_a_base_url_needs_no_region():
    """With a base URL the region may be left out; the identity service is then the global one."""
    found = find({**PAIR, "projectId": "p1", "workspaceId": "w1", "fabricBaseUrl": "https://c.example.com"})
    assert found.iam_base_url == "https://iam.myhuaweicloud.com"


def test_an_explicit_instance():
    """A Provider's arguments are the keys in snake_case; the advice names them."""
    given = {"cloud": "huawei", "access_key": "AK1", "secret_key": "SK1", "project_id": "p1", "region": "cn-north-4"}
    source = Source("huawei", {**given, "workspace_id": "w1"}, {}, "huaweicloud")
    assert settings.find(source).credentials.access_key == "AK1"
    assert (
        "give the Provider its workspace_id" in settings.find(Source("huawei", given, {}, "huaweicloud")).no_workspace
    )
    with pytest.raises(ConfigError, match="give the Provider its access_key and secret_key"):
        settings.find(Source("huawei", {"cloud": "huawei"}, {}, "huaweicloud"))


def test_places():
    """A recorded location is read back into its parts; anything else is refused."""
    found = find({**PAIR, **LOCATION})
    moved = found.at("https://c.example.com (project p9, workspace w9)")
    assert (moved.base_url, moved.project_id, moved.workspace_id) == ("https://c.example.com", "p9", "w9")
    assert moved.credentials == found.credentials
    with pytest.raises(ConfigError, match="none of DataArts Fabric's"):
        found.at("elsewhere")


@pytest.mark.parametrize(("project", "same"), [("p1", True), ("cn-north-4", True), ("p2", False)])
def test_the_same_location(project, same):
    """A project by its id and one by the region's name are the same, since the workspace is; two ids are two."""
    here = find({**PAIR, **LOCATION}).location
    there = here.replace("p1", project)
    assert settings.is_same_location(here, there) == settings.is_same_location(there, here) == same
    assert not settings.is_same_location(here, there.replace("w1", "w3"))
    assert not settings.is_same_location(here, there.replace("//fabric", "//elsewhere"))
    assert settings.is_same_location("odd", "odd") != settings.is_same_location("odd", here)


def test_fingerprints():
    """A fingerprint tells identities apart, and a rotated secret key is the same identity."""
    first = find({**PAIR, **LOCATION}).fingerprint
    assert find({**PAIR, **LOCATION, "secretKey": "SK9"}).fingerprint == first
    others = [{**PAIR, "accessKey": "AK9"}, USER, {**USER, "domainName": "e"}, {"token": "t"}]
    assert len({first, *(find({**other, **LOCATION}).fingerprint for other in others)}) == 5


def test_every_key_is_a_config_key():
    """The keys that functions pass on are those that the settings know."""
    keys = EndpointKind().config_keys
    assert {key.partition(":")[2] for key in CONFIG} <= {*keys}
    assert len(keys) == 12
