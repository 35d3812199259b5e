"""The program beside corrected texts: it changes only what is still as it was exported, keeps the old, and undoes it.

It is run against systems that are played here: a server for Graph, Gmail and JMAP, the tools of GAM and Zimbra.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from cli.given import BAD, GOOD, MISSPELLED, export_corrected

DANA, PAT = "dana.whitlock@example.com", "pat.o'brien@example.com"
SEAL = '<img src="city-seal.png" alt="City Seal">'
OWN = "<html><body>I have written something else since.</body></html>"


def page(text: str) -> str:
    """Return a text as HTML."""
    return ("<html><body>" + text.replace("\n", "<br>\n") + "</body></html>").replace("[City Seal]", SEAL)


WRONG, RIGHT = page(MISSPELLED), page(GOOD)


class World:
    """A system with two mailboxes, each with the same wrong reply."""

    name = ""
    plain = False
    """Whether its texts are plain."""
    url = ""

    def __init__(self) -> None:
        self.texts: dict[str, str] = dict.fromkeys((DANA, PAT), MISSPELLED if self.plain else WRONG)
        self.requests: list[str] = []
        self.answers: list[int] = []
        """Statuses that are answered before all else."""
        self.sets: list[dict[str, Any]] = []
        self.rewrites = False
        """Whether the system writes what it is given its own way."""

    def export(self) -> tuple[str, str]:
        """Return the name and the text of an export."""
        raise NotImplementedError

    def arguments(self, folder: Path) -> list[str]:
        """Return what the program needs besides."""
        return []

    def settle(self, folder: Path) -> None:
        """Do what the program leaves to the system's own tool."""

    def answer(self, method: str, path: str, body: Any) -> Any:
        """Return the server's answer."""
        raise NotImplementedError

    def put(self, who: str, text: str) -> None:
        """Set a text, as the system does it."""
        if self.rewrites:
            text = "<html>\r\n<body>\r\n" + text.replace("<html><body>", "").replace("</body></html>", "").replace("\n", "\r\n") + "\r\n</body>\r\n</html>\r\n"  # fmt: skip
        self.texts[who] = text


class Graph(World):
    """Microsoft Graph."""

    name = "graph.json"

    def export(self) -> tuple[str, str]:
        """Return a list of users."""
        users = [{"userPrincipalName": who, "mailboxSettings": self.settings(who)} for who in self.texts]
        return self.name, json.dumps({"value": users})

    def settings(self, who: str) -> dict[str, Any]:
        """Return the settings of one user."""
        said = {"status": "alwaysEnabled", "externalAudience": "all", "externalReplyMessage": self.texts[who]}
        return {"automaticRepliesSetting": {**said, "internalReplyMessage": self.texts[who]}}

    def answer(self, method: str, path: str, body: Any) -> Any:
        """Answer for /v1.0/users/USER/mailboxSettings."""
        _, version, users, who, end = path.split("/")
        assert (version, users, end) == ("v1.0", "users", "mailboxSettings")
        if method == "PATCH":
            self.sets.append(body)
            (text,) = {*body["automaticRepliesSetting"].values()}
            self.put(unquote(who), text)
        return self.settings(unquote(who))


class Gmail(World):
    """Gmail's API."""

    name = "gmail.json"

    def __init__(self) -> None:
        super().__init__()
        self.others: dict[str, dict[str, Any]] = {
            who: {"enableAutoReply": True, "responseSubject": "Away"} for who in self.texts
        }

    def export(self) -> tuple[str, str]:
        """Return settings under the users' addresses."""
        return self.name, json.dumps({who: self.settings(who) for who in self.texts})

    def settings(self, who: str) -> dict[str, Any]:
        """Return the vacation settings of one user."""
        return {**self.others[who], "responseBodyHtml": self.texts[who]}

    def answer(self, method: str, path: str, body: Any) -> Any:
        """Answer for /gmail/v1/users/USER/settings/vacation, which PUT replaces as a whole."""
        who = unquote(path.split("/")[4])
        if method == "PUT":
            self.sets.append(body)
            self.put(who, body.pop("responseBodyHtml"))
            self.others[who] = body
        return self.settings(who)


