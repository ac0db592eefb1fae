# and, or and not: short circuit, values passed through, how often __bool__ is asked.
class B:
    def __init__(self, name, truth):
        self.name, self.truth = name, truth

    def __bool__(self):
        print(f'bool({self.name})', end=' ')
        return self.truth

    def __repr__(self):
        return self.name


T, F = B('T', True), B('F', False)
print(T and F)
print(F and T)
print(T or F)
print(F or T)
print(not T)
print('in if:', 'yes' if T and not F or F else 'no')
print('nested', (T and F) or (F or T))
print('while:', end=' ')
n = 0
while T and n < 2:
    n += 1
print(n)
print('values', 0 or [] or 'x', 1 and 'y' and {}, None or 0, '' and 1)
print('not gives bool', not 0, not 'x', not not [])
print('chain keeps last', 1 and 2 and 3, 0 or '' or ())


def loud(v):
    print(f'loud({v})', end=' ')
    return v


print(loud(0) or loud(1) or loud(2))
print(loud(1) and loud(0) and loud(2))
print(all(loud(v) for v in (1, 0, 1)), any(loud(v) for v in (0, 1, 0)))
