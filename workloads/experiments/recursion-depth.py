# How deep may calls go by default, and which error ends it?
def depth(n):
    try:
        return depth(n + 1)
    except RuntimeError as e:
        return n, type(e).__name__


reached, error = depth(0)
print(error, "below 500" if reached < 500 else "below 1000" if reached < 1000 else "1000 and more")
