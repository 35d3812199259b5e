"""The ManageSieve client: against a real Dovecot, and against servers that hang, lie or talk nonsense."""

from __future__ import annotations

import base64
import itertools
import socket
import socketserver
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from managesieve.dovecot import PASSWORD, Dovecot
from replylint.errors import SourceError
from replylint.managesieve import MAX_LITERAL, Server, Session, server_of

SCRIPT = 'require ["vacation"];\r\nvacation "Ich bin im Büro nicht da: \\"bis 8. Juni\\".\r\n.Punkt";\r\n'
HELLO = b'"IMPLEMENTATION" "x"\r\n"SIEVE" "vacation"\r\n"SASL" "PLAIN"\r\n"VERSION" "1.0"\r\nOK\r\n'


def test_a_script_is_read_back_exactly_as_it_was_put(dovecot: Dovecot) -> None:
    """Line ends, quotation marks and letters beyond ASCII of a script stay, and its name may be any text."""
    with Session(server_of(dovecot.url("exact@example.com")), PASSWORD) as session:
        assert session.scripts() == []
        assert session.active() is None
        session.put('Büro "neu" \\', SCRIPT)
        assert session.scripts() == [('Büro "neu" \\', False)]
        assert session.get('Büro "neu" \\') == SCRIPT


def test_a_script_with_an_error_is_refused_in_the_words_of_the_server(dovecot: Dovecot) -> None:
    """Neither a check nor storing takes what does not compile, and the server's reason is handed on in one line."""
    with Session(server_of(dovecot.url("error@example.com")), PASSWORD) as session:
        session.check(SCRIPT)
        for refused in (lambda: session.check("vacation;"), lambda: session.put("new", "vacation;")):
            with pytest.raises(SourceError, match=r"it says: .*vacation") as told:
                refused()
            assert "\n" not in str(told.value)
        assert session.scripts() == []


def test_a_wrong_password_and_a_missing_script_are_told(dovecot: Dovecot) -> None:
    """Who is not let in, or asks for what is not there, learns which of the two it is."""
    with pytest.raises(SourceError, match="check the user and the password"):
        Session(server_of(dovecot.url("dana@example.com")), "wrong")
    with (
        Session(server_of(dovecot.url("dana@example.com")), PASSWORD) as session,
        pytest.raises(SourceError, match="check its name"),
    ):
        session.get("nowhere")


