# Runs workloads under the Python that it is started with and prints one line for each:
# name, n, milliseconds of the first and of the second call, answer or error, with tabs between.
# For CPython, PyPy, MicroPython and Python 2.7: `python workloads-driver.py DIRECTORY CALLS NAME:N ...`
import sys
import time

if hasattr(time, 'perf_counter'):
    now = time.perf_counter
elif hasattr(time, 'ticks_us'):

    def now():
        return time.ticks_us() / 1e6

else:
    now = time.time

if hasattr(sys, 'dont_write_bytecode'):
    sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
calls = int(sys.argv[2])
for job in sys.argv[3:]:
    name, text = job.split(':')
    n = int(text)
    times = ['-', '-']
    try:
        module = __import__(name)
        if calls == 0:
            # Answers are being made: those stored in the program must not be compared with.
            module.ANSWERS.clear()
        for call in range(max(calls, 1)):
            start = now()
            answer = module.workload(n)
            times[min(call, 1)] = '%.2f' % ((now() - start) * 1000)
            result = 'ok\t' + answer
    except Exception as error:
        result = 'error\t%s: %s' % (type(error).__name__, error)
    print('\t'.join([name, text, times[0], times[1], result]))
