"""An editor, as far as pyright's language server can tell: it opens programs and asks what stands at a position."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

CURSOR = "§"
CAPABILITIES = {
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "signatureHelp": {
            "signatureInformation": {
                "documentationFormat": ["markdown"],
                "parameterInformation": {"labelOffsetSupport": True},
                "activeParameterSupport": True,
            }
        },
        "publishDiagnostics": {},
    },
}
SETTINGS = {
    "python": {"pythonPath": sys.executable},
    "python.analysis": {"diagnosticMode": "openFilesOnly", "typeCheckingMode": "standard"},
}


class LanguageServer:
    """One process of the server, for many programs of one folder."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pyright.langserver", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asked = self._opened = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        root = {"uri": folder.as_uri(), "name": folder.name}
        self._ask("initialize", {"processId": None, "workspaceFolders": [root], "capabilities": CAPABILITIES})
        self._tell("initialized", {})

    def close(self) -> None:
        """End it."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.communicate(timeout=30)

    def mistakes(self, program: str) -> list[str]:
        """Return what is wrong with a program: the first line of each error."""
        uri, _ = self._open(program)
        while uri not in self._diagnostics:
            self._read()
        return [item["message"].splitlines()[0] for item in self._diagnostics[uri] if item["severity"] == 1]

    def hover(self, program: str) -> str:
        """Return what is shown at the cursor."""
        found = self._at("hover", program)
        return str(found["contents"]["value"]) if found else ""

    def completions(self, program: str) -> list[str]:
        """Return what may stand at the cursor."""
        found = self._at("completion", program)
        return [item["label"] for item in found["items"]] if found else []

    def help(self, program: str) -> str:
        """Return what is told of the argument that the cursor is in."""
        found = self._at("signatureHelp", program)
        signature = found["signatures"][found["activeSignature"]]
        parameter = signature["parameters"][signature["activeParameter"]]
        return str(parameter["documentation"]["value"])

    def _at(self, what: str, program: str) -> Any:
        uri, position = self._open(program)
        return self._ask(f"textDocument/{what}", {"textDocument": {"uri": uri}, "position": position})

    def _open(self, program: str) -> tuple[str, dict[str, int]]:
        before, _, after = program.partition(CURSOR)
        self._opened += 1
        uri = (self._folder / f"program_{self._opened}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": before + after}
        self._tell("textDocument/didOpen", {"textDocument": document})
        *above, line = before.split("\n")
        return uri, {"line": len(above), "character": len(line)}

    def _ask(self, method: str, params: Any) -> Any:
        self._asked += 1
        asked = self._asked
        self._send({"id": asked, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """Read a message, and answer it if the server asks something."""
        assert self._process.stdout
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        params = message.get("params") or {}
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            wanted = params.get("items", ()) if message["method"] == "workspace/configuration" else None
            result = None if wanted is None else [SETTINGS.get(item.get("section", ""), {}) for item in wanted]
            self._send({"id": message["id"], "result": result})
        return message
