# Renders a page of HTML with a table of n rows, by parts that are joined and by concatenation.
# Stresses: string building: join, replace, format, concatenation, slicing, comparison.
# Origin: written for this lab. Runs on Python 3, PyPy, MicroPython.

ANSWERS = {
    200: '19243 characters, 49 ampersands, 2843 listed',
    4500: '432977 characters, 1222 ampersands, 2843 listed',
    40000: '3846401 characters, 10926 ampersands, 2843 listed',
    400000: '38745114 characters, 109067 ampersands, 2843 listed',
}

SYLLABLES = ('ka', 'lo', 'mi', 'ren', 'su', 'ta', 'vor', 'xe', '<b>', '&', '"')


def escape(text):
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')


def unescape(text):
    return text.replace('&quot;', '"').replace('&gt;', '>').replace('&lt;', '<').replace('&amp;', '&')


def names(seed, count):
    state = seed
    for _ in range(count):
        parts = []
        state = (state * 1366 + 150889) % 714025
        remaining = state
        for _ in range(2 + state % 3):
            parts.append(SYLLABLES[remaining % len(SYLLABLES)])
            remaining //= len(SYLLABLES)
        name = ''.join(parts)
        yield name[:1].upper() + name[1:], state % 100000


class Page:
    """Collects lines and knows how deep it is indented."""

    def __init__(self):
        self.lines = []
        self.depth = 0

    def line(self, text):
        self.lines.append('  ' * self.depth + text)

    def element(self, tag, text, **attributes):
        shown = ''.join([f' {name.replace("_", "-")}="{escape(attributes[name])}"' for name in sorted(attributes)])
        self.line(f'<{tag}{shown}>{escape(text)}</{tag}>')

    def open(self, tag):
        self.line(f'<{tag}>')
        self.depth += 1

    def close(self, tag):
        self.depth -= 1
        self.line(f'</{tag}>')

    def render(self):
        return '\n'.join(self.lines) + '\n'


def money(cents):
    """12345678 as 123,456.78"""
    whole, fraction = divmod(cents, 100)
    digits = str(whole)
    groups = []
    while len(digits) > 3:
        groups.insert(0, digits[-3:])
        digits = digits[:-3]
    groups.insert(0, digits)
    return f'{",".join(groups)}.{fraction:02d}'


def page_of(rows):
    page = Page()
    page.open('table')
    for index, (name, cents) in enumerate(rows):
        page.open('tr')
        page.element('td', name, title=f'row {index:>5}')
        page.element('td', money(cents), data_cents=str(cents))
        page.close('tr')
    page.element('caption', '{} rows, {:x} in all'.format(len(rows), sum([cents for _, cents in rows])))
    page.close('table')
    return page.render()


def read_back(text):
    """(name, cents) of each row, found again by searching the text."""
    position = 0
    while True:
        position = text.find('title="', position)
        if position < 0:
            return
        start = text.find('>', position) + 1
        name = text[start : text.find('<', start)]
        start = text.find('data-cents="', start) + len('data-cents="')
        yield unescape(name), int(text[start : text.find('"', start)])
        position = start


def plain_list(rows):
    """One string grown by +=, as beginners write it."""
    text = ''
    for name, cents in rows[:200]:
        text += name
        text += '=' + money(cents)
        text += ';'
    return text


def verify(n, rows, text, answer):
    if list(read_back(text)) != rows:
        raise AssertionError('report_page: the rows read back differ from the rows written')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('report_page: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=4500):
    rows = list(names(9, n))
    text = page_of(rows)
    listed = plain_list(rows)
    answer = '%d characters, %d ampersands, %d listed' % (len(text), text.count('&amp;'), len(listed))
    verify(n, rows, text, answer)
    return answer


if __name__ == '__main__':
    print(workload())
