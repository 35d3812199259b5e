"""A mail server that takes every message and keeps it."""

from __future__ import annotations

import queue
import socketserver
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import NamedTuple, Self


class Caught(NamedTuple):
    """A message as it was handed over: the envelope and the mail."""

    sender: str
    recipients: tuple[str, ...]
    mail: EmailMessage


class Catcher:
    """A mail server on loopback, for as long as the `with` block lasts."""

    def __init__(self) -> None:
        self.caught: queue.Queue[Caught] = queue.Queue()
        self._server = _Listener(("127.0.0.1", 0), _Conversation)
        self._server.caught = self.caught
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    caught: queue.Queue[Caught]


class _Conversation(socketserver.StreamRequestHandler):
    """One connection (RFC 5321): no extensions, and yes to everything."""

    server: _Listener
    timeout = 30

    def handle(self) -> None:
        sender, recipients = "", []
        self._say("220 catcher.example.com")
        while line := self.rfile.readline().decode("utf-8").strip():
            verb = line[:4].upper()
            if verb == "MAIL":
                sender, recipients = _address(line), []
            elif verb == "RCPT":
                recipients.append(_address(line))
            elif verb == "DATA":
                self._say("354 go on")
                mail = message_from_bytes(self._data(), EmailMessage, policy=default)
                self.server.caught.put(Caught(sender, tuple(recipients), mail))
            self._say("221 bye" if verb == "QUIT" else "250 OK")
            if verb == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode("ascii") + b"\r\n")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
