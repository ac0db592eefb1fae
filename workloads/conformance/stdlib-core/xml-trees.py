# xml.etree, minidom, sax, plistlib on documents with entities, namespaces, encodings.
# needs: xml
import xml.etree.ElementTree as ET, plistlib, xml.dom.minidom, xml.sax, io
r = ET.fromstring('<?xml version="1.0"?>\n<data xmlns:x="urn:x"><country name="L&amp;S"><x:rank>1</x:rank>tail</country><!-- c --><e/></data>')
print(ET.tostring(r))
ET.indent(r)
print(ET.tostring(r, encoding='unicode'))
print([(c.tag, c.attrib) for c in r.iter()])
for ev, el in ET.iterparse(io.BytesIO(b'<a><b>1</b><b k="2"/></a>'), events=('start', 'end')):
    print(ev, el.tag, el.attrib)
try:
    ET.fromstring('<a><b></a>')
except ET.ParseError as e:
    print(e, e.code, e.position)
try:
    ET.fromstring('<a>&foo;</a>')
except ET.ParseError as e:
    print(e)
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, True, b'xyz', {'k': 'v'}]})))
d = xml.dom.minidom.parseString('<!DOCTYPE a [<!ENTITY e "EE">]><a b="1">t&e;<c/><![CDATA[<x>]]></a>')
print(d.toxml())
print(d.documentElement.toprettyxml())

class H(xml.sax.ContentHandler):

    def startElement(self, n, a):
        print('S', n, dict(a), self._locator.getLineNumber())

    def characters(self, c):
        print('C', repr(c))

    def endElement(self, n):
        print('E', n)
H_ = H()
xml.sax.parseString('<a>\n<b k="v">é</b>\n</a>'.encode(), H_)
print(ET.fromstring('<a>é</a>'.encode('utf-16')).text, ET.fromstring('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode('latin1')).text, ET.fromstring('<?xml version="1.0" encoding="cp1252"?><a>€</a>'.encode('cp1252')).text)
print(ET.canonicalize('<a  b="1" a="2"><c></c></a>'))
p = ET.XMLPullParser(['start', 'end', 'comment', 'pi'])
p.feed('<a><b>')
print([(e, x.tag) for e, x in p.read_events()])
p.feed('x</b><!--q--><?p i?></a>')
print([(e, x.tag if isinstance(x.tag, str) else x.text) for e, x in p.read_events()])
s = '<r>' + ''.join((f'<i n="{k}"><v>{k * k}</v>text\n</i>' for k in range(300))) + '</r>'
r = ET.fromstring(s)
print(len(r), r[299][0].text)
