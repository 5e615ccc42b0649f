"""`python -m liquidc`: the native command line."""

import os
import signal
import sys


def main() -> int:
    from . import _core

    # The program is native from here on: Ctrl-C, and a reader that goes away, end it as they would end any other.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    return _core.run_command_line([b"liquidc", *map(os.fsencode, sys.argv[1:])])


if __name__ == "__main__":
    sys.exit(main())
