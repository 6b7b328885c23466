"""Faults by rule: refusals, delays, lost answers."""

import base64
from xml.etree import ElementTree as ET

import httpx
import pytest

from .conftest import BODY, ENDPOINTS


def statuses(simulator):
    return [request["status"] for request in simulator.ledger()["requests"]]


def test_refuses_as_often_as_told(simulator):
    """A rule counts for the next matching requests and then is used up."""
    simulator.control("faults", cloud="ppio", operation="create", times=2, status=503)
    assert [simulator.post(ENDPOINTS, json=BODY).status_code for _ in range(3)] == [503, 503, 200]
    assert statuses(simulator) == [503, 503, 200]
    assert len(simulator.ledger()["endpoints"]) == 1


def test_matches_by_operation(simulator):
    """A rule leaves other operations alone."""
    simulator.control("faults", operation="update", status=500)
    endpoint_id = simulator.create()
    assert simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={}).status_code == 500


def test_matches_anything(simulator):
    """A rule without cloud and operation hits the next request, whatever it is."""
    simulator.control("faults", status=418)
    assert simulator.get("/nowhere").status_code == 418


def test_rules_are_used_in_turn(simulator):
    """The first rule is used up before the second counts."""
    simulator.control("faults", status=500)
    simulator.control("faults", status=429)
    assert [simulator.get(ENDPOINTS).status_code for _ in range(3)] == [500, 429, 200]


def test_needs_no_key(simulator):
    """What stands in front of a cloud refuses before any key is looked at."""
    simulator.control("faults", status=502)
    assert simulator.get(ENDPOINTS, headers={"Authorization": "wrong"}).status_code == 502


def test_answers_in_the_words_of_the_cloud(simulator):
    """Without a body the cloud's own error body is sent."""
    simulator.control("faults", cloud="ppio", status=429, headers={"Retry-After": "7"})
    response = simulator.get(ENDPOINTS)
    assert response.json()["reason"] == "RATE_LIMIT_EXCEEDED"
    assert response.headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"code": 500, "message": "sorry"}, "application/json"),
        ([], "application/json"),
        ("<html>Bad gateway</html>", "text/html; charset=utf-8"),
        ("upstream", "text/plain; charset=utf-8"),
        ("", "text/plain; charset=utf-8"),
    ],
)
def test_answers_with_any_body(simulator, body, kind):
    """A body is JSON, or raw text such as a gateway's page."""
    simulator.control("faults", status=502, body=body)
    response = simulator.get(ENDPOINTS)
    assert response.headers["Content-Type"] == kind
    assert (response.text if isinstance(body, str) else response.json()) == body


def test_body_alone_is_an_error(simulator):
    """A body without a status goes with 500."""
    simulator.control("faults", body={"message": "sorry"})
    assert simulator.get(ENDPOINTS).status_code == 500


def test_success_that_isn_t_one(simulator):
    """A fault may answer 200, and the request still has no effect."""
    simulator.control("faults", status=200, body={"code": 500, "message": "sorry"})
    assert simulator.post(ENDPOINTS, json=BODY).status_code == 200
    assert simulator.ledger()["endpoints"] == []


def test_delays(simulator, clock):
    """A delay alone passes before the request takes effect, and the answer is the true one."""
    simulator.control("faults", delay_s=30)
    began = clock.now
    endpoint_id = simulator.create()
    assert clock.slept == [30]
    assert simulator.show(endpoint_id)["created_at"] == began + 30
    assert simulator.ledger()["requests"][0]["at"] == began


def test_headers_alone_go_with_the_true_answer(simulator):
    """A rule that holds headers only adds them."""
    simulator.control("faults", headers={"X-Extra": "1"})
    response = simulator.get(ENDPOINTS)
    assert (response.status_code, response.headers["X-Extra"]) == (200, "1")


