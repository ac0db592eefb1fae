// Names and character references of XML 1.0 (fifth edition, productions 4, 4a, 66).

const NAME_START =
  ':A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f' +
  '\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
export const NAME = new RegExp(
  `[${NAME_START}][${NAME_START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f-\\u2040]*`,
  'uy',
);
/** NMTOKEN: any of a name's characters, also first. */
export const NMTOKEN = new RegExp(`[${NAME_START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f-\\u2040]+`, 'uy');

/** The character of `#65` or `#x41`; null: there is none in XML. */
export function characterOf(name: string): string | null {
  const code = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
  const isXml =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code < 0xd800) ||
    (code >= 0xe000 && code < 0xfffe) ||
    (code >= 0x10000 && code < 0x110000);
  return isXml ? String.fromCodePoint(code) : null;
}
