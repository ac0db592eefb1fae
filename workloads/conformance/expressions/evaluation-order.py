# Operands, arguments, keys and targets are evaluated from left to right.
log = []


def t(name, value=None):
    log.append(name)
    return name if value is None else value


def show(what):
    print(what, ' '.join(map(str, log)))
    log.clear()


t('a') + t('b') * t('c').upper() * 0 if False else None
t('a', 1) + t('b', 2) * t('c', 3)
show('binary')
t('x', 2) ** t('y', 3) ** t('z', 0)
show('power')
(lambda *a, **k: None)(t('p1'), *[t('p2')], k=t('k1'), *[t('p3')], **{t('k2'): t('v2')})
show('call: a star after a keyword')
{t('k1'): t('v1'), t('k2'): t('v2')}
show('dict display')
d = {}
d[t('key')] = t('value')
show('subscript target after its value')
[0, 1, 2][t('lo', 0):t('hi', 2):t('step', 1)]
show('slice')


class Box:
    pass


box = Box()


def get(name, obj):
    log.append(name)
    return obj


get('target', box).attr = get('right side', 1)
show('attribute target')
get('dict', d)[t('i')], get('box', box).b = get('pair', (1, 2))
show('tuple target')
get('dict', {'n': 1})[get('index', 'n')] += get('augment', 1)
show('augmented: target first')
x: get('annotation', int) = get('annotated value', 1)
show('annotated assignment')
print('conditional', t('yes') if t('test', True) else t('no'))
show('conditional')
t('a', 1) < t('b', 2) < t('c', 0) < t('never', 5)
show('chained comparison')
t('lazy', 0) and t('not reached')
show('and')
f'{t("f1")}{t("f2"):{t("spec", ">5")}}'
show('f-string')