class Jmap(World):
    """A JMAP server."""

    name = "jmap.json"

    def __init__(self) -> None:
        super().__init__()
        self.state = 0

    def arguments(self, folder: Path) -> list[str]:
        """Name the server."""
        return ["--url", f"{self.url}/jmap"]

    def export(self) -> tuple[str, str]:
        """Return the answer of the server."""
        calls = [["VacationResponse/get", self.settings(who), "0"] for who in self.texts]
        return self.name, json.dumps({"methodResponses": calls})

    def settings(self, who: str) -> dict[str, Any]:
        """Return the response of one account."""
        own = {"id": "singleton", "isEnabled": True, "htmlBody": self.texts[who], "textBody": None}
        return {"accountId": who, "state": str(self.state), "list": [own]}

    def answer(self, method: str, path: str, body: Any) -> Any:
        """Answer one method call; what changed since it was read is not set (RFC 8620 section 5.3)."""
        ((name, arguments, number),) = body["methodCalls"]
        who = arguments["accountId"]
        if name == "VacationResponse/get":
            return {"methodResponses": [[name, self.settings(who), number]]}
        if arguments["ifInState"] != str(self.state):
            return {"methodResponses": [["error", {"type": "stateMismatch"}, number]]}
        self.sets.append(arguments)
        self.state += 1
        self.put(who, arguments["update"]["singleton"]["htmlBody"])
        return {"methodResponses": [[name, {"updated": {"singleton": None}}, number]]}


class Gam(World):
    """GAM."""

    name = "gam.csv"

    def __init__(self) -> None:
        super().__init__()
        self.row = {"enabled": "True", "contactsonly": "False", "domainonly": "True", "startdate": "2026-12-14", "enddate": "NotSpecified", "subject": "It's \"me\"", "html": "True"}  # fmt: skip

    def table(self) -> str:
        """Return what `print vacation` writes."""
        table = io.StringIO()
        writer = csv.DictWriter(table, ["User", *self.row, "message"])
        writer.writeheader()
        for who, text in self.texts.items():
            said = text.replace("\r\n", "\n").replace("\n", "\\\\r\\\\n")
            writer.writerow({"User": who, **self.row, "message": said})
        return table.getvalue()

    def export(self) -> tuple[str, str]:
        """Return the table."""
        return self.name, self.table()

    def arguments(self, folder: Path) -> list[str]:
        """Print what is set now."""
        (folder / "now.csv").write_text(self.table(), encoding="utf-8", newline="")
        return ["--now", str(folder / "now.csv")]

    def settle(self, folder: Path) -> None:
        """Run the batch that was written last."""
        for batch in ("gam-batch.txt", "gam-undo.txt"):
            path = folder / batch
            for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
                words = shlex.split(line)
                assert words[:2] == ["gam", "user"]
                assert words[3:5] == ["vacation", "on"]
                options = dict(zip(words[5::2], words[6::2], strict=True))
                file = folder / options.pop("htmlfile")
                assert options == {"subject": self.row["subject"], "contactsonly": "false", "domainonly": "true", "start": "2026-12-14", "end": "NotSpecified"}  # fmt: skip
                self.sets.append(options)
                self.put(words[2], file.read_text(encoding="utf-8"))
            path.unlink(missing_ok=True)


class Zimbra(World):
    """Zimbra's zmprov."""

    name = "zimbra.txt"
    plain = True
    attribute = "zimbraPrefOutOfOfficeReply"

    def print(self, *more: str) -> str:
        """Return what zmprov prints."""
        said = (f"# name {who}\n{self.attribute}: {text}\n" + "".join(more) + "\n" for who, text in self.texts.items())
        return "".join(said)

    def export(self) -> tuple[str, str]:
        """Return the accounts."""
        return self.name, self.print(f"{self.attribute}Enabled: TRUE\n")

    def arguments(self, folder: Path) -> list[str]:
        """Print what is set now, as read.zmprov asks for it."""
        asked = [shlex.split(line)[1:] for line in (folder / "read.zmprov").read_text(encoding="utf-8").splitlines()]
        assert asked == [[who, self.attribute] for who in self.texts]
        (folder / "now.txt").write_text(self.print(), encoding="utf-8", newline="")
        return ["--now", str(folder / "now.txt")]

    def settle(self, folder: Path) -> None:
        """Run the commands that were written last."""
        for name in ("apply.zmprov", "undo.zmprov"):
            path = folder / name
            for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
                command, who, attribute, text = words_of(line)
                assert (command, attribute) == ("ma", self.attribute)
                self.sets.append({attribute: text})
                self.texts[who] = text
            path.unlink(missing_ok=True)


