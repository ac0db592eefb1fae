# csv: reader, writer, dialects, quoting modes, DictReader, Sniffer and errors.
# needs: csv, io
import csv
import io
def write(rows, **options):
    out = io.StringIO(); csv.writer(out, **options).writerows(rows); return out.getvalue()
rows = [['a', 'b,c', 'say "hi"', 'two\nlines', '', None, 1.5, True], ["it's", ' x ', ';', '\t']]
for options in ({}, {'delimiter': ';'}, {'quoting': csv.QUOTE_ALL}, {'quoting': csv.QUOTE_NONNUMERIC},
    {'quoting': csv.QUOTE_NONE, 'escapechar': '\\'}, {'quotechar': "'"}, {'doublequote': False, 'escapechar': '!'},
    {'lineterminator': '|\n'}, {'dialect': 'excel-tab'}, {'dialect': 'unix'}, {'quoting': csv.QUOTE_STRINGS},
    {'quoting': csv.QUOTE_NOTNULL}):
    print(options, repr(write(rows, **options)))
for text, options in (('a,b\r\n"c ""q"" d",e\n', {}), ('a, "b"', {}), ('a, "b"', {'skipinitialspace': True}),
    ('"a\nb",c', {}), ('a;b', {'delimiter': ';'}), ('1,"2",x', {'quoting': csv.QUOTE_NONE}),
    ('1.5,"x"', {'quoting': csv.QUOTE_NONNUMERIC}), ('a\\,b,c', {'escapechar': '\\'}), ('\n\na', {}), ('"ab"c,d', {}),
    (',', {}), ("'a,b',c", {'quotechar': "'"}), ('"x', {}), ('a,"",', {'quoting': csv.QUOTE_NOTNULL})):
    try:
        print(repr(text), options, list(csv.reader(io.StringIO(text, newline=''), **options)))
    except (csv.Error, ValueError) as error:
        print(repr(text), type(error).__name__, error)
reader = csv.DictReader(io.StringIO('x,y\n1,2\n3\n4,5,6\n'), restkey='rest', restval='-')
print('dicts', list(reader), reader.fieldnames, reader.line_num)
out = io.StringIO()
w = csv.DictWriter(out, ['b', 'a'], extrasaction='ignore', restval='?', lineterminator='\n')
w.writeheader()
w.writerow({'a': 1, 'b': 2, 'c': 3})
w.writerows([{'a': 5}])
print('DictWriter', repr(out.getvalue()))
csv.register_dialect('pipes', delimiter='|', quoting=csv.QUOTE_MINIMAL)
print('dialect', repr(write([['a|b', 'c']], dialect='pipes')), 'pipes' in csv.list_dialects(),
    csv.get_dialect('pipes').delimiter)
csv.unregister_dialect('pipes')
print('sniff', csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, csv.Sniffer().has_header('name,age\nbob,5\nann,7\n'),
    csv.field_size_limit())
for f in (lambda: list(csv.reader(['"a"b'], strict=True)), lambda: list(csv.reader(['"a'], strict=True)),
    lambda: csv.reader(5), lambda: csv.writer(io.StringIO(), delimiter=',,'),
    lambda: csv.writer(io.StringIO(), quoting=9), lambda: csv.get_dialect('nope'),
    lambda: write([['a,b']], quoting=csv.QUOTE_NONE), lambda: csv.writer(io.StringIO()).writerow(5),
    lambda: list(csv.reader([b'a'])), lambda: csv.DictWriter(io.StringIO(), ['a']).writerow({'z': 1}),
    lambda: csv.writer(io.StringIO(), delimiter=''), lambda: csv.writer(io.StringIO(), quotechar=5),
    lambda: write([[]], quoting=csv.QUOTE_ALL), lambda: write([['']]), lambda: csv.writer(5)):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__, error)
