"""The program `kemitraan`: which commands there are, and how each of them ends."""

import os
import sys
from typing import NoReturn

from cyclopts import App, CycloptsError
from rich.text import Text

from cli.failures import Exit, Failure
from cli.screen import ERR, OUT, say

app = App(
    name="kemitraan",
    help="The life of partnerships between organisations: start, steer, read, run.",
    version_flags=[],
    console=OUT,
    error_console=ERR,
    error_formatter=lambda error: Text(" ".join(str(error).split()), style="red"),
)

for name, where in {
    "dev": "cli.developing:dev",
    "demo": "cli.demo.playing:demo",
    "start": "cli.steering:start",
    "send": "cli.steering:send",
    "show": "cli.reading:show",
    "list": "cli.reading:list_",
    "timeline": "cli.reading:timeline",
    "key": "cli.keys:app",
    "migrate": "cli.upkeep:migrate",
    "setup": "cli.upkeep:setup",
    "verify": "cli.upkeep:verify",
    "rebuild": "cli.upkeep:rebuild",
    "recover": "cli.upkeep:recover",
    "api": "cli.serving:api",
    "worker": "cli.serving:worker",
}.items():
    app.command(where, name=name)


def main() -> NoReturn:
    """Run one command; its failure is one line and an exit code."""
    _leave(_run(sys.argv[1:]))


def _run(words: list[str]) -> Exit:
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
    except Exception as error:  # a fault of ours: told in one line too, in full where somebody wants to see it
        if os.environ.get("KEMITRAAN_DEBUG"):
            raise
        say(f"unexpected: {type(error).__name__}: {error} (KEMITRAAN_DEBUG=1 shows where)", style="red")
        return Exit.FAILED
    return Exit.OK


def _leave(code: Exit) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    if "temporalio" in sys.modules:
        os._exit(code)  # its threads sometimes abort a process that ends in the usual way
    sys.exit(code)


if __name__ == "__main__":
    main()
