"""The program `kemitraan`: which commands there are, and how each of them ends."""

import os
import sys
from typing import NamedTuple, NoReturn

from cyclopts import App, CycloptsError, Group
from rich.text import Text

from cli.failures import Exit, Failure
from cli.screen import ERR, OUT, say

TRY = Group("Try it", sort_key=1)
STEER = Group("Start, steer, read", sort_key=2)
KEEP = Group("Run and keep it whole", sort_key=3)


class Entry(NamedTuple):
    """A command: what it does in a few words, and where it is loaded from once it is called."""

    group: Group
    help: str
    where: str


COMMANDS = {
    "dev": Entry(TRY, "Bring up the whole product on this machine.", "cli.developing:dev"),
    "demo": Entry(TRY, "Watch three partnerships from first contact to their end.", "cli.demo.playing:demo"),
    "simulate": Entry(TRY, "See what a policy does to people over years.", "cli.simulating:simulate"),
    "start": Entry(STEER, "Propose a partnership.", "cli.steering:start"),
    "send": Entry(STEER, "Send commands to a partnership.", "cli.steering:send"),
    "show": Entry(STEER, "Show one partnership and its next steps.", "cli.reading:show"),
    "list": Entry(STEER, "List partnerships.", "cli.reading:list_"),
    "timeline": Entry(STEER, "Tell what has happened in one.", "cli.reading:timeline"),
    "depart": Entry(STEER, "Move all duties of somebody who leaves.", "cli.departures:depart"),
    "calendar": Entry(STEER, "Give somebody's calendar an address.", "cli.departures:calendar"),
    "task": Entry(STEER, "See what waits for you, and hand it around.", "cli.tasks:app"),
    "record": Entry(STEER, "Take a whole record along, and check one.", "cli.records:app"),
    "org": Entry(STEER, "Organisations of the directory.", "cli.directory.organisations:app"),
    "person": Entry(STEER, "People: reached how, in which posts, away when.", "cli.directory.people:app"),
    "position": Entry(STEER, "Posts that people fill for a time.", "cli.directory.positions:app"),
    "directory": Entry(STEER, "Tables in and out, duplicates, troubles.", "cli.directory.upkeep:app"),
    "api": Entry(KEEP, "Serve the HTTP API.", "cli.serving:api"),
    "worker": Entry(KEEP, "Run a worker.", "cli.serving:worker"),
    "relay": Entry(KEEP, "Wake whoever has something to be told.", "cli.serving:relay"),
    "bounce": Entry(KEEP, "Take mail that came back from a mail server.", "cli.bouncing:bounce"),
    "policy": Entry(KEEP, "Show, check, publish and compare policies.", "cli.policy:app"),
    "key": Entry(KEEP, "Make, list and revoke API keys.", "cli.keys:app"),
    "migrate": Entry(KEEP, "Bring the database to this release.", "cli.upkeep:migrate"),
    "setup": Entry(KEEP, "Prepare the namespace of Temporal.", "cli.upkeep:setup"),
    "verify": Entry(KEEP, "Walk every hash chain of the ledger.", "cli.upkeep:verify"),
    "rebuild": Entry(KEEP, "Fold the read tables from the ledger.", "cli.upkeep:rebuild"),
    "recover": Entry(KEEP, "Start lost workflows from the ledger.", "cli.upkeep:recover"),
}

app = App(
    name="kemitraan",
    help="The life of partnerships between organisations. Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, "
    "4 conflict, 5 unreachable.",
    version_flags=[],
    console=OUT,
    error_console=ERR,
    error_formatter=lambda error: Text(" ".join(str(error).split()), style="red"),
)

for name, entry in COMMANDS.items():
    app.command(entry.where, name=name, group=entry.group, help=entry.help)


def main() -> NoReturn:
    """Run one command, and end."""
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    if "temporalio" in sys.modules:
        os._exit(code)  # its threads sometimes abort a process that ends in the usual way
    sys.exit(code)


def run(words: list[str]) -> Exit:
    """One command; its failure is one line and an exit code."""
    try:
        app(words, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return Exit.USAGE  # told already
    except Failure as failure:
        say(str(failure), style="red")
        return failure.exit
    except KeyboardInterrupt:
        return Exit.FAILED
    except BrokenPipeError:  # whoever read our output has read enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open until the end
    except Exception as error:  # a fault of ours: told in one line too, and in full where somebody wants to see it
        if os.environ.get("KEMITRAAN_DEBUG"):
            raise
        cause = error.__cause__ or error
        say(f"unexpected: {type(cause).__name__}: {cause} (KEMITRAAN_DEBUG=1 shows where)", style="red")
        return Exit.FAILED
    return Exit.OK


if __name__ == "__main__":
    main()
