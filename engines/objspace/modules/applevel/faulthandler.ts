// The module `faulthandler`: tracebacks written to a file descriptor on request, at a signal, after a time. Stands in for CPython's
// Modules/faulthandler.c, in Python. Left out: faults of the process (there are none to survive here: `enable` only remembers), the C stack.
import type { ModuleDefinition } from '../module-definition.ts';

const python = String.raw`
import _signal
import _thread
import os
import sys

_enabled = False
_registered = {}
_later = None
_MOST_FRAMES = 100
_MOST_TEXT = 500


def _descriptor(file):
    """The file descriptor to write to, as the C functions take it: none, a number, or a file."""
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError("unable to get sys.stderr")
    elif isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descripter")
        return file
    fd = file.fileno()
    if not isinstance(fd, int) or fd < 0:
        raise RuntimeError("file.fileno() is not a valid file descriptor")
    try:
        file.flush()
    except Exception:
        pass
    return fd


def _plain(text):
    """Printable ASCII as it is, the rest escaped, cut where it is long."""
    cut = text[:_MOST_TEXT]
    plain = "".join(
        c if " " <= c <= "~" else c.encode("ascii", "backslashreplace").decode("ascii") for c in cut
    )
    return plain + ("..." if len(text) > _MOST_TEXT else "")


def _stack(frame):
    lines = []
    while frame is not None:
        if len(lines) == _MOST_FRAMES:
            lines.append("  ...\n")
            break
        code = frame.f_code
        line = "???" if frame.f_lineno is None else frame.f_lineno
        lines.append(f'  File "{_plain(code.co_filename)}", line {line} in {_plain(code.co_name)}\n')
        frame = frame.f_back
    return "".join(lines) or "  <no Python frame>\n"


def _dump(fd, all_threads, frame, own):
    """frame of the thread own, and those of the others where they are asked for."""
    if not all_threads:
        os.write(fd, ("Stack (most recent call first):\n" + _stack(frame)).encode())
        return
    frames = sys._current_frames()
    if frame is not None:
        frames[own] = frame
    parts = []
    # The youngest first: identifiers fall.
    for ident in sorted(frames):
        kind = "Current thread" if ident == own and frame is not None else "Thread"
        name = ""
        threading = sys.modules.get("threading")
        if threading is not None and ident != threading._main_thread.ident and ident in threading._active:
            name = f" [{_plain(threading._active[ident].name)[:15]}]"
        parts.append(f"{kind} 0x{ident:016x}{name} (most recent call first):\n{_stack(frames[ident])}")
    os.write(fd, "\n".join(parts).encode())


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread, or of all threads if all_threads is True, into file."""
    _dump(_descriptor(file), all_threads, sys._getframe(1), _thread.get_ident())


def dump_c_stack(file=None):
    """Dump the C stack of the current thread."""
    os.write(_descriptor(file), b"Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n")


def enable(file=None, all_threads=True, c_stack=True):
    """Enable the fault handler."""
    global _enabled
    _descriptor(file)
    _enabled = True


def disable():
    """Disable the fault handler."""
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    """Check if the handler is enabled."""
    return _enabled


def _format(timeout):
    microseconds = round(timeout * 1e6)
    seconds, microseconds = divmod(microseconds, 1_000_000)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return text + (f".{microseconds:06}" if microseconds else "")


def _watch(cancelled, timeout, repeat, fd, leave):
    while not cancelled.acquire(True, timeout):
        os.write(fd, f"Timeout ({_format(timeout)})!\n".encode())
        frames = sys._current_frames()
        frames.pop(_thread.get_ident(), None)
        parts = [
            f"Thread 0x{ident:016x} (most recent call first):\n{_stack(frames[ident])}"
            for ident in sorted(frames)
        ]
        os.write(fd, "\n".join(parts).encode())
        if leave:
            os._exit(1)
        if not repeat:
            return


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump the traceback of all threads in timeout seconds."""
    global _later
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    if timeout > _thread.TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
    fd = _descriptor(file)
    cancel_dump_traceback_later()
    cancelled = _thread.allocate_lock()
    cancelled.acquire()
    _later = cancelled
    _thread.start_joinable_thread(
        lambda: _watch(cancelled, timeout, repeat, fd, exit), daemon=True
    )


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""
    global _later
    if _later is not None:
        _later.release()
        _later = None


def register(signum, file=None, all_threads=True, chain=False):
    """Register a handler for the signal 'signum': dump the traceback of the current thread, or of all threads."""
    if signum in (_signal.SIGSEGV, _signal.SIGFPE, _signal.SIGABRT, _signal.SIGBUS, _signal.SIGILL):
        raise RuntimeError(f"signal {signum} cannot be registered, use enable() instead")
    if signum < 1 or signum >= _signal.NSIG:
        raise ValueError("signal number out of range")
    fd = _descriptor(file)
    previous = _registered[signum][0] if signum in _registered else _signal.getsignal(signum)

    def handler(number, frame):
        _dump(fd, all_threads, frame, _thread.get_ident())
        if chain:
            if callable(previous):
                previous(number, frame)
            elif previous == _signal.SIG_DFL:
                _signal.signal(number, previous)
                _signal.raise_signal(number)

    _signal.signal(signum, handler)
    _registered[signum] = (previous, handler)


def unregister(signum):
    """Unregister the handler of the signal 'signum' registered by register()."""
    if signum < 1 or signum >= _signal.NSIG:
        raise ValueError("signal number out of range")
    if signum not in _registered:
        return False
    _signal.signal(signum, _registered.pop(signum)[0])
    return True
`;

export const faulthandlerModule: ModuleDefinition = {
  name: 'faulthandler',
  doc: 'faulthandler module.',
  python,
};
