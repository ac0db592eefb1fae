# Calls what a module offers, and the methods of the instances that its types give, with arguments of all kinds. Before each callable its number and
# name go to standard error, so that whoever runs this knows which one ended the process; after it what the calls came to goes to standard output.
# Arguments: MODULE [FIRST]. Run by check-arguments.mjs.
import importlib
import os
import random
import sys

# They end, stop, copy, or change the process or what lies on the disk, wait for the outside, or run what they are given.
UNSAFE = frozenset('''
    _clear_type_descriptors _crash _debugmallocstats _exit _fatal_error _fatal_error_c_thread _halt _read_null _run_exitfuncs
    _set_stopiteration_hook _setprofileallthreads _shutdown _sigabrt _sigfpe _sigsegv _stack_overflow abort accept acquire alarm bind breakpoint
    breakpointhook cancel_dump_traceback_later chdir chmod chown chroot close closerange compile connect copyright crash credits
    daemon_threads_allowed dump_traceback_later dup2 eval exec execv execve exit fchdir fexecve fork forkpty ftruncate getrandom help input
    interrupt_main join kill killpg lchmod lchown license link lockf login_tty main makedirs mkdir mkfifo mknod nice open openpty pause poll
    posix_spawn posix_spawnp pthread_kill pthread_sigmask putenv pwrite pwritev quit raise_signal read readv recv recv_into register remove
    removedirs rename replace rmdir sched_setaffinity select sendfile sendmsg set_asyncgen_hooks set_coroutine_origin_tracking_depth
    set_wakeup_fd setegid seteuid setgid setitimer setprofile setrecursionlimit setregid setreuid setsid setswitchinterval settrace setuid
    setup_testcapi sigtimedwait sigwait sigwaitinfo sleep spawnv spawnve stack_size start_joinable_thread start_new start_new_thread symlink
    system tcsetpgrp test truncate umask unlink unsetenv urandom wait waitid waitpid write writev
'''.split())
# They wait for what nobody sends, or close the program's own descriptors.
UNSAFE_OF = frozenset(('SimpleQueue().get', 'FileIO', 'FileIO().__init__', '_settraceallthreads'))
# These answer by the whole program, not by their arguments.
OF_THE_PROGRAM = frozenset(('__class__', '__subclasses__', '__init_subclass__', '__subclasshook__'))


class Plain:
    pass


class Index:
    def __index__(self):
        return 3


class Hostile:
    def __len__(self):
        return -1

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration

    def __hash__(self):
        raise ValueError('hash')

    def __eq__(self, other):
        raise ValueError('eq')


def values():
    return [
        None, 0, -1, 3, 10**30, 1.5, 'abc', '', b'xy', bytearray(b'q'), [1, 2], (1,), {1: 2}, {3}, Plain(), Plain, int, Index(), Hostile(),
        range(4), lambda *a: 1, iter([1]), slice(1, 2), True, memoryview(b'mm'), 2j, '\ud800', float('nan'), type, object(),
    ]  # fmt: skip


def instances(cls):
    for given in ((), (3,), ('abc',), ([1, 2],), (b'xyz',), ([1], 2), (len, [1]), ({1: 2},), ('a', 'b'), (1, 2), (1, 2, 3)):
        try:
            return [cls(*given)]
        except BaseException:
            pass
    return []


def targets(module):
    """(name, function or type, method's name or None)."""
    seen = set()
    for name in sorted(vars(module)):
        found = getattr(module, name, None)
        if name in UNSAFE or name in UNSAFE_OF or id(found) in seen or not callable(found):
            continue
        seen.add(id(found))
        yield name, found, None
        if not isinstance(found, type) or found is type:
            continue
        for instance in instances(found):
            for method in sorted(dir(found)):
                if method in UNSAFE or method in OF_THE_PROGRAM or f'{name}().{method}' in UNSAFE_OF:
                    continue
                try:
                    is_method = callable(getattr(instance, method))
                except BaseException:
                    continue
                if is_method:
                    yield f'{name}().{method}', found, method


def outcome(call, args, kwargs):
    """'ok', or the name of the exception; what a result is good for is asked, too, for its own sake."""
    try:
        result = call(*args, **kwargs)
    except BaseException as e:
        try:
            repr(e)
        except BaseException:
            pass
        return type(e).__name__
    try:
        repr(result)
        if hasattr(type(result), '__next__'):
            for _ in range(3):
                next(result)
    except BaseException:
        pass
    return 'ok'


def outcomes(found, method):
    rnd = random.Random(5)
    kinds = values()
    argument_lists = [()] + [(v,) for v in kinds]
    argument_lists += [tuple(rnd.choice(kinds) for _ in range(n)) for n in (2, 3, 4, 5) for _ in range(25)]
    for args in argument_lists:
        call = found
        if method is not None:
            for instance in instances(found):
                call = getattr(instance, method)
        yield outcome(call, args, {})
        if method is None and isinstance(found, type):
            for keyword in ('x', 'key', 'object'):
                yield outcome(call, args, {keyword: 1})


def main(name, first):
    module = importlib.import_module(name)
    for number, (shown, found, method) in enumerate(targets(module)):
        if number < first:
            continue
        os.write(2, f'\n{number} {shown}\n'.encode())
        answers = ' '.join(outcomes(found, method))
        os.write(1, f'\n= {shown} {answers}\n'.encode())
    os.write(2, b'\nEND\n')
    os._exit(0)


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
