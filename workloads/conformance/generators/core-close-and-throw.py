# Ending a generator from outside, and throwing into it.


def worker():
    try:
        while True:
            try:
                yield 'ready'
            except ValueError as e:
                print('inside:', e)
    finally:
        print('cleaned up')


g = worker()
print(next(g))
print(g.throw(ValueError('oops')))
g.close()
g.close()
print(list(g))
