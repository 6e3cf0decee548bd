"""What a process holds for good."""

import gc


def settle() -> None:
    """What is in memory by now, code and policy above all, stays for good: let Python's collector leave it alone.

    Otherwise it walks through all of it again and again, and every thread waits meanwhile, 150 ms at a time.
    """
    gc.collect()
    gc.freeze()