@pytest.mark.parametrize(("drop", "created"), [("before", 0), ("after", 1)])
def test_drops_the_answer(simulator, drop, created):
    """The connection is lost before the request takes effect, or after; the ledger has no status for it."""
    simulator.control("faults", operation="create", drop=drop)
    with pytest.raises(httpx.RemoteProtocolError):
        simulator.create()
    assert len(simulator.ledger()["endpoints"]) == created
    assert statuses(simulator) == [None]


def test_gateway_loses_the_answer(simulator):
    """With a status, a gateway answers in place of the answer that was lost."""
    simulator.control("faults", operation="create", drop="after", status=504, body="<html>")
    assert simulator.post(ENDPOINTS, json=BODY).status_code == 504
    assert [endpoint["name"] for endpoint in simulator.ledger()["endpoints"]] == ["llm"]


def test_takes_effect_before_a_long_silence(simulator, clock):
    """A dropped answer with a delay takes effect at once: who looks during the silence finds it."""
    simulator.control("faults", operation="create", drop="after", delay_s=60)
    began = clock.now
    with pytest.raises(httpx.RemoteProtocolError):
        simulator.create()
    assert simulator.ledger()["endpoints"][0]["created_at"] == began


def test_rule_is_returned_whole(simulator):
    """Adding a rule answers with it, defaults included."""
    assert simulator.control("faults", status=500) == {
        "cloud": None,
        "operation": None,
        "times": 1,
        "status": 500,
        "headers": {},
        "body": None,
        "code": None,
        "delay_s": 0.0,
        "drop": None,
        "matching": None,
        "after": 0,
        "raw": None,
        "replace": None,
        "replace_items": None,
        "as_xml": False,
        "pad_bytes": 0,
        "truncate": None,
        "drip_s": 0.0,
    }


def test_a_code_of_the_clouds_own(simulator):
    """A rule with a status and a code answers in the cloud's words for that code; it takes no body beside it."""
    simulator.control("faults", cloud="ppio", operation="create", status=409, code="CONFLICT")
    answer = simulator.post(ENDPOINTS, json=BODY)
    assert (answer.status_code, answer.json()["reason"]) == (409, "CONFLICT")
    for rule in ({"code": "CONFLICT"}, {"code": "CONFLICT", "status": 409, "body": {}}):
        refused = httpx.Client.post(simulator, "/_simulator/faults", json=rule)
        assert (refused.status_code, refused.json()["error"]) == (400, "code goes with status, and without body")


def test_rules_are_taken_back(simulator):
    """Rules that are not used up can be taken back."""
    simulator.control("faults", status=500, times=9)
    simulator.delete("/_simulator/faults").raise_for_status()
    assert simulator.post(ENDPOINTS, json=BODY).status_code == 200


def test_leaves_the_first_ones_alone(simulator):
    """A rule with `after` leaves its first matching requests alone, to the rules behind it."""
    simulator.control("faults", operation="list", after=2, times=1, status=500)
    simulator.control("faults", operation="list", status=429)
    simulator.post(ENDPOINTS, json=BODY)
    assert [simulator.get(ENDPOINTS).status_code for _ in range(4)] == [429, 200, 500, 200]


def test_matches_by_path(simulator):
    """A rule with `matching` is for paths that contain the text."""
    one, other = simulator.create(), simulator.create()
    simulator.control("faults", operation="get", matching=other, times=2, status=404)
    assert [simulator.get(f"{ENDPOINTS}/{id_}").status_code for id_ in (one, other, one, other, other)] == [
        200,
        404,
        200,
        404,
        200,
    ]


def test_replaces_in_the_true_answer(simulator):
    """A merge patch changes the true answer: other types, other ids, further fields, and null takes one away."""
    endpoint_id = simulator.create()
    patch = {"id": 7, "status": {"status": "SCHEDULE_FAILED"}, "url": None, "brand_new": [1]}
    simulator.control("faults", operation="get", replace=patch)
    changed, true = simulator.show(endpoint_id), simulator.show(endpoint_id)
    assert "url" in true
    assert changed == {name: value for name, value in true.items() if name != "url"} | {
        "id": 7,
        "status": true["status"] | {"status": "SCHEDULE_FAILED"},
        "brand_new": [1],
    }


