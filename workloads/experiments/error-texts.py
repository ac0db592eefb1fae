# The text of an error is each implementation's own.
for operation in [lambda: [][1], lambda: {}["k"], lambda: int("x"), lambda: None.attribute, lambda: 1 + "a"]:
    try:
        operation()
    except Exception as e:
        print(type(e).__name__, "|", e)