def words_of(line: str) -> list[str]:
    """Return the words of a line as zmprov splits it: as a shell, with the escapes for line breaks and tabs."""
    found, word, at, inside = [], "", 0, False
    escapes = {"n": "\n", "r": "\r", "t": "\t"}
    while at < len(line):
        if line[at] == '"':
            inside = not inside
        elif inside and line[at] == "\\":
            at += 1
            word += escapes.get(line[at], line[at])
        elif line[at] == " " and not inside:
            found.append(word)
            word = ""
        else:
            word += line[at]
        at += 1
    return [*found, word]


WORLDS = [Graph, Gmail, Jmap, Gam, Zimbra]
SERVERS = [Graph, Gmail, Jmap]


@pytest.fixture(autouse=True)
def _fields_of_any_length() -> Iterator[None]:
    """Put back the length of a CSV field, which the program sets for the whole process that it is alone in."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


@pytest.fixture
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Return a system, behind a server of this machine if it has one."""
    one: World = request.param()
    monkeypatch.setenv("AUTHORIZATION", "Bearer secret")

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            assert self.headers["Authorization"] == "Bearer secret"
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            one.requests.append(f"{self.command} {self.path}")
            if one.answers:
                self.send_response(one.answers.pop(0))
                self.send_header("Retry-After", "0")
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                return
            data = json.dumps(one.answer(self.command, self.path, json.loads(body or "null"))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_PATCH = do_POST = _answer  # noqa: N815  # the names that http.server asks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        one.url = f"http://127.0.0.1:{server.server_port}"
        yield one
        server.shutdown()
        thread.join()


class Program:
    """The program that `fix` wrote for a system."""

    def __init__(self, world: World, ending: str = "apply") -> None:
        name, text = world.export()
        export_corrected(name, text)
        self.world, self.folder = world, Path("out", f"{name}.{ending}").resolve()
        manifest = (self.folder / "manifest.json").read_text(encoding="utf-8")
        for host in ("https://graph.microsoft.com", "https://gmail.googleapis.com"):
            manifest = manifest.replace(host, world.url)
        (self.folder / "manifest.json").write_text(manifest, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(f"apply_{name.partition('.')[0]}", self.folder / "apply.py")
        assert spec is not None
        assert spec.loader is not None
        self.module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)
        self.module.WAITS = (0, 0)

    def run(self, *arguments: str) -> int:
        """Run the program, and the system's own tool after it."""
        code: int = self.module.main([*self.world.arguments(self.folder), *arguments])
        self.world.settle(self.folder)
        return code

    @property
    def log(self) -> list[tuple[str, str, str]]:
        """Mailbox, result and reason of each line of the log."""
        path = self.folder / "log.csv"
        rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()) if path.exists() else ()
        return [(row["mailbox"], row["result"], row["why"]) for row in rows]


