# A subclass of list: which operations call overridden methods, and which results are plain lists.
class Logged(list):
    def append(self, x):
        print('  append', x)
        super().append(x)
    def __getitem__(self, i):
        print('  getitem', i)
        return super().__getitem__(i)
    def __len__(self):
        print('  len')
        return super().__len__()
    def __iter__(self):
        print('  iter')
        return super().__iter__()

x = Logged([1, 2, 3])
print('extend does not append'); x.extend([4])
print('index', x[0]); print('slice', x[1:3])
print('for', [v for v in x])
print('bool'); print(bool(x))
print('unpack'); a, *b = x; print(a, b)
print('star', [*x])
print('sorted', sorted(x))
print('in', 3 in x, x.index(2))
print('reversed', list(reversed(x)))
print('list()', list(x))
print('join'); print(','.join(Logged(['a', 'b'])))
print('add', type(x + [1]).__name__, type(x * 2).__name__, type(x.copy()).__name__, type(x[:]).__name__)
print('eq', x == [1, 2, 3, 4], [1, 2, 3, 4] == x)
print('attributes', hasattr(x, '__dict__'), hasattr([], '__dict__'))
x += [5]
print('iadd keeps the class', type(x).__name__)
class Init(list):
    def __init__(self, *args, flag=False):
        super().__init__(*args)
        self.flag = flag
y = Init('ab', flag=True)
print('init', y, y.flag)
y.__init__('c')
print('init again replaces', y, y.flag)
print('class_getitem', list[int], list[int]('ab'), Logged[int].__origin__.__name__)
