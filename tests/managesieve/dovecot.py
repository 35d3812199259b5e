"""A real Dovecot with Pigeonhole, in a temporary folder and on loopback, as whoever runs the tests, or as nobody where root does.

`running()` starts one: scripts are put by ManageSieve, mail is delivered by LMTP, and what the scripts answer is caught.
"""

from __future__ import annotations

import grp
import os
import pwd
import queue
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from managesieve.catcher import Catcher, Caught

PASSWORD = "correct-horse"  # of every mailbox
INSTALL = "apt-get install dovecot-core dovecot-managesieved dovecot-sieve dovecot-lmtpd"
_CONFIGURATION = Path(__file__).with_name("dovecot.conf")
_PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
_NEEDED = ("managesieve-login", "managesieve", "lmtp", "modules/lib90_sieve_plugin.so")
_SECONDS = 300  # how long a test waits at most, however busy the machine is


class Dovecot(NamedTuple):
    """A server that runs. Every user exists in it, with an empty mailbox and no script at first."""

    host: str
    port: int
    lmtp_port: int
    folder: Path
    catcher: Catcher

    def url(self, user: str) -> str:
        """Return the address of a user's scripts."""
        return f"sieve://{quote(user, safe='')}@{self.host}:{self.port}"

    def deliver(self, sender: str, recipient: str, content: str) -> None:
        """Deliver a whole message, with its header lines, to a mailbox."""
        with smtplib.LMTP(self.host, self.lmtp_port, local_hostname="localhost") as lmtp:
            lmtp.sendmail(sender, [recipient], content.encode("utf-8"))

    def answer(self, seconds: float = _SECONDS) -> Caught:
        """Return the next message that the server sent. Raises AssertionError if it sends none in time."""
        try:
            return self.catcher.caught.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"no answer was sent; the log says:\n{_log(self.folder)}") from None


def lacking() -> str:
    """Return what must be installed before `running()` works, or an empty string."""
    dovecot = shutil.which("dovecot", path=_PLACES)
    if not dovecot or not all(map(_found, _NEEDED)):
        return f"Dovecot is not installed; run {INSTALL}"
    version = subprocess.run([dovecot, "--version"], capture_output=True, text=True, check=True).stdout
    return (
        ""
        if version.startswith("2.3.")
        else f"this is Dovecot {version.split()[0]}, but dovecot.conf is written for 2.3"
    )


@contextmanager
def running(*, tls: bool = False) -> Iterator[Dovecot]:
    """Start a server, wait until it listens, and stop it afterwards.

    With `tls` it takes passwords only after STARTTLS, with a certificate for localhost that is its own authority:
    `certificate.pem` in the folder.
    """
    with ExitStack() as stack:
        folder = Path(
            tempfile.mkdtemp(prefix="dovecot-")
        )  # a short path: sockets below it have room for 107 characters
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        catcher = stack.enter_context(Catcher())
        if tls:
            _make_certificate(folder)
        account = _account()
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)
        for attempt in range(3):
            server = Dovecot("127.0.0.1", *_free_ports(), folder, catcher)
            process = _start(server, tls=tls)
            stack.callback(_stop, process)
            if _listens(server, process):
                break
            _stop(process)
            assert attempt < 2, f"Dovecot does not start; its log says:\n{_log(folder)}"
        yield server


def _found(name: str) -> bool:
    return any(
        Path(place, "dovecot", name).exists()
        for place in ("/usr/lib", "/usr/libexec", "/usr/lib64", "/usr/local/lib", "/usr/local/libexec")
    )


def _free_ports() -> tuple[int, int]:
    """Return two ports that nobody uses just now."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def _account() -> pwd.struct_passwd:
    """Return whom the server runs as: its login process refuses to run as root."""
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")


def _start(server: Dovecot, *, tls: bool) -> subprocess.Popen[bytes]:
    own = _account()
    values = {
        "FOLDER": server.folder,
        "USER": own.pw_name,
        "GROUP": grp.getgrgid(own.pw_gid).gr_name,
        "UID": own.pw_uid,
        "GID": own.pw_gid,
        "PASSWORD": PASSWORD,
        "SIEVE_PORT": server.port,
        "LMTP_PORT": server.lmtp_port,
        "SMTP_PORT": server.catcher.port,
        "TLS": "required" if tls else "no",
        "CERTIFICATE": f"ssl_cert = <{server.folder}/certificate.pem\nssl_key = <{server.folder}/key.pem"
        if tls
        else "",
    }
    text = _CONFIGURATION.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    configuration = server.folder / "dovecot.conf"
    configuration.write_text(text, encoding="utf-8")
    dovecot = shutil.which("dovecot", path=_PLACES)
    assert dovecot
    with (server.folder / "started.log").open("wb") as said:
        return subprocess.Popen(
            [dovecot, "-F", "-c", configuration], stdout=said, stderr=said, stdin=subprocess.DEVNULL,
            user=None if os.getuid() else own.pw_uid, group=None if os.getuid() else own.pw_gid,
            extra_groups=None if os.getuid() else [],
        )  # fmt: skip


def _listens(server: Dovecot, process: subprocess.Popen[bytes]) -> bool:
    """Wait until both ports answer. Returns False if the server has ended or takes too long."""
    end = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            for port in (server.port, server.lmtp_port):
                socket.create_connection((server.host, port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _log(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.log")))


def _make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
