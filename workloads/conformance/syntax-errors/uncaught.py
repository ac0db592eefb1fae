# A syntax error in the program text given to exec ends the program with its special report.
print('before')
def run(source):
    exec(compile(source, 'generated.py', 'exec'))
run('ok = 1\nprint("generated", ok)')
for source in ('x = 5 5', 'while True print(1)', 'f(a, b for b in c)', 'class A:\n    def f(self)\n        pass'):
    try:
        run(source)
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset, error.end_offset)
def deeper():
    run('total = 0\nfor i in range(3):\n    total += i\n    print("sum", total\n')
deeper()
