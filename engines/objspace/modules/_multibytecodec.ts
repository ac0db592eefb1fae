// The modules `_multibytecodec` and `_codecs_cn`, `_hk`, `_iso2022`, `_jp`, `_kr`, `_tw`: East Asian encodings. Model CPython's
// Modules/cjkcodecs: one-shot, incremental and stream codecs with error handlers in Python, over the tables of kernels/cjk. The encodings with
// shifts and escapes (ISO-2022, HZ) are read character by character over the tables of EUC encodings.
import { decodeTable, encodeTable } from '../../kernels/cjk/codec.ts';
import { pointsOf, textFromHost } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

const decode = leaf(
  '_decode',
  'encoding: str, data: bytes, at: index, /',
  (space: Space, encoding: string, data: Uint8Array, from: number): W => {
    const { text, at, fault } = decodeTable(encoding, data, from);
    return space.newtuple([
      space.newtext(textFromHost(text)),
      space.newint(at),
      fault === null ? space.w_None : space.newstr(fault.reason),
      space.newint(fault?.length ?? 0),
    ]);
  },
);

const encode = leaf(
  '_encode',
  'encoding: str, text: text, at: index, final: bool, /',
  (space: Space, encoding: string, text: Text, from: number, isFinal: boolean): W => {
    const { bytes, at, isStopped } = encodeTable(encoding, [...pointsOf(text)], from, isFinal);
    return space.newtuple([
      space.newbytes(Uint8Array.from(bytes)),
      space.newint(at),
      space.newbool(isStopped),
    ]);
  },
);

