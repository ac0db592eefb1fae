# Subclasses of list and dict.


class Stack(list):
    def push(self, x):
        self.append(x)

    def top(self):
        return self[-1]


class Table(dict):
    def total(self):
        return sum(self.values())


s = Stack()
s.push(1)
s.push(2)
print(s.top(), len(s), s == [1, 2], isinstance(s, list))
t = Table()
t['a'] = 1
t['b'] = 2
print(t.total(), sorted(t), isinstance(t, dict))
