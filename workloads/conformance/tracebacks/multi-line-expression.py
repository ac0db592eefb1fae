# Carets over an expression of several lines, with a call in the middle that fails.
def pick(items, *, index):
    return items[
        index
    ]

def build():
    return {
        'first': pick([1, 2], index=0),
        'second': (
            pick([1, 2], index=1)
            + pick(
                [3],
                index=7,
            )
            + 5
        ),
    }

result = build()
