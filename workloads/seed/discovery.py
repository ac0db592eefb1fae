# A first look at a Python: its name and version, the bytecode of a function, the sum of 1 to 100; the source of the function
# and its bytecode are written to files in the directory given as first argument, or in the current one.
# Origin: written for this lab, after the lesson's second exercise. Runs on Python 3.6 or later, PyPy and MicroPython.
import sys

try:
    import dis
except ImportError:
    dis = None

# Kept as text, because not every implementation remembers the source of a function.
SOURCE = '''def sum_to(last):
    total = 0
    for number in range(1, last + 1):
        total += number
    return total
'''


def compile_function() -> object:
    """Runs SOURCE and answers the function that it defines."""
    namespace: dict = {}
    exec(SOURCE, namespace)
    return namespace['sum_to']


def implementation() -> str:
    name: str = sys.implementation.name
    return name


def version() -> str:
    return '.'.join([str(part) for part in sys.version_info[:3]])


def disassemble(function) -> 'list[str]':
    """Lines of text; a sentence in brackets where the implementation cannot show its bytecode."""
    if dis is None or not hasattr(function, '__code__'):
        return ['(' + implementation() + ' cannot show its bytecode: no dis module, or no code objects)']
    lines = []
    for instruction in dis.get_instructions(function):
        lines.append(('%4d %s %s' % (instruction.offset, instruction.opname, instruction.argrepr)).rstrip())
    return lines


def raw_bytecode(function) -> bytes:
    """The code units themselves; empty where functions have no code object."""
    # MicroPython for WebAssembly has code objects, but they do not show their code units.
    code = getattr(function, '__code__', None)
    return getattr(code, 'co_code', b'')


def hexadecimal(data: bytes) -> 'list[str]':
    """Sixteen bytes a line."""
    lines = []
    for start in range(0, len(data), 16):
        lines.append(' '.join(['%02x' % byte for byte in data[start : start + 16]]))
    return lines


def write_lines(path: str, lines: 'list[str]') -> None:
    with open(path, 'w') as file:
        for line in lines:
            file.write(line + '\n')


def main() -> None:
    directory: str = sys.argv[1] if len(sys.argv) > 1 else '.'
    function = compile_function()
    listing = disassemble(function)
    code = raw_bytecode(function)
    result = function(100)

    print('implementation: ' + implementation())
    print('version_info:   ' + version())
    print('sum of 1..100:  %d' % result)
    print('bytecode:       %d bytes' % len(code) if code else 'bytecode:       not accessible')
    for line in listing:
        print('  ' + line)

    for name, lines in (
        ('discovery_source.txt', SOURCE.rstrip('\n').split('\n')),
        ('discovery_bytecode.txt', listing + hexadecimal(code)),
    ):
        path = directory.rstrip('/') + '/' + name if directory != '/' else '/' + name
        try:
            write_lines(path, lines)
            print('written:        ' + path)
        except OSError as error:
            print('not written:    %s (%s)' % (path, error))


if __name__ == '__main__':
    main()
