"""The `ucj` command, also as `python -m ucj_coverage`."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while modules load ends the command, and shows none of them

from deployments.cli import main

if __name__ == "__main__":
    main()
