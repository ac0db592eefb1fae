# Pairs of sockets, a server of the same process, select and poll, with threads on both sides.
# needs: threads, socket, select, selectors
# reference: native
import select
import selectors
import socket
import threading
import time

a, b = socket.socketpair()
print(a.family == b.family == socket.AF_UNIX, a.type == socket.SOCK_STREAM, a.gettimeout())
print(a.send(b'hello'), b.recv(3), b.recv(100))
b.settimeout(0.01)
try:
    b.recv(1)
except TimeoutError as error:
    print('timeout', error)
b.setblocking(False)
try:
    b.recv(1)
except BlockingIOError as error:
    print('would block', error.errno)
print('nothing to read', select.select([b], [b], [], 0) == ([], [b], []))
threading.Thread(target=lambda: (time.sleep(0.02), a.sendall(b'late'))).start()
print('woken', select.select([b], [], [], 5)[0] == [b], b.recv(10))
buffer = bytearray(4)
a.send(b'into')
print(b.recv_into(buffer), buffer)
a.send(b'peek')
print(b.recv(10, socket.MSG_PEEK), b.recv(10))
a.shutdown(socket.SHUT_WR)
print('end', b.recv(10), b.send(b'other way'), a.recv(20))
b.close()
print('closed', b.fileno(), a.recv(5))
try:
    a.send(b'x')
except BrokenPipeError as error:
    print(type(error).__name__)
a.close()
try:
    a.send(b'x')
except OSError as error:
    print(error)

server = socket.create_server(('127.0.0.1', 0))
host, port = server.getsockname()
print(host, port > 0)


def serve():
    connection, address = server.accept()
    with connection, connection.makefile('rwb') as stream:
        for line in stream:
            stream.write(line.upper())
            stream.flush()


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(('localhost', port)) as client:
    print('peer', client.getpeername()[1] == port)
    with client.makefile('rw') as stream:
        for word in ('spam', 'eggs'):
            print(word, file=stream, flush=True)
            print(stream.readline().strip())
thread.join()
server.close()
try:
    socket.create_connection(('127.0.0.1', port))
except ConnectionRefusedError as error:
    print(type(error).__name__, error.errno)

big = b'0123456789' * 100_000
a, b = socket.socketpair()
got = bytearray()


def read_all():
    while chunk := b.recv(65536):
        got.extend(chunk)


thread = threading.Thread(target=read_all)
thread.start()
a.sendall(big)
a.close()
thread.join()
print('all came', got == big)
b.close()

a, b = socket.socketpair()
with selectors.PollSelector() as selector:
    selector.register(a, selectors.EVENT_READ, 'a')
    selector.register(b, selectors.EVENT_READ | selectors.EVENT_WRITE, 'b')
    print(sorted((key.data, events) for key, events in selector.select(1)))
    b.send(b'x')
    print(sorted((key.data, events) for key, events in selector.select(1)))
    selector.modify(b, selectors.EVENT_READ)
    a.recv(1)
    print(selector.select(0.01))
poll = select.poll()
poll.register(a, select.POLLIN)
b.close()
print(poll.poll(10) == [(a.fileno(), select.POLLIN | select.POLLHUP)])
a.close()
print(socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, '2001:db8:0:0:1::')), socket.htons(1), socket.inet_aton('1.2.3.4'))
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM)[0][4])
