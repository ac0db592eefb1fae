# Pipes of the operating system under select, poll and selectors: empty, written to by a thread, left by their writer, closed.
# needs: threads, select, selectors
# reference: native
import os
import select
import selectors
import threading
import time

r, w = os.pipe()
print('nothing', select.select([r], [], [], 0.01) == ([], [], []))
poll = select.poll()
poll.register(r, select.POLLIN)
print('nothing', poll.poll(10))


def later(action):
    def run():
        time.sleep(0.02)
        action()

    threading.Thread(target=run).start()


later(lambda: os.write(w, b'abc'))
print('written', poll.poll() == [(r, select.POLLIN)], select.select([r], [w], [], None) == ([r], [w], []))
print(os.read(r, 2), poll.poll(0) == [(r, select.POLLIN)], os.read(r, 10), poll.poll(0))

other, writer = os.pipe()
os.write(writer, b'first')
with selectors.DefaultSelector() as selector:
    for fd in r, other:
        selector.register(fd, selectors.EVENT_READ)
    # An empty pipe is not asked before one that has something.
    print([key.fd == other for key, events in selector.select()], os.read(other, 10))
    later(lambda: os.write(w, b'second'))
    print([key.fd == r for key, events in selector.select()], os.read(r, 10))
os.close(writer)
os.close(other)

os.write(w, b'rest')
os.close(w)
print('rest', os.read(r, 10))
print('hung up', poll.poll() == [(r, select.POLLHUP)], select.select([r], [], [], 5) == ([r], [], []), os.read(r, 5))
os.close(r)
print('closed', poll.poll() == [(r, select.POLLNVAL)])
try:
    select.select([r], [], [], 1)
except OSError as error:
    print('select', error)
with open(__file__) as file:
    print('a file is always ready', select.select([file], [], [], 1) == ([file], [], []))
