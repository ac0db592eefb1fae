# Lists that are made longer by lists, and asked for what is true in them, many times, with items of many kinds.
def grow(rounds):
    out = []
    for i in range(rounds):
        ints = [i] * (i % 3)
        ints.extend([1, 2])
        texts = ['x'] if i % 2 else []
        texts.extend(['y'] * (i % 4))
        mixed = [1.5]
        mixed.extend([2.5, 3.5])
        mixed.extend(ints)
        mixed.extend(texts)
        mixed.extend(mixed)
        floats = []
        floats.extend([])
        floats.extend([0.5])
        answers = (any(ints), all(ints), any([]), all([]), any([0, '', None, False]), all([1, 'a', True, 0.0]))
        out.append((len(ints), texts, mixed[-2:], floats, answers, any(floats), all([float('nan')])))
    return out[-3:], len(out)


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value > 2


def truths(rounds):
    found = 0
    for i in range(rounds):
        items = [True, False, i > 5]
        if all(items):
            found += 1
        if any([x is None for x in items]):
            found += 100
        if i > rounds - 20:
            items.append(Truth(i % 5))
            items.append([])
            if all(items[:-1]):
                found += 1000
            if not any(items[3:]):
                found += 10000
    return found


class OwnList(list):
    pass


def others(rounds):
    total = 0
    for i in range(rounds):
        own = OwnList([1])
        own.extend([2])
        items = [3]
        items.extend(own)
        items.extend((4, 5))
        items.extend(x for x in own)
        items.extend('ab')
        total += len(items) + len(own)
        try:
            items.extend(5)
        except TypeError as error:
            total += len(str(error))
    return total, items


print(grow(600))
print(truths(600))
print(others(300))
