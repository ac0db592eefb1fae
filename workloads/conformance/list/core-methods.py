# Lists: adding, removing, finding.
items = [3, 1]
items.append(4)
items.insert(0, 9)
items.extend([1, 5])
print('grown', items, len(items))
print('pop', items.pop(), items.pop(0), items)
items.remove(1)
print('removed the first 1', items)
print('index and count', items.index(4), items.count(1))
items.reverse()
print('reversed', items)
copy = items.copy()
items.clear()
print('cleared', items, 'copy', copy)
try:
    copy.remove(99)
except ValueError:
    print('remove of what is not there: ValueError')
