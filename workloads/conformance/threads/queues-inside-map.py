# Two threads that answer each other's queue.get() from inside map(), sorted() and a comprehension on both sides.
# needs: threads
# reference: native
import queue
import threading


def pair(left, right):
    threads = [threading.Thread(target=left), threading.Thread(target=right)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


to_left, to_right = queue.Queue(), queue.Queue()
answers = {}


def ask(item):
    to_right.put(item)
    return to_left.get()


def answer(item):
    question = to_right.get()
    to_left.put((question, item))
    return question


pair(
    lambda: answers.update(asked=list(map(ask, range(5)))),
    lambda: answers.update(answered=list(map(answer, 'abcde'))),
)
print('map and map', answers['asked'], answers['answered'])

pair(
    lambda: answers.update(asked=sorted([3, 1, 2], key=lambda n: ask(n)[0])),
    lambda: answers.update(answered=[answer(item) for item in 'xyz']),
)
print('sort key and comprehension', answers['asked'], answers['answered'])

pair(
    lambda: answers.update(asked=sum(ask(n)[0] for n in range(10))),
    lambda: answers.update(answered=max(map(answer, range(10)))),
)
print('sum of a generator and max of a map', answers['asked'], answers['answered'])


class Asking:
    def __init__(self, n):
        self.reply = ask(n)

    @property
    def again(self):
        return ask(self.reply)


pair(
    lambda: answers.update(asked=[a.again for a in map(Asking, range(3))]),
    lambda: answers.update(answered=dict(enumerate(map(answer, 'pqrstu')))),
)
print('__init__ and property', answers['asked'], answers['answered'])
