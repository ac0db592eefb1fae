# pickle: what the machine says of damaged pickles, and of what `__reduce__` must not answer.
# needs: copyreg, pickle
import copyreg
import pickle


def told(label, run):
    try:
        print(label, repr(run()))
    except Exception as error:
        print(label, type(error).__name__, error, getattr(error, '__notes__', []), type(error.__context__).__name__)


for damaged in (
        b'', b'.', b'N', b'K', b'\x80', b'\x80\x09.', b'(.', b'0.', b'1.', b'2.', b'(0.', b'(N0N.', b'(1N.',
        b'a.', b']a.', b'NNa.', b'N(e.', b'N(Ne.', b'NNNs.', b'}(Nu.', b'}(NNu.', b'\x85.', b'\x87.', b't.', b'(Nd.',
        b'R.', b'NNR.', b'N)R.', b'Nb.', b'NNb.', b'NKxb.', b'NN\x81.', b'cint\n.', b'cos\nnope\n.', b'\x93.',
        b'NN\x93.', b'o.', b'(o.', b'(NNo.', b'g0\n.', b'gx\n.', b'h\x01.', b'p0\n.', b'Np-1\n.', b'q\1.', b'\x94.',
        b'I\n.', b'Ix\n.', b'I00\n.', b'I01\n.', b'I010\n.', b'L12L\n.', b'Lx\n.', b'Fx\n.', b"S'a'\n.", b"S'a\n.",
        b'T\xff\xff\xff\xff.', b'U\1\xff.', b'Vabc\xe9\\u1234\n.', b'V\\u12\n.', b'\x8c\1\xff.', b'\x8b\xff\xff\xff\xff.',
        b'\x8a\1\xff.', b'J\xff\xff\xff\xff.', b'P1\n.', b'P\xff\n.', b'NQ.', b'\x82\1.', b'\x84\xff\xff\xff\xff.',
        b'\x97.', b'N\x98.', b'\x8f(NN\x90.', b'N(N\x90.', b'(N\x91.', b'NNN\x92.', b'\x95\5\0\0\0\0\0\0\0N.', b'\xff.',
        b'x.', b'\x80\4\x8c\2os\x8c\x09path.nope\x93.', b'cbuiltins\nlist\n)\x81(K\1e.'):
    told(damaged, lambda: pickle.loads(damaged))


class Reduced:
    def __init__(self, answer):
        self.answer = answer

    def __reduce_ex__(self, protocol):
        return self.answer

    def __repr__(self):
        return 'Reduced'


for number, answer in enumerate((
        3, (1,), (1, 2), (int, 2), (int, (), None, 3), (int, (), None, None, 3), (int, (), None, None, iter([3])),
        (int, (), None, None, None, 3), (int, (), None, None, None, None, 3), 'absent', 'Reduced.absent',
        (copyreg.__newobj__, ()), (copyreg.__newobj__, (3,)), (copyreg.__newobj__, (int,)),
        (copyreg.__newobj_ex__, (int,)), (copyreg.__newobj_ex__, (int, 3, 4)), (copyreg.__newobj_ex__, (Reduced, (), 4)))):
    told(number, lambda: pickle.dumps([{'key': Reduced(answer)}]))


def local():
    class Inner:
        pass
    return Inner


told('nested', lambda: pickle.dumps(({1: [{2: (0, frozenset([Reduced(3)]))}]},)))
Reduced.__module__ = 'absent'
told('module', lambda: pickle.dumps(Reduced))
