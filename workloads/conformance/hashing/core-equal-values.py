# Equal values have equal hashes.
print(hash(1) == hash(1.0) == hash(True))
print(hash('ab') == hash('a' + 'b'), hash((1, 2)) == hash((1, 2)))
print(hash(7), hash(0))
for value in ([], {}, set()):
    try:
        hash(value)
    except TypeError:
        print('no hash:', type(value).__name__)