def is_right(world: World, who: str) -> bool:
    """Return whether the corrected text is set."""
    return "office" in world.texts[who] and "ofice" not in world.texts[who]


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_nothing_is_changed_unless_it_is_asked_for(world: World) -> None:
    """Without --apply the program says what it would do; nothing is sent, saved or logged."""
    program, before = Program(world), dict(world.texts)
    files = {path.name for path in program.folder.iterdir()}
    assert program.run() == 0
    assert world.texts == before
    assert world.sets == []
    assert {path.name for path in program.folder.iterdir()} - files <= {"now.csv", "now.txt"}


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_the_corrected_text_is_set_once_and_logged(world: World) -> None:
    """Each mailbox gets its text; the same again changes nothing, as after an interruption."""
    program = Program(world)
    assert program.run("--apply") == 0
    assert all(is_right(world, who) for who in world.texts)
    assert [who for who, _, _ in program.log] == [DANA, PAT]
    assert {result for _, result, _ in program.log} & {"changed", "written to gam-batch.txt", "written to apply.zmprov"}
    count = len(world.sets)
    assert program.run("--apply") == 0
    assert len(world.sets) == count
    assert [result for _, result, _ in program.log][2:] == ["done already"] * 2


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_what_its_owner_changed_since_stays(world: World) -> None:
    """A mailbox with another text than the exported one is skipped, and said; the others are changed."""
    program = Program(world)
    world.texts[PAT] = OWN
    assert program.run("--apply") == 1
    assert world.texts[PAT] == OWN
    assert is_right(world, DANA)
    ((who, result, why),) = [line for line in program.log if line[0] == PAT]
    assert (who, result) == (PAT, "skipped")
    assert "changed since the export" in why


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_it_can_be_undone(world: World) -> None:
    """The old texts come back, but not over what an owner has written in place of ours; undoing twice is undoing once."""
    program, before = Program(world), dict(world.texts)
    assert program.run("--apply") == 0
    world.texts[PAT] = OWN
    assert program.run("--undo") == 1
    assert world.texts[DANA].split() == before[DANA].split()
    assert world.texts[PAT] == OWN
    world.texts[PAT] = before[PAT]
    assert program.run("--undo") == 0
    assert {who: text.split() for who, text in world.texts.items()} == {
        who: text.split() for who, text in before.items()
    }
    assert program.run("--apply") == 0
    assert is_right(world, DANA)


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_what_was_never_changed_is_not_undone(world: World) -> None:
    """Without an earlier run there is nothing to put back."""
    program = Program(world)
    assert program.run("--undo") == 0
    assert world.sets == []
    assert {result for _, result, _ in program.log} == {"not changed by this program"}


@pytest.mark.parametrize("world", [Graph, Gmail, Jmap, Gam], indirect=True)
def test_what_a_system_writes_its_own_way_is_the_same_text(world: World) -> None:
    """Exchange wraps texts and changes line ends: exported, set and undone texts are compared without that."""
    program, before = Program(world), dict(world.texts)
    world.rewrites = True
    for who, text in before.items():
        world.put(who, text)
    assert program.run("--apply") == 0
    assert is_right(world, DANA)
    assert program.run("--apply") == 0
    assert [result for _, result, _ in program.log][2:] == ["done already"] * 2
    assert program.run("--undo") == 0
    assert not is_right(world, DANA)


@pytest.mark.parametrize("world", [Graph], indirect=True)
def test_what_a_system_cleans_is_known_again(world: World) -> None:
    """Where a system drops markup from what it is given, the text is still known as ours when it is undone."""
    program = Program(world)
    put = world.put
    world.put = lambda who, text: put(who, text.replace("<br>", "<br/>"))  # type: ignore[method-assign]
    assert program.run("--apply", "--only", DANA) == 0
    assert "<br/>" in world.texts[DANA]
    assert program.run("--undo", "--only", DANA.upper()) == 0
    assert "ofice" in world.texts[DANA]


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_one_mailbox_alone(world: World) -> None:
    """--only works on the mailbox that is named; a name that the manifest does not have is an error."""
    program = Program(world)
    assert program.run("--apply", "--only", PAT) == 0
    assert is_right(world, PAT)
    assert not is_right(world, DANA)
    assert program.run("--apply", "--only", "pat.o_brien@example.com") == 2


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_a_blank_is_never_sent(world: World) -> None:
    """A text waits as long as one of its blanks is in it; filled in, it is set."""
    for who in world.texts:
        world.texts[who] = BAD if world.plain else page(BAD)
    program, before = Program(world, "to-fill-in"), dict(world.texts)
    assert program.run("--apply") == 1
    assert world.texts == before
    assert all("fill in [" in why for _, _, why in program.log)
    manifest = json.loads((program.folder / "manifest.json").read_text(encoding="utf-8"))
    for change in manifest["changes"]:
        for text in change["texts"]:
            path = program.folder / text["new"]
            filled = path.read_text(encoding="utf-8")
            for blank in text["blanks"]:
                filled = filled.replace(blank, "Terrence Boyd")
            path.write_bytes(b"\xef\xbb\xbf" + filled.encode())  # as an editor of Windows saves it
    assert program.run("--apply") == 0
    assert all("Terrence Boyd" in text and "\ufeff" not in text for text in world.texts.values())


