# try, except, else, finally: which parts run.


def divide(a, b):
    try:
        result = a / b
    except ZeroDivisionError:
        print('  except')
        result = None
    else:
        print('  else')
    finally:
        print('  finally')
    return result


print(divide(6, 3))
print(divide(1, 0))
try:
    divide('6', 3)
except TypeError:
    print('TypeError passed through')


def leave():
    try:
        return 'returned'
    finally:
        print('finally before the return')


print(leave())
