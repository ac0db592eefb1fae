# Parameters after a star are given by name.


def box(width, *, height=1, fill):
    return width, height, fill


print(box(3, fill='#'))
print(box(width=3, fill='.', height=2))
for arguments in ((1, 2), (1,)):
    try:
        box(*arguments)
    except TypeError:
        print(len(arguments), 'by position: TypeError')
