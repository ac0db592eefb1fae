# Makes n nested documents, writes them as JSON, reads them back and summarises them.
# Stresses: json.dumps and json.loads, dict and list building, isinstance tests, recursion over data.
# Origin: written for this lab. Runs on Python 3, PyPy, MicroPython.

import json

ANSWERS = {
    50: 'NoneType:35 bool:85 dict:258 float:123 int:269 list:135 str:302, depth 5, turnover 8358507, 48 customers, most 2',
    900: 'NoneType:719 bool:1619 dict:4713 float:2194 int:5030 list:2519 str:5470, depth 5, turnover 162906193, 417 customers, most 7',
    7000: 'NoneType:5708 bool:12708 dict:37015 float:17307 int:39840 list:19708 str:42812, depth 5, turnover 1274567807, 500 customers, most 26',
    46000: 'NoneType:38166 bool:84166 dict:244828 float:114662 int:264142 list:130166 str:282209, depth 5, turnover 8510671312, 500 customers, most 129',
}

TAGS = ('new', 'sale', 'heavy', 'fragile', 'caf\u00e9', 'quote"d', 'back\\slash', 'tab\there')


def make_documents(seed, count):
    state = seed

    def below(limit):
        nonlocal state
        state = (state * 1366 + 150889) % 714025
        return state % limit

    documents = []
    for number in range(count):
        items = []
        for _ in range(1 + below(4)):
            item = {'sku': f'{below(10000):05d}', 'quantity': 1 + below(9), 'price': below(40000) / 4}
            if below(3) == 0:
                item['options'] = {'gift': below(2) == 0, 'note': None, 'sizes': [below(50) for _ in range(below(4))]}
            items.append(item)
        documents.append(
            {
                'order': number,
                'customer': {'id': below(500), 'name': 'customer ' + TAGS[below(8)]},
                'items': items,
                'tags': sorted({TAGS[below(8)] for _ in range(3)}),
                'paid': below(4) != 0,
            }
        )
    return documents


def summarise(value, counts):
    """Counts every kind of value in a document; answers how deep it is nested."""
    kind = type(value).__name__
    counts[kind] = counts.get(kind, 0) + 1
    if isinstance(value, dict):
        return 1 + max([summarise(value[key], counts) for key in value], default=0)
    if isinstance(value, list):
        return 1 + max([summarise(item, counts) for item in value], default=0)
    return 0


def turnover(documents):
    """In quarters of a unit, so that it is a whole number."""
    total = 0
    for document in documents:
        if document['paid']:
            for item in document['items']:
                total += int(item['price'] * 4) * item['quantity']
    return total


def by_customer(documents):
    orders = {}
    for document in documents:
        orders.setdefault(document['customer']['id'], []).append(document['order'])
    return orders


def verify(n, documents, copies, answer):
    if copies != documents:
        raise AssertionError('json_documents: a document changed on its way through JSON')
    for broken in ('{"a": 1', '[1, 2', 'nul', ''):
        try:
            json.loads(broken)
        except ValueError:
            continue
        raise AssertionError('json_documents: %r was accepted' % broken)
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('json_documents: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=900):
    documents = make_documents(37, n)
    lines = [json.dumps(document) for document in documents]
    copies = [json.loads(line) for line in lines]
    counts = {}
    depth = max(summarise(document, counts) for document in copies)
    shown = ' '.join([f'{kind}:{counts[kind]}' for kind in sorted(counts)])
    orders = by_customer(copies)
    most = max(len(orders[customer]) for customer in orders)
    answer = f'{shown}, depth {depth}, turnover {turnover(copies)}, {len(orders)} customers, most {most}'
    verify(n, documents, copies, answer)
    return answer


if __name__ == '__main__':
    print(workload())
