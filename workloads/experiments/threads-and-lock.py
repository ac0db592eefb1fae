# Is there a lock around the interpreter, and are there threads at all?
import sys

try:
    import _thread
except ImportError:
    print("no threads")
else:
    enabled = getattr(sys, "_is_gil_enabled", None)
    print("threads;", "does not say" if enabled is None else "GIL" if enabled() else "no GIL")
    try:
        _thread.start_new_thread(lambda: None, ())
        print("a thread starts")
    except Exception as e:
        print("a thread does not start:", type(e).__name__)
