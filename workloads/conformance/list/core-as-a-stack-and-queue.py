# A list as stack and as queue: matching brackets, breadth-first search.


def balanced(text):
    pairs = {')': '(', ']': '[', '}': '{'}
    stack = []
    for c in text:
        if c in '([{':
            stack.append(c)
        elif c in pairs:
            if not stack or stack.pop() != pairs[c]:
                return False
    return not stack


for text in ('', '([]{})', '([)]', '(('):
    print(repr(text), balanced(text))

edges = {'a': ['b', 'c'], 'b': ['d'], 'c': ['d'], 'd': []}
queue, seen = ['a'], []
while queue:
    node = queue.pop(0)
    if node not in seen:
        seen.append(node)
        queue.extend(edges[node])
print('visited', seen)
