# cause: Look-up goes depth first through the bases; the C3 order would have to be stored with each class.
# workaround: Avoid diamonds, or name the base that is meant.
# micro: A
# cpython: C
class A:
    x = 'A'
class B(A):
    pass
class C(A):
    x = 'C'
class D(B, C):
    pass
print(D.x)
