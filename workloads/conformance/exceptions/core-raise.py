# Raising: classes, instances, again, with arguments.
try:
    raise ValueError('bad', 42)
except ValueError as e:
    print(e.args, e.args[0])
try:
    raise KeyError
except KeyError as e:
    print('class raised', e.args)


def reraise():
    try:
        raise RuntimeError('first')
    except RuntimeError:
        print('seen')
        raise


try:
    reraise()
except RuntimeError as e:
    print('again:', e)
try:
    raise 'text'
except TypeError:
    print('only exceptions can be raised')