const python = String.raw`
import codecs

_ILLEGAL = "illegal multibyte sequence"
_INCOMPLETE = "incomplete multibyte sequence"
_PENDING = 8


class MultibyteCodec:
    """A codec without state; what has one overrides the four methods below."""

    def __init__(self, name):
        self._name = name

    def _start(self):
        return None

    def _decode(self, data, at, state):
        """Text, where it ended, the fault there (None: the end) and the fault's length."""
        return _decode(self._name, data, at)

    def _encode(self, text, at, state, final):
        """Bytes, where it ended, whether the character there has no code."""
        return _encode(self._name, text, at, final)

    def _finish(self, state):
        return b""

    def _decode_all(self, data, errors, state, final):
        parts, at = [], 0
        while True:
            text, at, reason, length = self._decode(data, at, state)
            parts.append(text)
            if reason is None or (reason is _INCOMPLETE or reason == _INCOMPLETE) and not final:
                return "".join(parts), at
            error = UnicodeDecodeError(self._name, data, at, at + length, reason)
            text, at = _handled(error, errors, str, len(data))
            parts.append(text)

    def _encode_all(self, text, errors, state, final):
        parts, at = [], 0
        while True:
            data, at, stopped = self._encode(text, at, state, final)
            parts.append(data)
            if not stopped:
                break
            error = UnicodeEncodeError(self._name, text, at, at + 1, _ILLEGAL)
            replacement, at = _handled(error, errors, (str, bytes), len(text))
            if isinstance(replacement, str):
                try:
                    replacement = self._encode_all(replacement, "strict", state, False)[0]
                except UnicodeEncodeError:
                    if errors != "replace":
                        raise
                    replacement = b"?"
            parts.append(replacement)
        if final:
            parts.append(self._finish(state))
        return b"".join(parts), at

    def encode(self, input, errors=None):
        if not isinstance(input, str):
            raise TypeError(f"encode() argument 'input' must be str, not {type(input).__name__}")
        return self._encode_all(input, errors or "strict", self._start(), True)[0], len(input)

    def decode(self, input, errors=None):
        data = bytes(memoryview(input))
        return self._decode_all(data, errors or "strict", self._start(), True)[0], len(data)


def _handled(error, errors, kinds, length):
    if errors == "strict":
        raise error
    if errors == "ignore":
        return "", error.end
    if errors == "replace":
        return ("\ufffd" if kinds is str else "?"), error.end
    answer = codecs.lookup_error(errors)(error)
    if not (isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], kinds) and isinstance(answer[1], int)):
        what = "decoding" if kinds is str else "encoding"
        raise TypeError(f"{what} error handler must return (str, int) tuple")
    text, at = answer
    if at < 0:
        at += length
    if not 0 <= at <= length:
        raise IndexError(f"position {at} from error handler out of bounds")
    return text, at


# --- escapes and shifts

def _cut(data, mask=0x7F):
    return bytes(byte & mask for byte in data)


class _Set:
    """A set of characters that an escape sequence designates; its codes are those of an EUC encoding without the high bits."""

    def __init__(self, escape, encoding=None, width=2, prefix=b"", page="G0", rows=None):
        self.escape, self.encoding, self.width, self.prefix, self.page = escape, encoding, width, prefix, page
        self.rows = rows

    def decode(self, code):
        if self.rows is not None and code[0] not in self.rows:
            return None
        raised = self.prefix + bytes(byte | 0x80 for byte in code)
        text, at, reason, _ = _decode(self.encoding, raised, 0)
        return text if reason is None and at == len(raised) else None

    def encode(self, text):
        data, _, stopped = _encode(self.encoding, text, 0, True)
        if stopped or len(data) != len(self.prefix) + self.width or not data.startswith(self.prefix):
            return None
        code = data[len(self.prefix):]
        if min(code) <= 0xA0 or self.rows is not None and code[0] & 0x7F not in self.rows:
            return None
        return _cut(code)


class _Roman(_Set):
    """JIS X 0201's Latin half: ASCII but for two characters."""

    def decode(self, code):
        return {0x5C: "\xa5", 0x7E: "\u203e"}.get(code[0]) or chr(code[0])

    def encode(self, text):
        return {"\xa5": b"\x5c", "\u203e": b"\x7e"}.get(text)


class _Latin(_Set):
    """The upper half of an ISO 8859 set, one character at a time."""

    def decode(self, code):
        try:
            return bytes([code[0] | 0x80]).decode(self.encoding)
        except UnicodeDecodeError:
            return None

    def encode(self, text):
        if len(text) > 1:
            return None
        try:
            data = text.encode(self.encoding)
        except UnicodeEncodeError:
            return None
        return _cut(data) if data[0] >= 0xA0 else None


# Rows of JIS X 0213's second plane; the others of EUC are JIS X 0212's.
_PLANE2 = frozenset([0x21, 0x23, 0x24, 0x25, 0x28, *range(0x2C, 0x30), *range(0x6E, 0x7F)])
_ESCAPE_ENDS = frozenset(range(0x40, 0x5B))
_ASCII = b"\x1b(B"
_JISX0208 = _Set(b"\x1b$B", "euc_jp")
_JISX0208_OLD = _Set(b"\x1b$@", "euc_jp")
_JISX0212 = _Set(b"\x1b$(D", "euc_jp", prefix=b"\x8f")
_JISX0201_R = _Roman(b"\x1b(J", width=1)
_JISX0201_K = _Set(b"\x1b(I", "euc_jp", width=1, prefix=b"\x8e")
_KSX1001 = _Set(b"\x1b$(C", "euc_kr")
_KSX1001_G1 = _Set(b"\x1b$)C", "euc_kr", page="G1")
_GB2312 = _Set(b"\x1b$(A", "gb2312")
_LATIN1 = _Latin(b"\x1b.A", "iso8859-1", width=1, page="G2")
_GREEK = _Latin(b"\x1b.F", "iso8859-7", width=1, page="G2")

_SETS = {
    "iso2022_jp": [_JISX0208, _JISX0201_R, _JISX0208_OLD],
    "iso2022_jp_1": [_JISX0208, _JISX0212, _JISX0201_R, _JISX0208_OLD],
    "iso2022_jp_2": [_JISX0208, _JISX0212, _KSX1001, _GB2312, _JISX0201_R, _JISX0208_OLD, _LATIN1, _GREEK],
    "iso2022_jp_2004": [
        _JISX0208,
        _Set(b"\x1b$(Q", "euc_jis_2004"),
        _Set(b"\x1b$(P", "euc_jis_2004", prefix=b"\x8f", rows=_PLANE2),
    ],
    "iso2022_jp_3": [
        _JISX0208,
        _Set(b"\x1b$(O", "euc_jisx0213"),
        _Set(b"\x1b$(P", "euc_jisx0213", prefix=b"\x8f", rows=_PLANE2),
    ],
    "iso2022_jp_ext": [_JISX0208, _JISX0212, _JISX0201_R, _JISX0201_K, _JISX0208_OLD],
    "iso2022_kr": [_KSX1001_G1],
}


class _Iso2022(MultibyteCodec):
    def __init__(self, name):
        super().__init__(name)
        self._sets = _SETS[name]
        self._by_escape = {known.escape: known for known in self._sets}
        if _GB2312 in self._sets:
            self._by_escape[b"\x1b$A"] = _GB2312

    def _start(self):
        return {"G0": None, "G1": None, "G2": None, "shifted": False, "raw": False}

    def _escape(self, data, at, state):
        """What is wrong with the escape sequence and over how many bytes; (None, length): it was followed."""
        rest = data[at : at + 16]
        end = next((i for i in range(1, len(rest)) if rest[i] in _ESCAPE_ENDS), None)
        if end is None:
            return (_ILLEGAL, 1) if len(rest) == 16 else (_INCOMPLETE, len(rest))
        escape = rest[: end + 1]
        known = self._by_escape.get(escape)
        if known is not None:
            state[known.page] = known
        elif escape == _ASCII:
            state["G0"] = None
        elif escape == b"\x1b)B":
            state["G1"] = None
        else:
            return _ILLEGAL, len(escape)
        return None, len(escape)

    def _decode(self, data, at, state):
        parts = []
        while at < len(data):
            byte = data[at]
            if state["raw"]:
                # Behind an escape that means nothing here, all goes through as it is until a sequence may end.
                parts.append(chr(byte))
                at += 1
                state["raw"] = byte not in _ESCAPE_ENDS
                continue
            if byte == 0x1B:
                if at + 1 == len(data):
                    return "".join(parts), at, _INCOMPLETE, 1
                if data[at + 1] in b"()$.&":
                    reason, length = self._escape(data, at, state)
                    if reason is not None:
                        return "".join(parts), at, reason, length
                    at += length
                    continue
                if data[at + 1] == 0x4E and state["G2"] is not None:
                    if at + 2 == len(data):
                        return "".join(parts), at, _INCOMPLETE, 2
                    text = state["G2"].decode(data[at + 2 : at + 3])
                    if text is None:
                        return "".join(parts), at, _ILLEGAL, 3
                    parts.append(text)
                    at += 3
                    continue
                state["raw"] = True
            elif byte in (0x0E, 0x0F) and self._name == "iso2022_kr":
                state["shifted"] = byte == 0x0E
                at += 1
                continue
            elif byte >= 0x80:
                return "".join(parts), at, _ILLEGAL, 1
            elif byte >= 0x20:
                used = state["G1"] if state["shifted"] else state["G0"]
                if used is not None:
                    code = data[at : at + used.width]
                    if len(code) < used.width:
                        return "".join(parts), at, _INCOMPLETE, len(code)
                    text = used.decode(code)
                    if text is None:
                        return "".join(parts), at, _ILLEGAL, used.width
                    parts.append(text)
                    at += used.width
                    continue
            if byte == 0x0A:
                state["shifted"] = False
            parts.append(chr(byte))
            at += 1
        return "".join(parts), at, None, 0

    def _may_pair(self, character):
        return any(
            used.encode(character + mark) is not None
            for used in self._sets
            if used.encoding in ("euc_jis_2004", "euc_jisx0213")
            for mark in "\u309a\u0300\u0301\u02e5\u02e9"
        )

    def _plain(self, state):
        """What leads back to ASCII."""
        data = b""
        if state["shifted"]:
            data += b"\x0f"
            state["shifted"] = False
        if state["G0"] is not None:
            data += _ASCII
            state["G0"] = None
        return data

    def _finish(self, state):
        return self._plain(state)

    def _encode(self, text, at, state, final):
        parts = []
        while at < len(text):
            character = text[at]
            if character < "\x80":
                parts.append(self._plain(state) + character.encode("ascii"))
                at += 1
                continue
            if not final and at + 1 == len(text) and self._may_pair(character):
                break
            # A pair that has one code goes before its first character alone.
            pair = text[at : at + 2]
            for piece in [pair, character] if len(pair) == 2 and pair[1] >= "\x80" else [character]:
                found = next(((used, code) for used in self._sets if (code := used.encode(piece))), None)
                if found is not None:
                    break
            else:
                return b"".join(parts), at, True
            used, code = found
            if used.page != "G1" and state["shifted"]:
                parts.append(b"\x0f")
                state["shifted"] = False
            if state[used.page] is not used:
                parts.append(used.escape)
                state[used.page] = used
            if used.page == "G1" and not state["shifted"]:
                parts.append(b"\x0e")
                state["shifted"] = True
            parts.append(b"\x1bN" + code if used.page == "G2" else code)
            at += len(piece)
        return b"".join(parts), at, False


class _Hz(MultibyteCodec):
    def _start(self):
        return {"chinese": False}

    def _decode(self, data, at, state):
        parts = []
        while at < len(data):
            byte = data[at]
            if byte >= 0x80:
                return "".join(parts), at, _ILLEGAL, 1
            if byte == 0x7E:
                if at + 1 == len(data):
                    return "".join(parts), at, _INCOMPLETE, 1
                following = data[at + 1 : at + 2]
                if following == b"~" and not state["chinese"]:
                    parts.append("~")
                elif following == b"{" and not state["chinese"]:
                    state["chinese"] = True
                elif following == b"}" and state["chinese"]:
                    state["chinese"] = False
                elif following != b"\n":
                    return "".join(parts), at, _ILLEGAL, 1
                at += 2
                continue
            if not state["chinese"] or byte == 0x0A:
                parts.append(chr(byte))
                at += 1
                if byte == 0x0A:
                    state["chinese"] = False
                continue
            code = data[at : at + 2]
            if len(code) < 2:
                return "".join(parts), at, _INCOMPLETE, 1
            text = _GB2312.decode(code)
            if text is None:
                return "".join(parts), at, _ILLEGAL, 1
            parts.append(text)
            at += 2
        return "".join(parts), at, None, 0

    def _finish(self, state):
        if not state["chinese"]:
            return b""
        state["chinese"] = False
        return b"~}"

    def _encode(self, text, at, state, final):
        parts = []
        while at < len(text):
            character = text[at]
            if character < "\x80":
                parts.append(self._finish(state) + (b"~~" if character == "~" else character.encode("ascii")))
            else:
                code = _GB2312.encode(character)
                if code is None:
                    return b"".join(parts), at, True
                if not state["chinese"]:
                    parts.append(b"~{")
                    state["chinese"] = True
                parts.append(code)
            at += 1
        return b"".join(parts), at, False


def _codec(encoding, names):
    if not isinstance(encoding, str):
        raise TypeError("encoding name must be a string.")
    if encoding not in names:
        raise LookupError("no such codec is supported.")
    kind = _Hz if encoding == "hz" else _Iso2022 if encoding in _SETS else MultibyteCodec
    return kind(encoding)


# --- incremental codecs and streams

class _Incremental:
    def __init__(self, errors="strict"):
        if not isinstance(getattr(type(self), "codec", None), MultibyteCodec):
            raise TypeError("codec is unexpected type")
        self.errors = errors
        self.reset()


class MultibyteIncrementalEncoder(_Incremental):
    def encode(self, input, final=False):
        text = self._pending + input
        data, at = self.codec._encode_all(text, self.errors, self._state, final)
        self._pending = text[at:]
        return data

    def reset(self):
        self._pending, self._state = "", self.codec._start()

    def getstate(self):
        pending = self._pending.encode()
        return int.from_bytes(bytes([len(pending)]) + pending + _packed(self.codec, self._state), "little")

    def setstate(self, state, /):
        data = state.to_bytes(max(9, (state.bit_length() + 7) // 8), "little")
        length = data[0]
        if length > 4 * _PENDING:
            raise UnicodeError("pending buffer too large")
        self._pending = data[1 : 1 + length].decode()
        self._state = _unpacked(self.codec, data[1 + length : 9 + length])


class MultibyteIncrementalDecoder(_Incremental):
    def decode(self, input, final=False):
        data = self._pending + bytes(memoryview(input))
        text, at = self.codec._decode_all(data, self.errors, self._state, final)
        self._pending = data[at:]
        if len(self._pending) > _PENDING:
            raise UnicodeError("pending buffer overflow")
        return text

    def reset(self):
        self._pending, self._state = b"", self.codec._start()

    def getstate(self):
        return self._pending, int.from_bytes(_packed(self.codec, self._state), "little")

    def setstate(self, state, /):
        pending, number = state
        if len(pending) > _PENDING:
            raise UnicodeError("pending buffer too large")
        self._pending = bytes(pending)
        self._state = _unpacked(self.codec, number.to_bytes(8, "little"))


def _packed(codec, state):
    """A codec's state in eight bytes: a place in its list of sets for each page, then the shift."""
    if state is None:
        return bytes(8)
    if "chinese" in state:
        return bytes([state["chinese"], *bytes(7)])
    places = [0 if state[page] is None else codec._sets.index(state[page]) + 1 for page in ("G0", "G1", "G2")]
    return bytes([*places, state["shifted"], state["raw"], *bytes(3)])


def _unpacked(codec, data):
    state = codec._start()
    if state is None:
        return None
    if "chinese" in state:
        state["chinese"] = bool(data[0])
        return state
    for page, place in zip(("G0", "G1", "G2"), data):
        state[page] = codec._sets[place - 1] if place else None
    state["shifted"], state["raw"] = bool(data[3]), bool(data[4])
    return state


class _Stream(_Incremental):
    def __init__(self, stream, errors="strict"):
        self.stream = stream
        super().__init__(errors)


class MultibyteStreamReader(_Stream):
    def reset(self):
        self._pending, self._state = b"", self.codec._start()

    def _read(self, method, size):
        if size == 0:
            return ""
        while True:
            data = getattr(self.stream, method)() if size < 0 else getattr(self.stream, method)(size)
            if not isinstance(data, bytes):
                raise TypeError(f"stream function returned a non-bytes object ({type(data).__name__})")
            data = self._pending + data
            final = size < 0 or len(data) == len(self._pending)
            text, at = self.codec._decode_all(data, self.errors, self._state, final)
            self._pending = data[at:]
            if final or text:
                return text
            size = 1

    def read(self, size=-1, /):
        return self._read("read", -1 if size is None else size)

    def readline(self, size=-1, /):
        return self._read("readline", -1 if size is None else size)

    def readlines(self, size=-1, /):
        return self._read("read", -1 if size is None else size).splitlines(True)


class MultibyteStreamWriter(_Stream):
    def reset(self):
        if hasattr(self, "_state"):
            data, _ = self.codec._encode_all(self._pending, self.errors, self._state, True)
            if data:
                self.stream.write(data)
        self._pending, self._state = "", self.codec._start()

    def write(self, text, /):
        text = self._pending + text
        data, at = self.codec._encode_all(text, self.errors, self._state, False)
        self._pending = text[at:]
        self.stream.write(data)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)
`;

const multibytecodecModule: ModuleDefinition = {
  name: '_multibytecodec',
  functions: [decode, encode],
  python,
};

const NAMES: Readonly<Record<string, string>> = {
  cn: 'gb2312 gbk gb18030 hz',
  hk: 'big5hkscs',
  iso2022: 'iso2022_kr iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext',
  jp: 'shift_jis cp932 euc_jp shift_jis_2004 euc_jis_2004 euc_jisx0213 shift_jisx0213',
  kr: 'euc_kr cp949 johab',
  tw: 'big5 cp950',
};

export const CJK_MODULES: readonly ModuleDefinition[] = [
  multibytecodecModule,
  ...Object.entries(NAMES).map(([place, names]): ModuleDefinition => ({
    name: `_codecs_${place}`,
    python: `from _multibytecodec import _codec\n\n\ndef getcodec(encoding, /):\n    return _codec(encoding, ${JSON.stringify(names.split(' '))})\n`,
  })),
];
