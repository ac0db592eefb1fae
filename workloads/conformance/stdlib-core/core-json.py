# json: to text and back.
# needs: json
import json

data = {'name': 'Ann', 'tags': ['a', 'b'], 'size': 1.5, 'ok': True, 'none': None}
text = json.dumps(data)
print(json.loads(text) == data)
print(json.dumps([1, 'two', None, False, 2.5]), json.dumps({'k': [1]}))
print(json.loads('{"x": [1, 2.5, "s", null, true]}')['x'])
print(json.loads(' "\\u00e9\\n" ') == 'é\n', json.dumps('q"\\'))
for bad in ('{', '[1,', 'nope'):
    try:
        json.loads(bad)
    except ValueError:
        print(bad, 'ValueError')
