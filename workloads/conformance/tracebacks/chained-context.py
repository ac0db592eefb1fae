# An exception raised while another is handled: three of them in a row, also from finally and __exit__.
class Door:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        print('closing after', kind.__name__)
        self.lock()
    def lock(self):
        raise RuntimeError('lock is broken')

def walk():
    with Door() as door:
        [].pop()

def main():
    try:
        walk()
    except RuntimeError as error:
        print(repr(error), repr(error.__context__))
        return {}['missing']
    finally:
        print('cleaning up')

main()
