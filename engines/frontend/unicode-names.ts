// Character names, for `\N{…}` in literals: models _PyUnicode_GetCode of CPython's Modules/unicodedata.c with the name aliases
// and without the named sequences, which are no characters. The packed table is unpacked when the first name is looked up.
import { packedNames, ranges, words } from './unicode-names-data.ts';

const hangulBase = 0xac00;
const hangulParts = [
  'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' '),
  'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' '),
  ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' '),
];

let table: Map<string, number> | undefined;

/** Position of a digit of the packed form; the characters that it leaves out are those of make-unicode-names.mjs. */
function digitValues(): Int8Array {
  const values = new Int8Array(128).fill(-1);
  let next = 0;
  for (let c = 33; c < 128 && next < 90; c++) {
    if (!'`\\$~'.includes(String.fromCharCode(c))) values[c] = next++;
  }
  return values;
}

function unpack(): Map<string, number> {
  const list = words.split(' ');
  const values = digitValues();
  const names = new Map<string, number>();
  let code = -1;
  let gap = 1;
  let name = '';
  let high = 0;
  let last = 0;
  for (let i = 0; i < packedNames.length; i++) {
    const c = packedNames.charCodeAt(i);
    if (c === 32) {
      code += gap;
      gap = 1;
      names.set(name, code);
      name = '';
    } else if (c === 126) {
      gap = last;
      name = '';
    } else {
      const digit = values[c];
      if (digit >= 60) high = high * 30 + digit - 59;
      else {
        last = high * 60 + digit;
        high = 0;
        name = name === '' ? (list[last] ?? '') : name + ' ' + list[last];
      }
    }
  }
  return names;
}

function hangulSyllable(name: string): number {
  let rest = name;
  let index = 0;
  for (const parts of hangulParts) {
    let best = -1;
    for (let i = 0; i < parts.length; i++) {
      if (rest.startsWith(parts[i]) && (best < 0 || parts[i].length > parts[best].length)) best = i;
    }
    if (best < 0) return -1;
    index = index * parts.length + best;
    rest = rest.slice(parts[best].length);
  }
  return rest === '' ? hangulBase + index : -1;
}

/** Code point of a character's name or alias, or -1. */
export function codePointOfName(name: string): number {
  if (name.startsWith('HANGUL SYLLABLE ')) {
    const code = hangulSyllable(name.slice(16));
    if (code >= 0) return code;
  }
  // Of the numbered names only the unified ideographs have to be in capitals.
  const capitals = name.toUpperCase();
  const numbered = /^(.*)-([0-9A-F]{4,6})$/.exec(capitals.startsWith('CJK UNIFIED') ? name : capitals);
  if (numbered) {
    const code = parseInt(numbered[2], 16);
    if (ranges[numbered[1]]?.some(([first, last]) => code >= first && code <= last)) return code;
  }
  table ??= unpack();
  return table.get(capitals) ?? -1;
}

/** Names of characters that have an alias before them in the alphabet (from the reference's `unicodedata.name`). */
const NOT_ALIASES: Readonly<Record<number, string>> = {
  0x20: 'SPACE',
  0xa0: 'NO-BREAK SPACE',
  0xad: 'SOFT HYPHEN',
  0x1a2: 'LATIN CAPITAL LETTER OI',
  0x1a3: 'LATIN SMALL LETTER OI',
  0x34f: 'COMBINING GRAPHEME JOINER',
  0x61c: 'ARABIC LETTER MARK',
  0x709: 'SYRIAC SUBLINEAR COLON SKEWED RIGHT',
  0xe9d: 'LAO LETTER FO TAM',
  0xe9f: 'LAO LETTER FO SUNG',
  0xea5: 'LAO LETTER LO LOOT',
  0xfd0: 'TIBETAN MARK BSKA- SHOG GI MGO RGYAN',
  0x180b: 'MONGOLIAN FREE VARIATION SELECTOR ONE',
  0x180c: 'MONGOLIAN FREE VARIATION SELECTOR TWO',
  0x180d: 'MONGOLIAN FREE VARIATION SELECTOR THREE',
  0x180f: 'MONGOLIAN FREE VARIATION SELECTOR FOUR',
  0x1bbd: 'SUNDANESE LETTER BHA',
  0x202c: 'POP DIRECTIONAL FORMATTING',
  0x2060: 'WORD JOINER',
  0x2069: 'POP DIRECTIONAL ISOLATE',
  0x2448: 'OCR DASH',
  0x2449: 'OCR CUSTOMER ACCOUNT NUMBER',
  0xa015: 'YI SYLLABLE WU',
  0xfe18: 'PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRAKCET',
  0xfeff: 'ZERO WIDTH NO-BREAK SPACE',
  0x122d4: 'CUNEIFORM SIGN SHIR TENU',
  0x122d5: 'CUNEIFORM SIGN SHIR OVER SHIR BUR OVER BUR',
  0x16e56: 'MEDEFAIDRIN CAPITAL LETTER HP',
  0x16e57: 'MEDEFAIDRIN CAPITAL LETTER NY',
  0x16e76: 'MEDEFAIDRIN SMALL LETTER HP',
  0x16e77: 'MEDEFAIDRIN SMALL LETTER NY',
  0x1b001: 'HIRAGANA LETTER ARCHAIC YE',
};

let namesByCode: Map<number, string> | undefined;

/** The name of a character (`unicodedata.name`); undefined: it has none. Controls have aliases alone, which are no names. */
export function nameOfCodePoint(code: number): string | undefined {
  if (code >= hangulBase && code < hangulBase + 11172) {
    const index = code - hangulBase;
    const parts = [hangulParts[0][Math.floor(index / 588)], hangulParts[1][Math.floor((index % 588) / 28)]];
    return `HANGUL SYLLABLE ${parts.join('')}${hangulParts[2][index % 28]}`;
  }
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return undefined;
  const known = NOT_ALIASES[code];
  if (known !== undefined) return known;
  for (const [prefix, spans] of Object.entries(ranges)) {
    if (spans.some(([first, last]) => code >= first && code <= last))
      return `${prefix}-${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  if (namesByCode === undefined) {
    namesByCode = new Map();
    table ??= unpack();
    for (const [name, at] of table) if (!namesByCode.has(at)) namesByCode.set(at, name);
  }
  return namesByCode.get(code);
}
