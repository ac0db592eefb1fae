# Who counts references, and who says how large an object is? Only CPython; PyPy refuses getsizeof, others have neither.
import sys

for name in ["getrefcount", "getsizeof"]:
    try:
        answer = getattr(sys, name)([])
        print(name, "answers", type(answer).__name__)
    except Exception as e:
        print(name, "is refused:", type(e).__name__)
