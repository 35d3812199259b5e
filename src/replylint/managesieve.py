"""A small, strict ManageSieve client: reads and writes the Sieve scripts of one mailbox (RFC 5804).

Everything the server can make long, slow or wrong is capped: a peer that hangs, closes or talks nonsense ends in a `SourceError`.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import unquote

from replylint.errors import SourceError
from replylint.patterns import compiled

PORT = 4190
MAX_LITERAL = 1_000_000
MAX_LINE = 8_192
_MAX_REPLY = 2 * MAX_LITERAL
_MAX_QUOTED = 1_024
_MAX_WORDS = 400

_URL = compiled(
    r"(?i:sieve)://(?P<user>(?:[^\s/@:?#%\[\]]|%[0-9A-Fa-f]{2})+)@"
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s/@:?#%\[\]]+))(?::(?P<port>[0-9]{1,5}))?"
)
_PASSWORD = compiled(r"(?is)sieve://[^/?#@]*:.*@")
_TOKEN = compiled(
    rb' *(?:"(?P<quoted>(?:[^"\\\r\n\0]|\\[^\r\n\0])*)"|\{(?P<size>[0-9]{1,20})\+?\}\Z|(?P<atom>[()]|[^\s\0"(){}\\]+)) *'
)
_UNSAFE = compiled(rb'[\r\n\0"\\]')
_CONTROL = compiled("[\0-\x1f\x7f-\x9f\u2028\u2029]")
"""What neither a script's name (RFC 5804 section 1.6) nor a user's may hold."""
_NOT_SIEVE = "does not speak ManageSieve; check the host and the port, which is usually 4190"


class Server(NamedTuple):
    """Where a mailbox keeps its scripts."""

    host: str
    port: int = PORT
    user: str = ""

    @property
    def place(self) -> str:
        """Host and port, as they are shown."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def server_of(url: str) -> Server:
    """Read `sieve://user@host[:port]` (RFC 5804 section 3).

    Raises SourceError for anything else, also when a password stands in it; what was given is not repeated in the error.
    """
    if _PASSWORD.match(url):
        raise SourceError("the address of the mailbox has a password in it; leave it out, you will be asked")
    match = _URL.fullmatch(url)
    port = int(match["port"] or PORT) if match else 0
    if match and 0 < port < 65_536:
        with suppress(ValueError):
            user = unquote(match["user"], errors="strict")
            host = str(ipaddress.IPv6Address(match["six"])) if match["six"] else match["host"]
            if not _CONTROL.search(user):
                return Server(host, port, user)
    raise SourceError(
        "the address of the mailbox cannot be read; write it as sieve://USER@HOST or sieve://USER@HOST:PORT, "
        "with %40 for an @ in USER"
    )


