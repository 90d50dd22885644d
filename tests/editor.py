"""An editor for tests: it starts the language server as a process and talks to it over stdio."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "persona_playbook", "lsp")


class Editor:
    """One editor with one playbook open."""

    def __init__(
        self, folder: Path, encodings: tuple[str, ...] = ("utf-16",), patience: int = 60
    ) -> None:
        self.folder = folder
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._waiting: deque[dict[str, Any]] = deque()
        self._last = 0
        self._versions: dict[str, int] = {}
        self._process = subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
        )
        # A test that waits in vain fails.
        self._watch = threading.Timer(patience, self._process.kill)
        self._watch.daemon = True
        self._watch.start()
        completion = {"completionItem": {"snippetSupport": True}}
        capabilities = {
            "general": {"positionEncodings": list(encodings)},
            "textDocument": {"completion": completion},
            "workspace": {
                "workspaceEdit": {"documentChanges": True, "resourceOperations": ["rename"]}
            },
        }
        parameters = {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities}
        self.capabilities = self.ask("initialize", parameters)["capabilities"]
        self.tell("initialized", {})

    def open(self, path: str) -> None:
        text = (self.folder / path).read_bytes().decode("utf-8")
        self.open_text(path, text)

    def open_text(self, path: str, text: str) -> None:
        item = {"uri": self.uri(path), "languageId": "x", "version": 1, "text": text}
        self._versions[path] = 1
        self.tell("textDocument/didOpen", {"textDocument": item})

    def change(self, path: str, text: str) -> None:
        self._versions[path] += 1
        document = {"uri": self.uri(path), "version": self._versions[path]}
        changes = [{"text": text}]
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def close(self, path: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(path)}})

    def save(self, path: str) -> None:
        self.tell("textDocument/didSave", {"textDocument": {"uri": self.uri(path)}})

    def at(self, method: str, path: str, line: int, character: int, **more: Any) -> Any:
        """Ask about a position, counted from 0."""
        place = {
            "textDocument": {"uri": self.uri(path)},
            "position": {"line": line, "character": character},
        }
        return self.ask(f"textDocument/{method}", place | more)

    def wait(self, path: str) -> list[str]:
        """The next findings of a file: line and character from 0, rule."""
        while True:
            message = self._next()
            is_about = message.get("params", {}).get("uri") == self.uri(path)
            if is_about and message["method"] == "textDocument/publishDiagnostics":
                return [_line(one) for one in message["params"]["diagnostics"]]

    def findings(self, path: str) -> list[str]:
        """What the server last said of a file."""
        return [_line(one) for one in self.diagnostics.get(self.uri(path), [])]

    def uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def ask(self, method: str, parameters: Any) -> Any:
        message = self.answer(method, parameters)
        assert "error" not in message, message["error"]
        return message["result"]

    def answer(self, method: str, parameters: Any) -> dict[str, Any]:
        """The whole answer to a request, an error too."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": parameters})
        while True:
            message = self._read()
            if message.get("id") == self._last and "method" not in message:
                return message
            self._waiting.append(message)

    def tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def quit(self) -> int:
        """End the server as editors do; what it ends with."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self._process.wait(10)

    def kill(self) -> None:
        self._watch.cancel()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _next(self) -> dict[str, Any]:
        return self._waiting.popleft() if self._waiting else self._read()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while (header := self._process.stdout.readline()) != b"\r\n":
            assert header, "the server has ended"
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            found = message["params"]
            self.diagnostics[found["uri"]] = found["diagnostics"]
        return message


def _line(diagnostic: dict[str, Any]) -> str:
    start = diagnostic["range"]["start"]
    return f"{start['line']}:{start['character']} {diagnostic['code']}"
