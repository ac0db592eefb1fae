// The module `_remote_debugging`: what asyncio's tools import to look into other processes. Stands in for CPython's Modules/_remote_debugging_module.c,
// in Python. Left out: the looking. No engine of ours can read the memory of another process, and says so when asked.
import type { ModuleDefinition } from '../module-definition.ts';

const python = String.raw`
from collections import namedtuple

PROCESS_VM_READV_SUPPORTED = 0


def _record(name, fields, doc):
    record = namedtuple(name, fields, module="_remote_debugging")
    record.__doc__ = doc
    return record


FrameInfo = _record("FrameInfo", "filename lineno funcname", "Information about a frame")
CoroInfo = _record("CoroInfo", "call_stack task_name", "Information about a coroutine")
TaskInfo = _record("TaskInfo", "task_id task_name coroutine_stack awaited_by", "Information about an asyncio task")
ThreadInfo = _record("ThreadInfo", "thread_id frame_info", "Information about a thread")
AwaitedInfo = _record("AwaitedInfo", "thread_id awaited_by", "Information about what a thread is awaited by")


class RemoteUnwinder:
    """Stacks of a Python process that runs elsewhere."""

    def __init__(self, pid, *, all_threads=False, only_active_thread=False, debug=False):
        raise RuntimeError("the memory of other processes cannot be read on this implementation")
`;

export const remoteDebuggingModule: ModuleDefinition = {
  name: '_remote_debugging',
  doc: 'Looking into other processes, which is not possible here.',
  python,
};
