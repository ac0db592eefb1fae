# IndentationError and TabError: which of the two, message and position.
sources = [' x = 1', 'x = 1\n  y = 2', 'if a:\nb', 'if a:\n  b\n c', 'if a:\n    b\n  else:\n    c',
    'def f():\nreturn 1', 'class A:\npass', 'for x in y:\nz', 'while a:\n\n# comment\nb', 'if a:\n\tb\n        c',
    'if a:\n        b\n\tc', 'if a:\n  \tb\n\t  c', 'try:\nx', 'try:\n  x\nexcept A:\ny', 'try:\n  x\nfinally:\ny',
    'with a:\nb', 'else:\n  x', 'if a:\n  x\nelif b:\ny', 'if a:\n  x\nelse:\ny', 'match x:\ncase 1: pass',
    'match x:\n  case 1:\n  y', 'def f():', 'if a: # comment', 'if a:\n  # only a comment',
    'class A:\n  def f(self):\n  x', 'def f():\n  """doc"""\n    x', 'x = [\n1,\n  2]\n  y', 'if a:\n  pass\n   pass',
    'async def f():\nx', 'for a in b:\n  c\nelse:\nd', 'while a:\n  b\nelse:\nd', 'try:\n  a\nexcept* B:\nc',
    'if 1:\n  if 2:\n    x\n y', '\tx\n', 'if a:\n b\n\n\n  c', 'type X = int\n  y', 'if a: b\n  c',
    'if a:\n  b;\n   c', 'lambda:\n  x', '@d\n  def f(): pass', 'def f(a,\n   b):\nreturn a',
    '\x0cif a:\n  b\n\x0c    c', 'if a:\n    b\n   \\\n c']
for source in sources:
    try:
        compile(source, 'file.py', 'exec')
        print(repr(source), 'compiles')
    except SyntaxError as e:
        print(repr(source), '->', type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
print('classes', IndentationError.__mro__[1].__name__, TabError.__mro__[1].__name__)