@pytest.mark.parametrize("which", ["new", "old"])
@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_a_file_of_another_person_is_refused(world: World, which: str) -> None:
    """A text that is not the one the manifest describes is not sent: the files of two mailboxes cannot be exchanged."""
    world.texts[PAT] = world.texts[PAT].replace("ofice", "ofice on Main Street")
    program, before = Program(world), dict(world.texts)
    one, two = sorted((program.folder / which).iterdir())[:: 2 if world.name == "graph.json" else 1][:2]
    first, second = one.read_bytes(), two.read_bytes()
    assert first != second
    one.write_bytes(second)
    two.write_bytes(first)
    assert program.run("--apply") == 1
    assert world.texts == before
    assert all("is not the file that was written" in why for _, _, why in program.log)


@pytest.mark.parametrize("world", SERVERS, indirect=True)
def test_a_busy_server_is_asked_again(world: World) -> None:
    """Too many requests (429, 503) are a reason to wait; a server that stays busy ends the run, which can go on later."""
    program = Program(world)
    world.answers = [429, 503]
    assert program.run("--apply") == 0
    assert is_right(world, DANA)
    program.run("--undo")
    world.answers = [429] * 20
    assert program.run("--apply") == 2
    assert not is_right(world, DANA)
    assert len(world.answers) == 17
    world.answers = []
    assert program.run("--apply") == 0
    assert is_right(world, PAT)


@pytest.mark.parametrize("status", [301, 302, 307, 403, 404, 500])
@pytest.mark.parametrize("world", SERVERS, indirect=True)
def test_an_error_costs_one_mailbox(world: World, status: int) -> None:
    """A mailbox that the server refuses is skipped, and said; a redirect is not followed, nor given the authorization."""
    program = Program(world)
    world.answers = [status]
    assert program.run("--apply") == 1
    assert not is_right(world, DANA)
    assert is_right(world, PAT)
    assert str(status) in program.log[0][2]
    assert not any("elsewhere" in request for request in world.requests)


@pytest.mark.parametrize("world", SERVERS, indirect=True)
def test_a_wrong_authorization_ends_the_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, or where it has run out, no other mailbox is tried."""
    program = Program(world)
    world.answers = [401]
    assert program.run("--apply") == 2
    assert len(world.requests) == 1
    monkeypatch.delenv("AUTHORIZATION")
    assert program.run("--apply") == 2
    assert len(world.requests) == 1


@pytest.mark.parametrize("world", [Graph], indirect=True)
def test_an_address_without_https_is_refused(world: World) -> None:
    """The authorization goes over no connection that others can read."""
    program = Program(world)
    path = program.folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("127.0.0.1", "graph.example"), encoding="utf-8")
    assert program.run("--apply") == 2
    assert world.requests == []


@pytest.mark.parametrize("world", [Gmail], indirect=True)
def test_gmail_keeps_what_was_set_since(world: World) -> None:
    """PUT replaces everything, so the other values are those of now: a reply that was turned off stays off."""
    program = Program(world)
    assert isinstance(world, Gmail)
    world.others[DANA] = {"enableAutoReply": False, "responseSubject": "Back soon"}
    assert program.run("--apply") == 0
    assert world.others[DANA] == {"enableAutoReply": False, "responseSubject": "Back soon"}
    assert is_right(world, DANA)


@pytest.mark.parametrize("world", [Gam], indirect=True)
@pytest.mark.parametrize(
    ("column", "value", "why"),
    [("enabled", "False", "turned off since"), ("startdate", "12/14/2026", "no date"), ("subject", "a\nb", "control character")],
)  # fmt: skip
def test_gam_never_turns_a_reply_on(world: World, column: str, value: str, why: str) -> None:
    """`vacation on` would turn on what its owner turned off, so that is skipped, as is what GAM would not read back."""
    program = Program(world)
    assert isinstance(world, Gam)
    world.row[column] = value
    assert program.run("--apply") == 1
    assert world.sets == []
    assert all(why in said for _, _, said in program.log)


@pytest.mark.parametrize("world", [Jmap], indirect=True)
def test_jmap_sets_nothing_that_changes_meanwhile(world: World) -> None:
    """The server is told which state was read, and refuses another."""
    program = Program(world)
    assert isinstance(world, Jmap)
    answer = world.answer

    def changing(method: str, path: str, body: Any) -> Any:
        said = answer(method, path, body)
        world.state += 1
        return said

    world.answer = changing  # type: ignore[method-assign]
    assert program.run("--apply") == 1
    assert world.sets == []
    assert "stateMismatch" in program.log[0][2]


@pytest.mark.parametrize("world", [Graph], indirect=True)
def test_the_other_reply_counts_too(world: World) -> None:
    """Where only the external reply is corrected and the owner has changed the internal one, neither is touched."""
    settings = world.settings  # type: ignore[attr-defined]
    inside = dict.fromkeys(world.texts, RIGHT)

    def with_another_inside(who: str) -> dict[str, Any]:
        found = settings(who)
        found["automaticRepliesSetting"]["internalReplyMessage"] = inside[who]
        return dict(found)

    world.settings = with_another_inside  # type: ignore[attr-defined]
    program = Program(world)
    inside[PAT] = OWN
    assert program.run("--apply") == 1
    assert is_right(world, DANA)
    assert not is_right(world, PAT)
    assert world.sets == [{"automaticRepliesSetting": {"externalReplyMessage": RIGHT}}]


@pytest.mark.parametrize("world", [Zimbra], indirect=True)
def test_it_runs_by_itself(world: World) -> None:
    """The program needs neither replylint nor any other package."""
    program = Program(world)
    words = [sys.executable, "-I", str(program.folder / "apply.py"), *world.arguments(program.folder), "--apply"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/")
    assert (done.returncode, done.stderr) == (0, "")
    assert "written to apply.zmprov" in done.stdout


SIGNATURE = page(MISSPELLED.partition("Thank you,\n\n")[2].replace("Technician", "Tecnician"))


class Signatures(World):
    """A system with a signature for each address that Dana sends from."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = {DANA: SIGNATURE, "permits@example.com": SIGNATURE.replace("4211", "4200")}


