# Every form of raise, and what is refused.
class E(Exception):
    def __init__(self, a='default', *rest):
        super().__init__(a, *rest)


def attempt(text):
    try:
        exec(text)
    except BaseException as e:
        print(f'{text!r} -> {type(e).__name__}: {e}')


attempt('raise')
attempt('raise E')
attempt('raise E("instance")')
attempt('raise 5')
attempt('raise "text"')
attempt('raise None')
attempt('raise int')
attempt('raise object()')
attempt('raise E, 5')
attempt('raise E from None')
attempt('raise E("x") from KeyError("y")')
attempt('raise E from 5')
attempt('raise NotImplemented')
attempt('raise NotImplementedError')
attempt('raise KeyError')
attempt('raise KeyError("quoted")')
attempt('raise StopIteration')
attempt('raise (E)')
attempt('raise (E, KeyError)')


class NewReturns(Exception):
    def __new__(cls):
        return 'not an exception'


attempt('raise NewReturns')


class InitFails(Exception):
    def __init__(self):
        raise KeyError('constructor failed')


attempt('raise InitFails')


def bare_after():
    try:
        raise KeyError('k')
    except KeyError:
        pass
    raise


try:
    bare_after()
except RuntimeError as e:
    print(e)


def bare_in_function():
    raise


try:
    try:
        raise ValueError('active')
    except ValueError:
        bare_in_function()
except ValueError as e:
    print('bare raise finds the active one', e)
try:
    try:
        raise ValueError('kept identity')
    except ValueError as e:
        first = e
        raise
except ValueError as e:
    print(e is first)


def bare_after_nested():
    try:
        raise ValueError('outer')
    except ValueError:
        try:
            raise KeyError('inner')
        except KeyError:
            pass
        raise


try:
    bare_after_nested()
except Exception as e:
    print('after a nested handler', repr(e))


class NotException:
    pass


try:
    try:
        raise ValueError('v')
    except NotException:
        pass
except TypeError as e:
    print(e)
