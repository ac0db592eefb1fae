# pyexpat: every event with its place, default handlers, namespaces, errors, documents that come in pieces.
# needs: pyexpat
import pyexpat
docs = [
    '<a>x\ny&lt;z</a>',
    '<!DOCTYPE a [<!ENTITY e "v<b/>w"><!ATTLIST a k CDATA "d" t NMTOKENS #IMPLIED><!ELEMENT a (b|c)*><!ELEMENT d (#PCDATA|b)*><!ELEMENT e ((a,b?)+|c)><!NOTATION n SYSTEM "s"><!ENTITY u SYSTEM "u.gif" NDATA n><!ENTITY % p "q"> %p; ]><a t=" x  y ">&e;<!--c--><?pi d e?><![CDATA[<&]]>&undef;</a> <!--z-->',
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?><a xmlns="u" xmlns:p="v" p:k="1"><p:b/></a>',
    '<a>&x;</a>',
    '<a',
    '<a>',
    '<a></b>',
    '',
    '<a/>x',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a>]]></a>',
    '<a>&#0;</a>',
    '<a><!-- -- --></a>',
    '<a>\x01</a>',
    '<a b=1/>',
    '<a b="1"c="2"/>',
    '<p:a/>',
    '<a>&amp</a>',
    '<?xml version="1.0"?><?xml version="1.0"?><a/>',
    ' <?xml version="1.0"?><a/>',
    '<a><?xml a?></a>',
    '<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>',
    '<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</b></a>',
    '<a/><b/>',
    '<!DOCTYPE a SYSTEM "x.dtd"><a>&foo;</a>',
    '<!DOCTYPE a SYSTEM "x.dtd"><a k="&foo;"/>',
    '<a xmlns:x=""/>',
    '<a></a',
    '<a>\r\nx\ry</a>',
    '<a k="a\nb\t&#10;c"/>',
    '<!DOCTYPE a [<!ENTITY e "x">]><a k="&e;y"/>',
    '<a>&#x10FFFF;&#65;</a>',
    '<1/>',
    '<a><![CDATA[x</a>',
    '<!-- x',
    '<a>\ud7ff\ufffe</a>',
    '<a><b></a></b>',
    'x',
    '<!DOCTYPE a [ <!ELEMENT a EMPTY> <!ELEMENT b ANY> <!ATTLIST a x (p|q) #REQUIRED y NOTATION (n) #FIXED "n"> ]><a/>',
    '<!FOO>',
    '<a>&</a>',
    '<a><',
    '<!DOCTYPE a PUBLIC "p  q" "s"><a/>']
H = 'XmlDeclHandler StartDoctypeDeclHandler EndDoctypeDeclHandler ElementDeclHandler AttlistDeclHandler EntityDeclHandler NotationDeclHandler UnparsedEntityDeclHandler StartElementHandler EndElementHandler CharacterDataHandler CommentHandler ProcessingInstructionHandler StartCdataSectionHandler EndCdataSectionHandler SkippedEntityHandler ExternalEntityRefHandler StartNamespaceDeclHandler EndNamespaceDeclHandler NotStandaloneHandler'.split()

def run(d, ns, default, chunk=None, only=None, buf=False):
    p = pyexpat.ParserCreate(namespace_separator=ns)
    p.buffer_text = buf
    out = []

    def mk(n):

        def h(*a):
            out.append((n.replace('Handler',
    ''), a, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex))
            return 1
        return h
    for h in H:
        if only is None or h in only:
            setattr(p, h, mk(h))
    if default:
        setattr(p, default, mk(default))
    try:
        if chunk:
            for i in range(0, len(d), chunk):
                p.Parse(d[i:i + chunk])
            p.Parse(b'', True)
        else:
            p.Parse(d, True)
    except pyexpat.ExpatError as e:
        out.append((str(e), e.code, e.lineno, e.offset))
    return out
for d in docs:
    d = d.encode('utf-8',
    'surrogatepass')
    print('==', d)
    for o in run(d, None, None):
        print('  ', o)
    print(' ns', run(d, '!', None, only=['StartElementHandler',
    'EndElementHandler'] + H[-3:-1]))
    print(' df', run(d, None, 'DefaultHandler', only=[]))
    print(' dx', run(d, None, 'DefaultHandlerExpand', only=['StartElementHandler',
    'CharacterDataHandler']))
    print(' bu', run(d, None, None, only=['StartElementHandler',
    'CharacterDataHandler',
    'CommentHandler'], buf=True))
    a = run(d, None, None, only=['StartElementHandler',
    'EndElementHandler',
    'CommentHandler'])
    b = run(d, None, None, 3, only=['StartElementHandler',
    'EndElementHandler',
    'CommentHandler'])
    print(' ch', a == b, b)