def test_replaces_in_lists(simulator):
    """Another merge patch changes each object of the answer's lists, before that of the whole."""
    ids = {simulator.create(), simulator.create()}
    simulator.control("faults", operation="list", replace_items={"image": None}, replace={"has_more": "no"})
    answer = simulator.get(ENDPOINTS).json()
    assert {row["id"] for row in answer["data"]} == ids
    assert not any("image" in row for row in answer["data"])
    assert answer["has_more"] == "no"


def test_replaces_in_a_refusal(simulator):
    """The cloud's own error body can be changed as well."""
    simulator.control("faults", status=429, replace={"message": "slow down"})
    answer = simulator.get(ENDPOINTS)
    assert (answer.status_code, answer.json()["message"]) == (429, "slow down")


def test_answers_in_xml(simulator):
    """An answer may come as XML."""
    simulator.control("faults", status=503, as_xml=True)
    answer = simulator.get(ENDPOINTS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/xml;charset=utf-8")
    root = ET.fromstring(answer.content)
    assert (root.tag, root.findtext("reason")) == ("Error", "INTERNAL_ERROR")


def test_answers_with_any_bytes(simulator):
    """A raw body goes out as it is, with the headers of the rule; alone it goes with 500."""
    body = base64.b64encode("é".encode("latin-1")).decode()
    simulator.control("faults", raw=body, headers={"Content-Type": "text/plain; charset=latin-1"})
    answer = simulator.get(ENDPOINTS)
    assert (answer.status_code, answer.content, answer.text) == (500, b"\xe9", "é")


def test_true_answer_is_lost_to_other_bytes(simulator):
    """A raw body may stand for an answer that was lost."""
    simulator.control("faults", operation="create", raw="", status=200, drop="after")
    assert simulator.post(ENDPOINTS, json=BODY).content == b""
    assert len(simulator.ledger()["endpoints"]) == 1


def test_pads(simulator):
    """A huge answer holds the true one and blanks behind it."""
    simulator.control("faults", operation="list", pad_bytes=1_000_000)
    answer = simulator.get(ENDPOINTS)
    assert answer.json()["data"] == []
    assert len(answer.content) > 1_000_000
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_breaks_off(simulator):
    """The connection breaks inside the answer, whose length was announced; the request has taken effect."""
    simulator.control("faults", operation="create", truncate=4)
    with simulator.stream("POST", ENDPOINTS, json=BODY) as response:
        assert int(response.headers["Content-Length"]) > 4
        pieces = response.iter_raw()
        assert next(pieces) == b'{"id'
        with pytest.raises(httpx.RemoteProtocolError):
            next(pieces)
    assert (len(simulator.ledger()["endpoints"]), statuses(simulator)) == (1, [200])


def test_breaks_off_before_the_first_byte(simulator):
    """An answer may end before its first byte."""
    simulator.control("faults", truncate=0)
    with pytest.raises(httpx.RemoteProtocolError):
        simulator.get(ENDPOINTS)


def test_drips(simulator, clock):
    """An answer drips in, a byte at a time, by the clock of the app; the ledger has when it began."""
    simulator.control("faults", operation="create", drip_s=2)
    began = clock.now
    answer = simulator.post(ENDPOINTS, json=BODY)
    assert answer.json()["id"]
    assert clock.slept == [2] * len(answer.content)
    line = simulator.ledger()["requests"][0]
    assert (line["at"], line["answered_at"], clock.now) == (began, began, began + 2 * len(answer.content))


def test_ledger_has_no_answer_that_was_dropped(simulator, clock):
    """A dropped answer has no time, a late one its own."""
    simulator.control("faults", drop="before")
    simulator.control("faults", delay_s=5)
    with pytest.raises(httpx.RemoteProtocolError):
        simulator.get(ENDPOINTS)
    simulator.get(ENDPOINTS)
    assert [line["answered_at"] for line in simulator.ledger()["requests"]] == [None, clock.now]
