# Packs n bytes by runs, by variable-length numbers and by base 64, checks sums over them, and unpacks them again.
# Stresses: bytes and bytearray: indexing, slicing, appending, shifts and masks.
# Origin: written for this lab. Runs on Python 3, PyPy, MicroPython.

ANSWERS = {
    1000: '1036 packed, 1384 encoded, crc fde6, adler a718af02, end zw==',
    20000: '19586 packed, 26116 encoded, crc ab4f, adler 12ee0dd5, end Bf4=',
    200000: '199232 packed, 265644 encoded, crc fb5d, adler 2336699f, end AeU=',
    2000000: '1991260 packed, 2655016 encoded, crc f750, adler 25b9c6b7, end Gg==',
}

BASE64 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'


def make_data(seed, length):
    """Bytes in runs, so that there is something to compress."""
    state = seed
    data = bytearray()
    while len(data) < length:
        state = (state * 1366 + 150889) % 714025
        run = 1 + state % 9 if state % 4 == 0 else 1
        data.extend(bytes([state // 16 % 256]) * run)
    return bytes(data[:length])


def write_varint(number, out):
    """Seven bits a byte, lowest first; the top bit says that more follow."""
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def read_varint(data, position):
    number = shift = 0
    while True:
        byte = data[position]
        position += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, position
        shift += 7


def pack_runs(data):
    out = bytearray()
    index = 0
    while index < len(data):
        byte = data[index]
        end = index + 1
        while end < len(data) and data[end] == byte:
            end += 1
        write_varint(end - index, out)
        out.append(byte)
        index = end
    return bytes(out)


def unpack_runs(packed):
    out = bytearray()
    position = 0
    while position < len(packed):
        length, position = read_varint(packed, position)
        out.extend(packed[position : position + 1] * length)
        position += 1
    return bytes(out)


def encode64(data):
    out = bytearray()
    for index in range(0, len(data) - 2, 3):
        group = data[index] << 16 | data[index + 1] << 8 | data[index + 2]
        out.append(BASE64[group >> 18])
        out.append(BASE64[group >> 12 & 63])
        out.append(BASE64[group >> 6 & 63])
        out.append(BASE64[group & 63])
    rest = len(data) % 3
    if rest:
        group = data[-rest] << 16 | (data[-1] << 8 if rest == 2 else 0)
        out.append(BASE64[group >> 18])
        out.append(BASE64[group >> 12 & 63])
        out.extend(b'==' if rest == 1 else bytes([BASE64[group >> 6 & 63], 61]))
    return bytes(out)


def decode64(text):
    values = {}
    for value, byte in enumerate(BASE64):
        values[byte] = value
    out = bytearray()
    group = bits = 0
    for byte in text:
        if byte == 61:
            break
        group = (group << 6 | values[byte]) & 0xFFFF
        bits += 6
        if bits >= 8:
            bits -= 8
            out.append(group >> bits & 255)
    return bytes(out)


def adler(data):
    """The checksum of RFC 1950, as its two halves."""
    low, high = 1, 0
    for byte in data:
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return high, low


def crc16(data):
    """CRC-16/CCITT, bit by bit."""
    remainder = 0xFFFF
    for byte in data:
        remainder ^= byte << 8
        for _ in range(8):
            remainder <<= 1
            if remainder & 0x10000:
                remainder ^= 0x11021
    return remainder


def verify(n, data, packed, text, answer):
    if unpack_runs(packed) != data:
        raise AssertionError('bytes_codec: the runs unpack to something else')
    if decode64(text) != packed:
        raise AssertionError('bytes_codec: base 64 decodes to something else')
    if crc16(b'123456789') != 0x29B1 or adler(b'Wikipedia') != (0x11E6, 0x0398):
        raise AssertionError('bytes_codec: a checksum of a known text is wrong')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('bytes_codec: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=20000):
    data = make_data(61, n)
    packed = pack_runs(data)
    text = encode64(packed)
    high, low = adler(text)
    answer = f'{len(packed)} packed, {len(text)} encoded, crc {crc16(data):04x}, adler {high:04x}{low:04x}, end {text[-4:].decode()}'
    verify(n, data, packed, text, answer)
    return answer


if __name__ == '__main__':
    print(workload())
