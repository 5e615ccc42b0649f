"""`python -m liquidc`: the native command line."""

import signal
import sys


def main() -> int:
    from . import _core

    # The program is native from here on: Ctrl-C ends it as it would end any other.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.stdout.flush()
    return _core.run_command_line(["liquidc", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
