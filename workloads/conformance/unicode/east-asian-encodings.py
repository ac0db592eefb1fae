# Encodings of East Asia: error handlers, pieces, streams, damaged input.
# needs: _multibytecodec
import random, codecs, io, hashlib
names = 'gb2312 gbk gb18030 hz big5hkscs iso2022_kr iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext shift_jis cp932 euc_jp shift_jis_2004 euc_jis_2004 euc_jisx0213 shift_jisx0213 euc_kr cp949 johab big5 cp950'.split()
rnd = random.Random(7)
sample = 'Hello ~ 日本語テキスト、漢字かな交じり文。中文简体 繁體中文 한국어 문장 가각뷁힣 ｱｲｳ ¥‾ か゚セ゚ 𠀋 𠂉 Ελληνικά ñé€\n第二行~end'
for n in names:
    print('==', n)
    for e in ('ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace'):
        b = sample.encode(n, e)
        print(e, b, b.decode(n, 'replace') == sample)
    try:
        sample.encode(n)
        print('all')
    except UnicodeEncodeError as e:
        print(e.start, e.end, e.reason, e.encoding)
    good = sample.encode(n, 'ignore')
    d = codecs.getincrementaldecoder(n)()
    t = ''.join((d.decode(good[i:i + 1]) for i in range(len(good)))) + d.decode(b'', True)
    print('inc', t == good.decode(n))
    c = codecs.getincrementalencoder(n)('ignore')
    b = b''.join((c.encode(x) for x in sample)) + c.encode('', True)
    print('incenc', b == good)
    out = []
    for k in range(20):
        m = bytearray(good)
        for _ in range(rnd.randrange(1, 5)):
            m[rnd.randrange(len(m))] = rnd.choice([rnd.randrange(256), 27, 126, 14, 255, 143, 129])
        m = bytes(m[:rnd.randrange(1, len(m))])
        try:
            m.decode(n)
            out.append('ok')
        except UnicodeDecodeError as e:
            out.append((e.start, e.end, e.reason[:6]))
        out.append(m.decode(n, 'replace'))
    print('stream', codecs.getreader(n)(io.BytesIO(good)).read() == good.decode(n))
    w = io.BytesIO()
    s = codecs.getwriter(n)(w, 'ignore')
    s.write(sample[:20])
    s.write(sample[20:])
    s.reset()
    print(w.getvalue() == good)
for n in names[:3] + names[12:]:
    codec = codecs.lookup(n)
    decoder = codec.incrementaldecoder()
    data = 'ab中'.encode(n)
    print(n, decoder.decode(data[:-1]), decoder.getstate(), decoder.decode(data[-1:]), decoder.getstate())
