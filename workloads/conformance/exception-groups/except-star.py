# except*: several handlers run, the rest is raised again as a group.
# needs: python-3.11
def tree(e, depth=1):
    if isinstance(e, BaseExceptionGroup):
        return f'{type(e).__name__}({e.message!r}: ' + ', '.join(tree(x) for x in e.exceptions) + ')'
    return f'{type(e).__name__}({e})'


def handle(exc):
    try:
        try:
            raise exc
        except* ValueError as g:
            print('  V', tree(g))
        except* (KeyError, IndexError) as g:
            print('  K', tree(g))
        except* OSError as g:
            print('  O', tree(g))
            raise
        else:
            print('  else')
        finally:
            print('  finally')
    except BaseException as rest:
        print('  left', tree(rest))


print('all handled')
handle(ExceptionGroup('g', [ValueError(1), KeyError(2), ValueError(3)]))
print('nested, a part left')
handle(ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [TypeError(2), IndexError(3), ExceptionGroup('i', [ValueError(4)])])]))
print('reraised part')
handle(ExceptionGroup('g', [OSError(1), TypeError(2), KeyError(3)]))
print('a naked exception is wrapped')
handle(ValueError('naked'))
print('a naked one not matched stays naked')
handle(TypeError('naked'))
print('base group')
handle(BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError(5)]))


def raising():
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2), TypeError(3)])
    except* ValueError:
        raise RuntimeError('new one')
    except* KeyError as e:
        raise e


try:
    raising()
except ExceptionGroup as e:
    print('new and left together', tree(e))
    print('context of the new one', tree(e.exceptions[0].__context__))
for text in ('try: pass\nexcept* ValueError: pass\nexcept KeyError: pass', 'try: pass\nexcept*: pass', 'while 1:\n try: pass\n except* ValueError: break',
             'def f():\n try: pass\n except* ValueError: return', 'for x in y:\n try: pass\n except* E: continue', 'try: pass\nexcept* E:\n for x in y: break'):
    try:
        compile(text, '<g>', 'exec')
        print(repr(text), 'compiles')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
for kind in ('ExceptionGroup', '(ValueError, BaseExceptionGroup)', '5'):
    try:
        exec(f'try:\n    raise ValueError(1)\nexcept* {kind}:\n    pass')
    except TypeError as e:
        print(kind, '->', e)
