# f-strings that print the expression too.
n = 42
print(f'{n=}')
print(f'{n + 1=}')
