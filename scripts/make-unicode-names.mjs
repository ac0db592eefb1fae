// Writes engines/frontend/unicode-names-data.ts: the character names of the oracle's unicodedata, packed. Names that end in
// their own code point are kept as ranges, Hangul syllables are computed, all others are sequences of numbered words.
// Aliases cannot be listed by Python, so candidates stand here and the oracle says which of them it knows.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOracle, root } from './frontend-oracle.mjs';

const aliases = (
  'NULL|NUL|START OF HEADING|SOH|START OF TEXT|STX|END OF TEXT|ETX|END OF TRANSMISSION|EOT|ENQUIRY|ENQ|ACKNOWLEDGE|ACK|ALERT|BEL|' +
  'BACKSPACE|BS|CHARACTER TABULATION|HORIZONTAL TABULATION|HT|TAB|LINE FEED|NEW LINE|END OF LINE|EOL|LF|NL|LINE TABULATION|' +
  'VERTICAL TABULATION|VT|FORM FEED|FF|CARRIAGE RETURN|CR|SHIFT OUT|LOCKING-SHIFT ONE|SO|SHIFT IN|LOCKING-SHIFT ZERO|SI|' +
  'DATA LINK ESCAPE|DLE|DEVICE CONTROL ONE|DC1|DEVICE CONTROL TWO|DC2|DEVICE CONTROL THREE|DC3|DEVICE CONTROL FOUR|DC4|' +
  'NEGATIVE ACKNOWLEDGE|NAK|SYNCHRONOUS IDLE|SYN|END OF TRANSMISSION BLOCK|ETB|CANCEL|CAN|END OF MEDIUM|EOM|EM|SUBSTITUTE|SUB|' +
  'ESCAPE|ESC|INFORMATION SEPARATOR FOUR|FILE SEPARATOR|FS|INFORMATION SEPARATOR THREE|GROUP SEPARATOR|GS|' +
  'INFORMATION SEPARATOR TWO|RECORD SEPARATOR|RS|INFORMATION SEPARATOR ONE|UNIT SEPARATOR|US|SP|DELETE|DEL|PADDING CHARACTER|PAD|' +
  'HIGH OCTET PRESET|HOP|BREAK PERMITTED HERE|BPH|NO BREAK HERE|NBH|INDEX|IND|NEXT LINE|NEL|START OF SELECTED AREA|SSA|' +
  'END OF SELECTED AREA|ESA|CHARACTER TABULATION SET|HORIZONTAL TABULATION SET|HTS|CHARACTER TABULATION WITH JUSTIFICATION|' +
  'HORIZONTAL TABULATION WITH JUSTIFICATION|HTJ|LINE TABULATION SET|VERTICAL TABULATION SET|VTS|PARTIAL LINE FORWARD|' +
  'PARTIAL LINE DOWN|PLD|PARTIAL LINE BACKWARD|PARTIAL LINE UP|PLU|REVERSE LINE FEED|REVERSE INDEX|RI|SINGLE SHIFT TWO|' +
  'SINGLE-SHIFT-2|SS2|SINGLE SHIFT THREE|SINGLE-SHIFT-3|SS3|DEVICE CONTROL STRING|DCS|PRIVATE USE ONE|PRIVATE USE-1|PU1|' +
  'PRIVATE USE TWO|PRIVATE USE-2|PU2|SET TRANSMIT STATE|STS|CANCEL CHARACTER|CCH|MESSAGE WAITING|MW|START OF GUARDED AREA|' +
  'START OF PROTECTED AREA|SPA|END OF GUARDED AREA|END OF PROTECTED AREA|EPA|START OF STRING|SOS|' +
  'SINGLE GRAPHIC CHARACTER INTRODUCER|SGC|SGCI|SINGLE CHARACTER INTRODUCER|SCI|CONTROL SEQUENCE INTRODUCER|CSI|' +
  'STRING TERMINATOR|ST|OPERATING SYSTEM COMMAND|OSC|PRIVACY MESSAGE|PM|APPLICATION PROGRAM COMMAND|APC|NBSP|SHY|' +
  'LATIN CAPITAL LETTER GHA|LATIN SMALL LETTER GHA|CGJ|ALM|SYRIAC SUBLINEAR COLON SKEWED LEFT|KANNADA LETTER LLLA|' +
  'LAO LETTER FO FON|LAO LETTER FO FAY|LAO LETTER RO|LAO LETTER LO|TIBETAN MARK BKA- SHOG GI MGO RGYAN|' +
  'HANGUL JONGSEONG YESIEUNG-KIYEOK|HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK|HANGUL JONGSEONG SSANGYESIEUNG|' +
  'HANGUL JONGSEONG YESIEUNG-KHIEUKH|FVS1|FVS2|FVS3|MVS|FVS4|SUNDANESE LETTER ARCHAIC I|ZWSP|ZWNJ|ZWJ|LRM|RLM|LRE|RLE|PDF|LRO|' +
  'RLO|NNBSP|MMSP|WJ|LRI|RLI|FSI|PDI|WEIERSTRASS ELLIPTIC FUNCTION|MICR ON US SYMBOL|MICR DASH SYMBOL|' +
  'LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE|RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE|' +
  'YI SYLLABLE ITERATION MARK|MYANMAR LETTER KHAMTI LLA|PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET|' +
  'BYTE ORDER MARK|BOM|ZWNBSP|CUNEIFORM SIGN NU11 TENU|CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR|MEDEFAIDRIN CAPITAL LETTER H|' +
  'MEDEFAIDRIN CAPITAL LETTER NG|MEDEFAIDRIN SMALL LETTER H|MEDEFAIDRIN SMALL LETTER NG|HENTAIGANA LETTER E-1|' +
  'BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS'
).split('|');
for (let n = 1; n <= 256; n++) aliases.push(`VS${n}`);

