"""What Ctrl-C does: nothing but end the command until it has begun, and then what the command makes of it."""

import signal


def hear_interrupts() -> None:
    """From now on Ctrl-C raises KeyboardInterrupt again; where it is ignored, as behind `nohup` or `&`, it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