def test_the_password_goes_only_to_a_server_whose_certificate_is_right(
    dovecot_tls: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that nobody vouches for, or of another host, ends the conversation before the password is sent."""
    url = dovecot_tls.url("tls@example.com").replace("127.0.0.1", "localhost")
    with pytest.raises(SourceError, match="certificate that cannot be trusted"):
        Session(server_of(url), PASSWORD)
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot_tls.folder / "certificate.pem"))
    with pytest.raises(SourceError, match="the host name it was made for"):
        Session(server_of(dovecot_tls.url("tls@example.com")), PASSWORD)
    with Session(server_of(url), PASSWORD) as session:
        assert session.scripts() == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("sieve://dana@mail.example.com", Server("mail.example.com", 4190, "dana")),
        ("SIEVE://dana%40example.com@mail.example.com:14190", Server("mail.example.com", 14190, "dana@example.com")),
        ("sieve://dana@[::1]:2000", Server("::1", 2000, "dana")),
    ],
)
def test_addresses_are_read(url: str, server: Server) -> None:
    """An address names the user, the host, and the port where it is not 4190."""
    assert server_of(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "sieve://mail.example.com",
        "sieve://dana@",
        "sieve://dana@host:0",
        "sieve://dana@host:99999",
        "sieve://da na@host",
        "sieve://dana@host/script",
        "sieve://dana%0a@host",
        "sieve://dana@[12]",
        "http://dana@host",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """What is no address of a mailbox is refused, and it is said how one is written."""
    with pytest.raises(SourceError, match="sieve://USER@HOST"):
        server_of(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    """Addresses stand in logs and histories, so a password in one is refused and never shown again."""
    with pytest.raises(SourceError, match="leave it out") as told:
        server_of("sieve://dana:secret@mail.example.com")
    assert "secret" not in str(told.value)


@contextmanager
def talking(*answers: bytes) -> Iterator[Server]:
    """Run a server that says the first answer at once and each other one when something was sent to it, and then closes or waits."""

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            for number, answer in enumerate(answers):
                if number:
                    self.request.recv(65_536)
                try:
                    self.request.sendall(answer)
                except OSError:
                    return
            if answers[-1:] == (b"",):
                self.request.recv(1)  # until the other side gives up

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listener:
        listener.daemon_threads = True
        Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        yield Server("127.0.0.1", listener.server_address[1], "dana")
        listener.shutdown()


PATIENT = 600
"""Seconds that no test waits for: each server answers, or closes, or the clock is one of ours."""


def opened(server: Server, clock: Callable[[], float] = lambda: 0.0) -> Session:
    """Log in. Time passes as `clock` says, so that nothing depends on how busy the machine is."""
    return Session(server, "secret", timeout=PATIENT, clock=clock)


class Scripted:
    """A connection that gives these pieces, one at a time, and then nothing until the time that it is given is over."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.waits: list[float] = []
        """The seconds that each piece was waited for."""

    def settimeout(self, seconds: float) -> None:
        """Set how long to wait."""
        self.waits.append(seconds)

    def recv(self, _: int) -> bytes:
        """Return the next piece."""
        for piece in self._pieces:
            return piece
        raise TimeoutError

    def sendall(self, _: bytes) -> None:
        """Take what is sent."""

    def getpeername(self) -> tuple[str, int]:
        """Return an address on this machine."""
        return "127.0.0.1", 4190

    def close(self) -> None:
        """End the connection."""


def connected(pieces: Iterable[bytes], monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """Make the next session talk to a scripted connection, and return that."""
    connection = Scripted(pieces)
    monkeypatch.setattr("replylint.managesieve.socket.create_connection", lambda *_: connection)
    return connection


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b'"SIEVE" "vaca',),
        (HELLO,),
        (HELLO, b"OK\r\n"),
        (HELLO, b"OK\r\n", HELLO),
        (HELLO, b"OK\r\n", HELLO, b'"mi'),
    ],
    ids=[
        "says nothing",
        "stops in a word",
        "lets nobody in",
        "stops after the login",
        "lists nothing",
        "stops in a list",
    ],
)
def test_a_server_that_falls_silent_is_given_up(pieces: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that does not come in time ends the conversation with one line."""
    connected(pieces, monkeypatch)
    with pytest.raises(SourceError, match=f"did not answer within {PATIENT} seconds"):
        opened(Server("mail.example.com", 4190, "dana")).scripts()


@pytest.mark.parametrize("piece", [b'"a" "b"\r\n', b'"', b"{100000}\r\n", b"\r\n"])
def test_a_server_that_never_comes_to_an_end_is_given_up(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends a little at a time has as long for one whole answer as any other, and no longer."""
    connection = connected(itertools.repeat(piece), monkeypatch)
    times = itertools.count(0, PATIENT // 5)
    with pytest.raises(SourceError, match=r"did not answer within|does not speak"):
        opened(Server("mail.example.com", 4190, "dana"), lambda: next(times))
    assert len(connection.waits) <= 5
    assert connection.waits == sorted(connection.waits, reverse=True)


FAR = ["192.0.2.7", "10.0.0.5", "169.254.1.1", "0.0.0.0", "2001:db8::7", "fe80::1", "::ffff:192.0.2.7"]


@contextmanager
def listening(*answers: bytes) -> Iterator[tuple[Server, list[bytes]]]:
    """Run a server that keeps what is sent to it, and answers in turn."""
    heard: list[bytes] = []

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            for answer in answers:
                self.request.sendall(answer)
                heard.append(self.request.recv(65_536))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listener:
        listener.daemon_threads = True
        Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        yield Server("127.0.0.1", listener.server_address[1], "dana"), heard
        listener.shutdown()


@pytest.mark.parametrize("address", FAR)
def test_the_password_is_not_sent_in_the_clear_to_a_far_server(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server elsewhere that offers no encryption is refused before anything is said, whatever address it has."""

    class Far(socket.socket):
        def getpeername(self) -> tuple[str, int]:
            return address, 4190

    connect = socket.create_connection
    monkeypatch.setattr(
        "replylint.managesieve.socket.create_connection",
        lambda *given: Far(fileno=connect(*given).detach()),
    )
    said = "offers no encryption, so the password was not sent"
    with listening(HELLO, b"OK\r\n", HELLO) as (server, heard), pytest.raises(SourceError, match=said):
        opened(server)
    assert b"AUTHENTICATE" not in b"".join(heard)
    assert base64.b64encode(b"\0dana\0secret") not in b"".join(heard)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1"])
def test_the_password_is_sent_to_a_server_on_this_machine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on this machine gets the password without encryption, since nobody else hears it."""

    class Near(socket.socket):
        def getpeername(self) -> tuple[str, int]:
            return address, 4190

    connect = socket.create_connection
    monkeypatch.setattr(
        "replylint.managesieve.socket.create_connection",
        lambda *given: Near(fileno=connect(*given).detach()),
    )
    with listening(HELLO, b"OK\r\n", HELLO, b"") as (server, heard), opened(server):
        pass
    assert base64.b64encode(b"\0dana\0secret") in b"".join(heard)


def test_encryption_that_is_offered_is_never_left_out() -> None:
    """A server on this machine that offers encryption and refuses it gets no password."""
    hello = HELLO.replace(b"OK", b'"STARTTLS"\r\nOK')
    said = "offers encryption but refuses it"
    with listening(hello, b"NO\r\n", b"OK\r\n", HELLO) as (server, heard), pytest.raises(SourceError, match=said):
        opened(server)
    assert b"AUTHENTICATE" not in b"".join(heard)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((b'"SIEVE" "vaca',), "closed the connection in the middle"),
        ((b"220 mail.example.com ESMTP\r\n",), "does not speak ManageSieve"),
        ((b'BYE "too many connections\x1b[2J"\r\n',), "too many connections"),
        ((b"x" * 20_000,), "check the host and the port"),
        ((b'"SIEVE" {99999999}\r\n',), "sent a text of more than 1 MB"),
        ((b'"SIEVE" "\xff\xfe"\r\nOK\r\n',), "not UTF-8"),
        ((b'"a" "b"\r\n' * 300_000,), "more than an answer can hold"),
        ((HELLO.replace(b'"SASL" "PLAIN"', b'"SASL" "GSSAPI"'),), "takes no passwords"),
        ((HELLO.replace(b"OK", b'"STARTTLS"\r\nOK'), b'OK\r\n"SIEVE" "injected"\r\n'), "interfered with"),
        ((HELLO.replace(b"OK", b'"STARTTLS"\r\nOK'), b'NO "not now"\r\n'), "not now"),
        ((HELLO.replace(b"OK", b'"STARTTLS"\r\nOK'), b"OK\r\n"), "broke the connection|closed the connection"),
    ],
)
def test_a_server_that_misbehaves_ends_in_one_clear_line(answers: tuple[bytes, ...], said: str) -> None:
    """Whatever a server does, it takes little time and room, and what is said of it does nothing to a terminal."""
    with talking(*answers) as server, pytest.raises(SourceError, match=said) as told:
        opened(server)
    assert str(told.value).isprintable()


@pytest.mark.parametrize(
    ("answer", "call", "said"),
    [
        (b'"one" ACTIVE\r\n"two" ACTIVE\r\nOK\r\n', Session.active, "several scripts are active"),
        (b'"one" SOMETHING\r\nOK\r\n', Session.scripts, "does not speak ManageSieve"),
        (b'NO (QUOTA) "no room"\r\n', lambda session: session.put("new", "keep;"), "no room"),
        (b"OK\r\n", lambda session: session.get("one"), "does not speak ManageSieve"),
    ],
)
def test_answers_that_make_no_sense_are_told(answer: bytes, call: Callable[[Session], object], said: str) -> None:
    """After the login, too, what a server may not answer is an error and no script."""
    with (
        talking(HELLO, b"OK\r\n", HELLO, answer) as server,
        opened(server) as session,
        pytest.raises(SourceError, match=said),
    ):
        call(session)


def test_names_and_scripts_that_no_server_takes_are_not_sent() -> None:
    """A name with a control character, and a script that could not be read back, are refused here."""
    with talking(HELLO, b"OK\r\n", HELLO, b"") as server, opened(server) as session:
        with pytest.raises(SourceError, match="cannot be the name"):
            session.put("a\nb", "keep;")
        with pytest.raises(SourceError, match="make it shorter"):
            session.put("a", "#" * (MAX_LITERAL + 1))
