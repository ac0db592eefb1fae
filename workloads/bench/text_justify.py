# Sets a text of n words in justified lines, enciphers it, and breaks the cipher by letter frequencies.
# Stresses: text processing: split, join, strip, find, character by character translation, slicing.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    1100: '153 lines, 109 full, 6036 characters, shift 11',
    22000: '3073 lines, 2251 full, 121016 characters, shift 11',
    200000: '27792 lines, 20586 full, 1101399 characters, shift 11',
    2000000: '277616 lines, 205672 full, 11012916 characters, shift 11',
}

ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
WIDTH = 48
VOCABULARY = (
    'the engine reads each line of the file and then it counts the words that seem to be there '
    'a tree in the garden bears apples when the summer is warm enough for them to ripen before '
    'winter comes over the hills where shepherds tell stories'
).split()


def write_text(seed, words):
    """Words in paragraphs, with capital letters and full stops, untidily spaced."""
    state = seed
    parts = []
    capital = True
    for index in range(words):
        state = (state * 1366 + 150889) % 714025
        word = VOCABULARY[state % len(VOCABULARY)]
        if capital:
            word = word[0].upper() + word[1:]
        capital = state % 11 == 0
        if capital:
            word += '.'
        parts.append(word)
        parts.append('\n\n' if capital and state % 5 == 0 else ' ' * (1 + state % 3))
    return ''.join(parts)


def fill(words, width):
    """Lines as lists of words, each as long as fits."""
    line = []
    length = 0
    for word in words:
        if line and length + 1 + len(word) > width:
            yield line
            line = []
            length = 0
        length += len(word) + (1 if line else 0)
        line.append(word)
    if line:
        yield line


def justify(line, width):
    """Spreads the spaces; the gaps on the left get one more where it does not come out even."""
    if len(line) == 1:
        return line[0]
    spaces = width - sum([len(word) for word in line])
    gaps = len(line) - 1
    narrow, wider = divmod(spaces, gaps)
    parts = []
    for index, word in enumerate(line[:-1]):
        parts.append(word)
        parts.append(' ' * (narrow + (1 if index < wider else 0)))
    parts.append(line[-1])
    return ''.join(parts)


def typeset(text, width):
    lines = []
    for paragraph in text.split('\n\n'):
        filled = list(fill(paragraph.split(), width))
        for line in filled[:-1]:
            lines.append(justify(line, width))
        if filled:
            lines.append(' '.join(filled[-1]))
            lines.append('')
    return '\n'.join(lines)


def rotate(text, shift):
    """Caesar's cipher on small and capital letters."""
    table = {}
    for index, letter in enumerate(ALPHABET):
        other = ALPHABET[(index + shift) % 26]
        table[letter] = other
        table[letter.upper()] = other.upper()
    return ''.join([table.get(char, char) for char in text])


def break_cipher(text):
    """The shift under which the most frequent letters of English come out most often."""
    lower = text.lower()
    counts = [lower.count(letter) for letter in ALPHABET]
    best = best_score = -1
    for shift in range(26):
        score = sum([counts[(ALPHABET.find(letter) + shift) % 26] for letter in 'etahrso'])
        if score > best_score:
            best, best_score = shift, score
    return best


def verify(n, text, page, secret, answer):
    if page.split() != text.split() or len(page.split()) != n:
        raise AssertionError('text_justify: words were lost or changed')
    longest = max([len(line) for line in page.split('\n')])
    if longest > WIDTH:
        raise AssertionError('text_justify: a line has %d characters' % longest)
    if rotate(secret, -11) != page:
        raise AssertionError('text_justify: the cipher cannot be undone')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('text_justify: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=22000):
    text = write_text(29, n)
    page = typeset(text, WIDTH)
    secret = rotate(page, 11)
    shift = break_cipher(secret)
    lines = page.split('\n')
    full = len([line for line in lines if len(line) == WIDTH])
    answer = '%d lines, %d full, %d characters, shift %d' % (len(lines), full, len(page), shift)
    verify(n, text, page, secret, answer)
    return answer


if __name__ == '__main__':
    print(workload())