class GmailSignatures(Signatures):
    """Gmail's sendAs settings."""

    name = "sendas.json"

    def export(self) -> tuple[str, str]:
        """Return the addresses of one user."""
        listed = [{"sendAsEmail": who, "signature": text} for who, text in self.texts.items()]
        return self.name, json.dumps({DANA: {"sendAs": listed}})

    def answer(self, method: str, path: str, body: Any) -> Any:
        """Answer for /gmail/v1/users/USER/settings/sendAs/ADDRESS."""
        assert path.startswith(f"/gmail/v1/users/{DANA}/settings/sendAs/")
        who = unquote(path.rpartition("/")[2])
        if method == "PATCH":
            self.sets.append(body)
            self.put(who, body["signature"])
        return {"sendAsEmail": who, "displayName": "Dana", "signature": self.texts[who]}


class GamSignatures(Signatures):
    """GAM's print of signatures."""

    name = "signatures.csv"

    def export(self) -> tuple[str, str]:
        """Return the table."""
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(("User", "sendAsEmail", "signature"))
        writer.writerows((DANA, who, text) for who, text in self.texts.items())
        return self.name, table.getvalue()

    def arguments(self, folder: Path) -> list[str]:
        """Print what is set now."""
        (folder / "now.csv").write_text(self.export()[1], encoding="utf-8", newline="")
        return ["--now", str(folder / "now.csv")]

    def settle(self, folder: Path) -> None:
        """Run the batch that was written last."""
        for batch in ("gam-batch.txt", "gam-undo.txt"):
            path = folder / batch
            for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
                gam, user, who, update, sendas, address, htmlfile, name = shlex.split(line)
                assert (gam, user, who, update, sendas, htmlfile) == (
                    "gam",
                    "user",
                    DANA,
                    "update",
                    "sendas",
                    "htmlfile",
                )
                self.put(address, (folder / name).read_text(encoding="utf-8"))
            path.unlink(missing_ok=True)


@pytest.mark.parametrize("world", [GmailSignatures, GamSignatures], indirect=True)
def test_signatures_go_to_their_addresses(world: World) -> None:
    """Each address that a user sends from has its own signature, which is compared, set and put back by itself."""
    program, before = Program(world), dict(world.texts)
    world.texts[DANA] = OWN
    assert program.run("--apply") == 1
    assert world.texts[DANA] == OWN
    assert world.texts["permits@example.com"] == before["permits@example.com"].replace("Tecnician", "Technician")
    assert [(who, result) for who, result, _ in program.log if result == "skipped"] == [(DANA, "skipped")]
    assert program.run("--undo") == 0
    assert world.texts["permits@example.com"] == before["permits@example.com"]