const py = await loadOracle();
py.globals.set('candidates', py.toPy(aliases));
const { version, names } = JSON.parse(
  py.runPython(`
import json, unicodedata
names = []
for code in range(0x110000):
    name = unicodedata.name(chr(code), None)
    if name is not None and not name.startswith('HANGUL SYLLABLE '):
        names.append((code, name))
for name in candidates:
    try:
        found = unicodedata.lookup(name)
    except KeyError:
        continue
    if unicodedata.name(found, None) != name:
        names.append((ord(found), name))
names.sort()
json.dumps({'version': unicodedata.unidata_version, 'names': names})
`),
);

const ranges = new Map();
const plain = [];
for (const [code, name] of names) {
  const match = /^(.*)-([0-9A-F]{4,6})$/.exec(name);
  if (match && parseInt(match[2], 16) === code) {
    const list = ranges.get(match[1]) ?? [];
    if (list.length > 0 && list.at(-1)[1] === code - 1) list.at(-1)[1] = code;
    else list.push([code, code]);
    ranges.set(match[1], list);
  } else plain.push([code, name]);
}

const uses = new Map();
for (const [, name] of plain) for (const word of name.split(' ')) uses.set(word, (uses.get(word) ?? 0) + 1);
const words = [...uses].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
// Digits of a word's number: 92 printable characters that need no escape in a template literal. The last digit of a number is
// one of the first 60, so that numbers need no separator. A name ends with a space; before it may stand the gap in
// code points and a tilde.
const digits = Array.from({ length: 95 }, (_, i) => String.fromCharCode(33 + i))
  .filter((c) => !'`\\$~'.includes(c))
  .slice(0, 90);
const enough = 60;
function packNumber(n) {
  let out = digits[n % enough];
  for (n = Math.floor(n / enough); n > 0; n = Math.floor((n - 1) / 30))
    out = digits[enough + ((n - 1) % 30)] + out;
  return out;
}
const numberOf = new Map(words.map((word, i) => [word, i]));
let packed = '';
let before = -1;
for (const [code, name] of plain) {
  const gap = code - before;
  before = code;
  if (gap !== 1) packed += packNumber(gap) + '~';
  packed +=
    name
      .split(' ')
      .map((w) => packNumber(numberOf.get(w)))
      .join('') + ' ';
}

const text = `// Character names of Unicode ${version}, packed by scripts/make-unicode-names.mjs out of the reference's unicodedata; read by
// unicode-names.ts. Not to be edited.

export const unicodeVersion = '${version}';

/** Names that end in their code point: first and last code points by prefix. */
export const ranges: Record<string, readonly (readonly [first: number, last: number])[]> = ${JSON.stringify(
  Object.fromEntries(ranges),
)};

/** Words by frequency. */
export const words = '${words.join(' ')}';

/** Names in order of code point, as word numbers. */
export const packedNames = String.raw\`${packed}\`;
`;
writeFileSync(join(root, 'engines/frontend/unicode-names-data.ts'), text);
console.log(`${plain.length} names, ${words.length} words, ${text.length} characters`);
