# Condition, Event, Barrier and Timer used so that the order is fixed.
# needs: threads, threading, time
# reference: native
import threading
import time
turn = 0
log = []
cond = threading.Condition()
def player(me, rounds):
    global turn
    for i in range(rounds):
        with cond:
            cond.wait_for(lambda: turn == me)
            log.append((me, i))
            turn = (turn + 1) % 3
            cond.notify_all()
players = [threading.Thread(target=player, args=(n, 3)) for n in range(3)]
for p in reversed(players): p.start()
for p in players: p.join()
print('turns', log)
ready, go = threading.Event(), threading.Event()
steps = []
def waiter():
    steps.append('waiting'); ready.set()
    go.wait(); steps.append('went')
t = threading.Thread(target=waiter); t.start()
ready.wait(); steps.append('main'); go.set(); t.join()
print('event', steps, go.is_set(), go.wait(0))
go.clear()
print('cleared', go.is_set(), go.wait(0.01))
barrier = threading.Barrier(3, action=lambda: steps.append('action'))
indexes = []
def meet():
    i = barrier.wait()
    with cond: indexes.append(i)
ts = [threading.Thread(target=meet) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print('barrier', sorted(indexes), steps[-1], barrier.n_waiting, barrier.parties)
broken = []
def breaks():
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        broken.append(True)
t = threading.Thread(target=breaks); t.start()
while barrier.n_waiting == 0:
    time.sleep(0.001)
barrier.abort(); t.join(); print('aborted', broken, barrier.broken)
fired = threading.Event()
timer = threading.Timer(0.01, fired.set)
timer.start()
timer.join()
print('timer', fired.is_set())
timer = threading.Timer(60, print, ['never'])
timer.start()
timer.cancel()
timer.join()
print('cancelled')
for f in (cond.notify, cond.wait, lambda: cond.release()):
    try:
        f()
    except RuntimeError as error:
        print(error)
with cond:
    print('timeout', cond.wait(0.01), cond.wait_for(lambda: False, 0.01), cond.wait_for(lambda: 'value'))
