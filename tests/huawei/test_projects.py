"""The project of a region: found when a request needs it, once, and never a reason to make an endpoint twice."""

import httpx
import pytest

from pulumi_serving.core.errors import ApiError, AuthError, ConfigError, NotFoundError, NotSentError
from pulumi_serving.huawei import EndpointProvider
from pulumi_serving.huawei.endpoint.testing import CREATE
from pulumi_serving.huawei.projects import ProjectOfRegion

PROJECT = "0123456789abcdef0123456789abcdef"


class Service:
    """An identity service that gives one answer."""

    def __init__(self, answer):
        self.reply, self.requests = answer, []
        self.find = ProjectOfRegion(
            "https://iam.example.com",
            "cn-north-4",
            auth=httpx.Auth(),
            secrets=["the-secret"],
            http=httpx.MockTransport(self.answer),
        )

    def answer(self, request):
        self.requests.append(request)
        if isinstance(self.reply, Exception):
            raise self.reply
        status, body = self.reply
        return httpx.Response(status, json=body)


def test_the_request():
    """The region's id is the project's name; the id is asked for once."""
    service = Service((200, {"projects": [{"id": "p", "name": "cn-north-4"}]}))
    assert [service.find(), service.find()] == ["p", "p"]
    (request,) = service.requests
    assert (request.method, str(request.url)) == ("GET", "https://iam.example.com/v3/projects?name=cn-north-4")


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((200, {"projects": []}), ConfigError, "no project is named cn-north-4"),
        ((200, {"projects": [{"id": "p"}, {"id": "q"}]}), ConfigError, "2 projects are named cn-north-4"),
        ((200, {"projects": [None, {"id": 3}]}), ConfigError, "no project is named"),
        ((200, []), ConfigError, "no project is named"),
        ((401, {"error": {"message": "no, the-secret"}}), AuthError, "huaweicloud:projectId"),
        ((403, {"error_msg": "no permission"}), AuthError, "no permission (HTTP 403"),
        ((404, {}), ApiError, "huaweicloud:projectId"),
        ((503, {}), NotSentError, "HTTP 503"),
        ((429, {}), NotSentError, "HTTP 429"),
        (httpx.ConnectError("no, the-secret"), NotSentError, "Is iamBaseUrl right?"),
        (httpx.ReadTimeout("late"), NotSentError, "late"),
    ],
)
def test_what_a_person_reads(answer, kind, words):
    """None, several, a refusal and no answer are told with the setting that needs no function; nothing is gone."""
    with pytest.raises(kind) as caught:
        Service(answer).find()
    assert words in str(caught.value)
    assert "the-secret" not in str(caught.value)
    assert not isinstance(caught.value, NotFoundError)


class TestLife:
    """An endpoint of a stack that sets a region and no project."""

    @pytest.fixture
    def provider_class(self):
        """Return the provider of this cloud alone."""
        return EndpointProvider

    @pytest.fixture
    def config(self, config):
        """Return a config without the project."""
        return {key: value for key, value in config.items() if key != "huaweicloud:projectId"} | {
            "huaweicloud:iamBaseUrl": "http://127.0.0.1:1"
        }

    def test_the_regions_own_project_is_taken(self, engine, config, simulator):
        """One function serves the whole life; to name the same project later, or no more, replaces nothing."""
        assert engine.preview(**CREATE)[0] == "create"
        assert simulator.count("projects") == 0
        assert not engine.up(**CREATE).error
        assert "(project cn-north-4, workspace " in engine.outs["location"]
        engine.restart({**config, "huaweicloud:projectId": PROJECT})
        assert engine.preview(**CREATE)[0] == "same"
        assert engine.preview(**CREATE, name="other")[0] == "update"
        engine.restart(config)
        assert not engine.up(**{**CREATE, "description": "changed"}).error
        engine.restart({**config, "huaweicloud:workspaceId": "0" * 32})
        assert engine.preview(**CREATE)[0] == "replace"
        engine.restart(config)
        assert not engine.delete().error
        assert simulator.living() == []

    def test_a_user_needs_no_look_up(self, engine, config, simulator):
        """A token is issued for a project by its name as well."""
        given = {key: value for key, value in config.items() if "Key" not in key}
        given |= {"huaweicloud:userName": "simulator", "huaweicloud:password": "simulator-password"}
        engine.restart({**given, "huaweicloud:domainName": "simulator"})
        assert not engine.up(**CREATE).error
        assert (simulator.count("projects"), simulator.count("token")) == (0, 1)

    def test_without_the_project_no_endpoint_is_made(self, engine, simulator):
        """A function that fails leaves no open question of whether there is an endpoint."""
        simulator.fault(cloud="huawei", operation="projects", times=99, status=503)
        assert "Looking up the project of the region failed" in engine.up(**CREATE).error
        assert (engine.id, simulator.count("create")) == ("", 0)
