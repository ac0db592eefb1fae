# An f-string that prints the expression shows text with its quotes.
name = 'Ann'
print(f'{name=}')
print(f'{name.upper()=}')
