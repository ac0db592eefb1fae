# Writes a web server's log of n lines and takes it apart with regular expressions.
# Stresses: the re module: named groups, alternation, lazy repeats, look-ahead, finditer, sub with a function, split.
# Origin: written for this lab. Runs on Python 3 and PyPy (MicroPython's re has no findall, finditer or named groups).

import re

ANSWERS = {
    100: '27 errors, 2233053 bytes, 36 queries, 30 routes, GET /api/users/<id>/edit, 4683 quoted',
    2000: '656 errors, 43633180 bytes, 730 queries, 282 routes, GET /search, 94616 quoted',
    20000: '6615 errors, 437803422 bytes, 6730 queries, 679 routes, GET /search, 936753 quoted',
    220000: '72972 errors, 4823723125 bytes, 73564 queries, 786 routes, GET /api/items/<id>, 10299094 quoted',
}

METHODS = ('GET', 'GET', 'GET', 'POST', 'DELETE')
PATHS = ('/', '/index.html', '/api/items/{}', '/api/users/{}/edit', '/static/{}.png', '/search?q=blue+car&page={}')
STATUSES = (200, 200, 200, 304, 404, 500)
AGENTS = ('Mozilla/5.0 (X11; Linux)', 'curl/8.4.0', 'robot "friendly" 1.0')

LINE = re.compile(
    r"""(?P<host>\d{1,3}(?:\.\d{1,3}){3})\s-\s-\s
        \[(?P<day>\d\d)/(?P<month>[A-Z][a-z]{2})/(?P<year>\d{4}):(?P<time>[\d:]+)\]\s
        "(?P<method>GET|POST|PUT|DELETE)\s(?P<path>\S+)\sHTTP/\d\.\d"\s
        (?P<status>\d{3})\s(?P<size>\d+|-)\s"(?P<agent>(?:[^"\\]|\\.)*)"$""",
    re.VERBOSE | re.MULTILINE,
)
NUMBER_IN_PATH = re.compile(r'(?<=/)\d+(?=/|$)')
QUERY = re.compile(r'[?&](\w+)=([^&]*)')
SECRET = re.compile(r'(\d+)\.(\d+)\.(\d+)\.(\d+)')
QUOTED = re.compile(r'"(.*?)(?<!\\)"')


def write_log(seed, count):
    state = seed

    def below(limit):
        nonlocal state
        state = (state * 1366 + 150889) % 714025
        return state % limit

    lines = []
    for index in range(count):
        host = '.'.join([str(below(256)) for _ in range(4)])
        clock = f'{index // 3600 % 24:02d}:{index // 60 % 60:02d}:{index % 60:02d}'
        path = PATHS[below(len(PATHS))].format(below(500))
        size = below(50000) if below(9) else '-'
        agent = AGENTS[below(len(AGENTS))].replace('"', '\\"')
        lines.append(
            f'{host} - - [{1 + index % 28:02d}/Mar/2024:{clock}] "{METHODS[below(5)]} {path} HTTP/1.1" '
            f'{STATUSES[below(6)]} {size} "{agent}"'
        )
        if below(40) == 0:
            lines.append('-- log rotated --')
    return '\n'.join(lines)


def analyse(log):
    routes = {}
    errors = volume = queries = 0
    matched = 0
    for match in LINE.finditer(log):
        matched += 1
        status = int(match['status'])
        errors += status >= 400
        if match['size'] != '-':
            volume += int(match['size'])
        path = match['path']
        queries += len(QUERY.findall(path))
        route = match['method'] + ' ' + NUMBER_IN_PATH.sub('<id>', path).partition('?')[0]
        routes[route] = routes.get(route, 0) + 1
    return matched, errors, volume, queries, routes


def anonymise(log):
    return SECRET.sub(lambda match: f'{match.group(1)}.{match.group(2)}.x.{int(match.group(4)) % 16}', log)


def verify(n, log, matched, errors, hidden, answer):
    by_hand = [line.rpartition('HTTP/1.1" ')[2][:3] for line in log.split('\n') if 'HTTP/1.1' in line]
    if matched != n or len(by_hand) != n:
        raise AssertionError(f'log_regex: {matched} of {n} lines matched')
    if errors != sum(status >= '400' for status in by_hand):
        raise AssertionError('log_regex: errors were miscounted')
    if len(re.findall(r'\.x\.', hidden)) != n or len(re.split(r'\n', hidden)) != len(log.split('\n')):
        raise AssertionError('log_regex: not every host was hidden')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('log_regex: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=2000):
    log = write_log(31, n)
    matched, errors, volume, queries, routes = analyse(log)
    hidden = anonymise(log)
    quoted = sum(len(text) for text in QUOTED.findall(hidden))
    busiest = min(routes, key=lambda route: (-routes[route], route))
    answer = f'{errors} errors, {volume} bytes, {queries} queries, {len(routes)} routes, {busiest}, {quoted} quoted'
    verify(n, log, matched, errors, hidden, answer)
    return answer


if __name__ == '__main__':
    print(workload())
