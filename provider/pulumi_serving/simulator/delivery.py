"""What happens to an answer on its way: its JSON is changed, or its bytes come late, in excess, or not all."""

from __future__ import annotations

import json
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pulumi_serving.simulator.faults import Fault

XML = "text/xml;charset=utf-8"
PIECE = 65_536


def merge_patch(target: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7386): null takes a field away, and what is no object replaces the whole."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def change(response: Response, fault: Fault) -> Response:
    """Change the answer's JSON, or write it as XML."""
    answer = json.loads(response.get_data())
    if fault.replace_items is not None:
        answer = _each_item(answer, fault.replace_items)
    if fault.replace is not None:
        answer = merge_patch(answer, fault.replace)
    if fault.as_xml:
        return Response(_xml(answer), status=response.status_code, content_type=XML)
    return Response(json.dumps(answer), status=response.status_code, mimetype="application/json")


def deliver(
    response: Response, fault: Fault, *, sleep: Callable[[float], object], broken: Callable[[], Exception]
) -> None:
    """Send the answer's bytes as the rule says. Its length is announced as if all of them came at once."""
    data = response.get_data()
    response.headers["Content-Length"] = str(len(data) + fault.pad_bytes)
    pieces = _pieces(data, fault.pad_bytes)
    if fault.truncate is not None:
        pieces = _broken_after(pieces, fault.truncate, broken)
    if fault.drip_s:
        pieces = _dripping(pieces, fault.drip_s, sleep)
    response.response = pieces


def _each_item(answer: Any, patch: Mapping[str, Any]) -> Any:
    if isinstance(answer, list):
        return [merge_patch(item, patch) if isinstance(item, dict) else item for item in answer]
    if isinstance(answer, dict):
        return {name: _each_item(value, patch) if isinstance(value, list) else value for name, value in answer.items()}
    return answer


def _xml(answer: Any) -> bytes:
    """Write an object as the gateways that speak XML do: `<Error><Code>...</Code>...</Error>`."""
    root = ET.Element("Error")
    for name, value in (answer if isinstance(answer, dict) else {"Message": answer}).items():
        ET.SubElement(root, name).text = value if isinstance(value, str) else json.dumps(value)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _pieces(data: bytes, padding: int) -> Iterator[bytes]:
    whole, rest = divmod(padding, PIECE)
    return filter(None, chain([data], repeat(b" " * PIECE, whole), [b" " * rest]))


def _broken_after(pieces: Iterable[bytes], count: int, broken: Callable[[], Exception]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[:count]
        count -= len(piece)
        if count <= 0:
            raise broken()


def _dripping(pieces: Iterable[bytes], pause_s: float, sleep: Callable[[float], object]) -> Iterator[bytes]:
    for byte in chain.from_iterable(pieces):
        sleep(pause_s)
        yield bytes([byte])
