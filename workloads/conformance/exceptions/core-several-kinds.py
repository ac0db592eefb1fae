# Several except clauses, tuples of classes, base classes.


def attempt(f):
    try:
        return f()
    except (KeyError, IndexError) as e:
        return 'lookup ' + type(e).__name__
    except ValueError:
        return 'value'
    except Exception as e:
        return 'other ' + type(e).__name__


print(attempt(lambda: 1))
print(attempt(lambda: [][0]))
print(attempt(lambda: {}['k']))
print(attempt(lambda: int('x')))
print(attempt(lambda: None.x))
print(attempt(lambda: 1 + 'a'))
print(issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError))
