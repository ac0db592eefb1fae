# Four worker threads take n jobs from a queue; results come back through another and are put in order.
# Stresses: threads, locks, queue.Queue, switching between threads; the work itself is a loop of small integers.
# Origin: written for this lab. Runs on Python 3 and PyPy with threads (not in WebAssembly).

import threading
from queue import Queue

ANSWERS = {
    40: '40 jobs, 5241 steps, longest 308, checksum 27646',
    1400: '1400 jobs, 178388 steps, longest 350, checksum 21831',
    14000: '14000 jobs, 1786230 steps, longest 469, checksum 57632',
    140000: '140000 jobs, 17895599 steps, longest 469, checksum 41363',
}

WORKERS = 4


def collatz_steps(number):
    steps = 0
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    return steps


class Totals:
    """Shared between the workers, guarded by a lock."""

    def __init__(self):
        self.lock = threading.Lock()
        self.jobs = 0
        self.steps = 0

    def add(self, steps):
        with self.lock:
            self.jobs += 1
            self.steps += steps


class Worker(threading.Thread):
    def __init__(self, jobs, results, totals):
        super().__init__()
        self.jobs = jobs
        self.results = results
        self.totals = totals

    def run(self):
        while True:
            job = self.jobs.get()
            if job is None:
                return
            index, number = job
            try:
                steps = collatz_steps(number)
                self.totals.add(steps)
                self.results.put((index, steps))
            except Exception as error:  # a worker that died silently would leave the main thread waiting
                self.results.put((index, error))


def run_pool(numbers):
    jobs, results = Queue(maxsize=2 * WORKERS), Queue()
    totals = Totals()
    workers = [Worker(jobs, results, totals) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for job in enumerate(numbers):
        jobs.put(job)
    for _ in workers:
        jobs.put(None)
    for worker in workers:
        worker.join()
    collected = [results.get() for _ in numbers]
    collected.sort(key=lambda result: result[0])
    return [steps for _, steps in collected], totals


def verify(n, numbers, steps, totals, answer):
    if totals.jobs != n or totals.steps != sum(steps):
        raise AssertionError(f'thread_pool: {totals.jobs} jobs and {totals.steps} steps counted')
    for index in range(0, n, n // 10 + 1):
        if collatz_steps(numbers[index]) != steps[index]:
            raise AssertionError(f'thread_pool: job {index} has the result of another')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('thread_pool: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=1400):
    state = 97
    numbers = []
    for _ in range(n):
        state = (state * 1366 + 150889) % 714025
        numbers.append(1 + state)
    steps, totals = run_pool(numbers)
    checksum = 0
    for count in steps:
        checksum = (checksum * 31 + count) % 65521
    answer = f'{totals.jobs} jobs, {totals.steps} steps, longest {max(steps)}, checksum {checksum}'
    verify(n, numbers, steps, totals, answer)
    return answer


if __name__ == '__main__':
    print(workload())
