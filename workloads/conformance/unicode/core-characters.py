# Text beyond ASCII: length, code points, encoding to bytes and back.
word = 'naïve café'
print(word, len(word), len(word.encode('utf-8')))
print('code points', ord('é'), ord('€'), ord('😀'), chr(233), chr(0x1f600) == '😀')
print('bytes', 'é€'.encode())
print('back', b'\xc3\xa9'.decode(), bytes([226, 130, 172]).decode('utf-8'))
print('pieces', word[2], word[-1], word[6:])
print('find', word.find('é'), 'ï' in word)
try:
    b'\xff\xfe'.decode('utf-8')
except UnicodeError:
    print('not UTF-8: UnicodeError')