class Session:
    """A mailbox that is logged in to, until the end of the `with` block.

    Encrypts with a verified certificate where the server offers it (RFC 5804 section 2.2), and logs in with PLAIN (RFC 4616). `timeout`
    is the number of seconds in which each answer must be complete, by `clock`.

    Raises SourceError when the server cannot be reached or trusted, refuses the password, or would be sent the password unencrypted,
    which only a server on this machine is.
    """

    def __init__(
        self, server: Server, password: str, *, timeout: float = 20, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._wire = _Wire(server, timeout, clock)
        try:
            self._learn(self._wire.reply())
            self._encrypt(server)
            self._login(server.user, password)
            self._learn(self._wire.ask(b"CAPABILITY"))
        except BaseException:
            self._wire.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(SourceError):
            self._wire.send(b"LOGOUT\r\n")
        self._wire.close()

    def scripts(self) -> list[tuple[str, bool]]:
        """Return the name of each script and whether it is the active one (RFC 5804 section 2.7). Raises SourceError."""
        reply = self._wire.ask(b"LISTSCRIPTS")
        self._expect(reply, "does not list the scripts, try again later")
        found: list[tuple[str, bool]] = []
        for name, *rest in reply.lines:
            if [word.upper() for word in rest] not in ([], ["ACTIVE"]):
                raise self._wire.broken(_NOT_SIEVE)
            found.append((name, bool(rest)))
        if sum(active for _, active in found) > 1:
            raise self._wire.broken("says that several scripts are active; activate one of them with the mail program")
        return found

    def active(self) -> tuple[str, str] | None:
        """Return the name and the text of the active script, or None if none is active. Raises SourceError."""
        name = next((name for name, active in self.scripts() if active), None)
        return None if name is None else (name, self.get(name))

    def get(self, name: str) -> str:
        """Return a script exactly as it is stored (RFC 5804 section 2.9). Raises SourceError if it does not exist or is not UTF-8."""
        reply = self._wire.ask(b"GETSCRIPT", _name(name))
        self._expect(reply, f"does not give the script {name!r}, check its name")
        if len(reply.lines) != 1 or len(reply.lines[0]) != 1:
            raise self._wire.broken(_NOT_SIEVE)
        return reply.lines[0][0]

    def check(self, script: str) -> None:
        """Let the server compile a script without storing it (RFC 5804 section 2.12), if it can; `put` compiles it in any case.

        Raises SourceError with the server's words if it does not compile.
        """
        if "VERSION" not in self._capabilities:
            return
        reply = self._wire.ask(b"CHECKSCRIPT", _literal(script))
        self._expect(reply, "does not accept the script, correct it")

    def put(self, name: str, script: str) -> None:
        """Store a script, also in place of one with that name (RFC 5804 section 2.6).

        Raises SourceError with the server's words if it does not compile or find room; what was stored before then stays.
        """
        reply = self._wire.ask(b"PUTSCRIPT", _name(name), _literal(script))
        self._expect(reply, f"did not store the script {name!r}, nothing was changed")

    def _expect(self, reply: _Reply, otherwise: str) -> None:
        """Raise SourceError with the server's words unless it agreed."""
        if not reply.agreed:
            raise SourceError(f"{self._wire.place} {otherwise}; it says: {reply.words or 'nothing'}")

    def _learn(self, reply: _Reply) -> None:
        """Keep the capabilities (RFC 5804 section 1.7). Raises SourceError if they are none."""
        self._expect(reply, "does not take the connection, try again later")
        self._capabilities = {name.upper(): rest[0] if rest else "" for name, *rest in reply.lines}
        if "SIEVE" not in self._capabilities or any(len(line) > 2 for line in reply.lines):
            raise self._wire.broken(_NOT_SIEVE)

    def _encrypt(self, server: Server) -> None:
        """Encrypt, and learn the capabilities again (RFC 5804 section 2.2). Raises SourceError if a password would be sent in the open."""
        if "STARTTLS" in self._capabilities:
            self._expect(self._wire.ask(b"STARTTLS"), "offers encryption but refuses it, try again later")
            self._wire.encrypt(server.host)
            self._learn(self._wire.reply())
        elif not self._wire.is_local():
            raise SourceError(
                f"{server.place} offers no encryption, so the password was not sent; ask its administrator for STARTTLS"
            )

    def _login(self, user: str, password: str) -> None:
        """Log in by PLAIN with an empty authorization identity (RFC 5804 section 2.1, RFC 4616). Raises SourceError if it is refused."""
        if "PLAIN" not in self._capabilities.get("SASL", "").upper().split():
            raise SourceError(f"{self._wire.place} takes no passwords (SASL PLAIN); ask its administrator for it")
        if not user or not password or "\0" in user + password:
            raise SourceError("the user or the password is empty or holds a NUL character; write it again")
        secret = base64.b64encode(b"\0" + _bytes(user) + b"\0" + _bytes(password)).decode("ascii")
        reply = self._wire.ask(b"AUTHENTICATE", b'"PLAIN"', _string(secret))
        self._expect(reply, f"does not let {user!r} in, check the user and the password")


class _Reply(NamedTuple):
    """A whole answer: whether it is OK, the words meant for people, and the lines of data before them."""

    agreed: bool
    words: str
    lines: list[list[str]]


class _Atom(str):
    """A bare word or parenthesis, which a quoted string never is."""

    __slots__ = ()


class _Wire:
    """The connection: commands out, answers in."""

    def __init__(self, server: Server, timeout: float, clock: Callable[[], float]) -> None:
        self.place = server.place
        self._timeout = timeout
        self._clock = clock
        self._deadline = 0.0
        self._buffer = bytearray()
        self._received = 0
        try:
            self._socket = socket.create_connection((server.host, server.port), timeout)
        except (OSError, ValueError) as error:
            why = "no answer" if isinstance(error, TimeoutError) else getattr(error, "strerror", None) or "no such host"
            raise SourceError(f"{self.place} cannot be reached ({why}); check the host and the port") from None

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def broken(self, what: str) -> SourceError:
        """End the connection, because nothing more can be understood, and return the error that says `what` the server does."""
        self.close()
        return SourceError(f"{self.place} {what}")

    def is_local(self) -> bool:
        """Tell whether the other end is on this machine."""
        with self._told():
            return ipaddress.ip_address(self._socket.getpeername()[0]).is_loopback

    def encrypt(self, host: str) -> None:
        """Encrypt from here on. What came before it unasked is not from the server, and is refused. Raises SourceError."""
        if self._buffer:
            raise self.broken("was interfered with before the encryption began; do not trust this network")
        with self._told():
            self._socket.settimeout(self._timeout)
            self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=host)

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises SourceError."""
        with self._told():
            self._socket.settimeout(self._timeout)
            self._socket.sendall(data)

    def ask(self, *words: bytes) -> _Reply:
        """Send a command and return the answer. Raises SourceError, but not for the answer NO."""
        self.send(b" ".join(words) + b"\r\n")
        return self.reply()

    def reply(self) -> _Reply:
        """Read lines of data until one says OK, NO or BYE (RFC 5804 section 1.3). Raises SourceError, also for BYE."""
        self._deadline = self._clock() + self._timeout
        self._received = len(self._buffer)
        lines: list[list[str]] = []
        with self._told():
            while (tokens := self._tokens()) and not isinstance(tokens[0], _Atom):
                lines.append(tokens)
        status = tokens[0].upper() if tokens else ""
        words = "" if not tokens or isinstance(tokens[-1], _Atom) else _clean(tokens[-1])
        if status == "BYE":
            raise self.broken(f"ended the connection, try again later; it says: {words or 'nothing'}")
        if status not in ("OK", "NO"):
            raise self.broken(_NOT_SIEVE)
        return _Reply(status == "OK", words, lines)

    def _tokens(self) -> list[str]:
        """Return the strings and atoms of one line, which goes on behind each literal (RFC 5804 section 4)."""
        found: list[str] = []
        line, at = self._line(), 0
        while at < len(line):
            match = _TOKEN.match(line, at)
            if not match:
                raise self.broken(_NOT_SIEVE)
            at = match.end()
            if match["atom"] is not None:
                found.append(_Atom(self._text(match["atom"])))
            elif match["quoted"] is not None:
                found.append(self._text(re.sub(rb"\\(.)", rb"\1", match["quoted"])))
            else:
                found.append(self._text(self._octets(int(match["size"]))))
                line, at = self._line(), 0
        return found

    def _text(self, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise self.broken("sent text that is not UTF-8; save the script as UTF-8 with the mail program") from None

    def _line(self) -> bytes:
        while (end := self._buffer.find(b"\r\n", 0, MAX_LINE)) < 0:
            if len(self._buffer) >= MAX_LINE:
                raise self.broken(f"sent a line of more than {MAX_LINE} bytes; check the host and the port")
            self._receive()
        return self._take(end + 2)[:-2]

    def _octets(self, count: int) -> bytes:
        if count > MAX_LITERAL:
            raise self.broken(f"sent a text of more than {MAX_LITERAL / 1e6:.0f} MB; make the script shorter")
        while len(self._buffer) < count:
            self._receive()
        return self._take(count)

    def _take(self, count: int) -> bytes:
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data

    def _receive(self) -> None:
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        data = self._socket.recv(65_536)
        self._received += len(data)
        if not data:
            raise self.broken("closed the connection in the middle of an answer; try again later")
        if self._received > _MAX_REPLY:
            raise self.broken("sent more than an answer can hold; check the host and the port")
        self._buffer += data

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what goes wrong with the connection into a SourceError."""
        try:
            yield
        except TimeoutError:
            raise self.broken(f"did not answer within {self._timeout:g} seconds; try again later") from None
        except ssl.SSLCertVerificationError as error:
            raise self.broken(
                f"has a certificate that cannot be trusted ({error.verify_message.rstrip('.')}); "
                "give the host name it was made for, or have its authority installed on this machine"
            ) from None
        except (OSError, ValueError) as error:
            why = getattr(error, "reason", None) or getattr(error, "strerror", None) or "no reason given"
            raise self.broken(f"broke the connection ({why}); try again later") from None


def _clean(words: str) -> str:
    """Return a server's words on one line, without characters that would do something to a terminal."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    return plain if len(plain) <= _MAX_WORDS else plain[:_MAX_WORDS] + "…"


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceError("the text holds half a character, which cannot be sent; write it again") from None


def _string(text: str) -> bytes:
    """Return a quoted string, or a literal where a quoted one would be too long or not safe (RFC 5804 section 4)."""
    data = _bytes(text)
    return _literal(text) if len(data) > _MAX_QUOTED or _UNSAFE.search(data) else b'"%s"' % data


def _literal(text: str) -> bytes:
    """Return a literal that is sent at once. Raises SourceError if it is larger than could be read back."""
    data = _bytes(text)
    if len(data) > MAX_LITERAL:
        raise SourceError(f"the script is more than {MAX_LITERAL / 1e6:.0f} MB; make it shorter")
    return b"{%d+}\r\n%s" % (len(data), data)


def _name(name: str) -> bytes:
    """Return a script's name as it is sent. Raises SourceError if it is empty or holds control characters (RFC 5804 section 1.6)."""
    if not name or _CONTROL.search(name):
        raise SourceError(f"{name!r} cannot be the name of a script; use letters, digits and spaces")
    return _string(name)
