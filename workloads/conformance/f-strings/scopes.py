# Names inside f-strings: closures, comprehensions, class bodies, lambdas and evaluation time.
# needs: python-3.8
x = 'global'
def outer():
    x = 'outer'
    def inner():
        return f'{x} {(lambda: x)()} {[x + str(i) for i in range(2)]}'
    return inner
print('closure', outer()())

class C:
    y = 'class'
    text = f'{y} {x}'
    items = [f'{i}{x}' for i in range(2)]
print('class body', C.text, C.items)

def late():
    return [lambda: f'{i}' for i in range(3)]
print('late binding', [g() for g in late()])
print('default', (lambda s=f'{x}': s)())

def generator():
    total = 0
    while True:
        total += (yield f'total {total}')
g = generator()
print(next(g), g.send(5), g.send(7))

def yielding():
    value = f'{(yield "asked")}!'
    yield value
h = yielding()
print(next(h), h.send('answer'))

async def coroutine():
    async def one():
        return 1
    return f'{await one()} {[i async for i in agen()]}'
async def agen():
    yield 'x'
try:
    coroutine().send(None)
except StopIteration as stop:
    print('await', stop.value)

print('locals kept', f'{[k for k in range(3)]}', 'k' in globals(), f'{(w := 3)}', w)
def doc():
    f'''not a docstring'''
print('no docstring', doc.__doc__)
print('annotations', (lambda: f'{1}' f'{2}')(), f'a' is f'a', type(f'{"a"}').__name__)
