// Bytes of an XML document to text: byte order marks, the declaration's encoding, chunks that end within a character. Models expat's
// choice of encoding (lib/xmlparse.c, initializeEncoding; lib/xmltok.c, initScan). Bytes that are no text become U+FFFF, which is no XML.

export type XmlEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'ascii' | readonly string[];

const NO_XML = '\uffff';

/** The encoding of a name; undefined: not one of expat's own. */
export function encodingOfName(name: string): 'utf-8' | 'utf-16' | 'latin1' | 'ascii' | undefined {
  switch (name.toUpperCase()) {
    case 'UTF-8':
      return 'utf-8';
    case 'UTF-16':
    case 'UTF-16LE':
    case 'UTF-16BE':
      return 'utf-16';
    case 'ISO-8859-1':
      return 'latin1';
    case 'US-ASCII':
      return 'ascii';
    default:
      return undefined;
  }
}

export class XmlDecoder {
  encoding: XmlEncoding = 'utf-8';
  private pending = new Uint8Array(0);

  /** The text of the bytes that are whole; at the end, of all. */
  decode(chunk: Uint8Array, isFinal: boolean): string {
    const bytes = this.pending.length === 0 ? chunk : new Uint8Array([...this.pending, ...chunk]);
    this.pending = new Uint8Array(0);
    const { encoding } = this;
    if (encoding === 'utf-8') return this.decodeUtf8(bytes, isFinal);
    if (encoding === 'utf-16le' || encoding === 'utf-16be') return this.decodeUtf16(bytes, isFinal);
    let text = '';
    for (const byte of bytes) {
      if (encoding === 'latin1') text += String.fromCharCode(byte);
      else if (encoding === 'ascii') text += byte < 128 ? String.fromCharCode(byte) : NO_XML;
      else text += (encoding as readonly string[])[byte];
    }
    return text;
  }

  private decodeUtf8(bytes: Uint8Array, isFinal: boolean): string {
    let end = bytes.length;
    if (!isFinal) {
      // A character of n bytes begins with n ones.
      for (let back = 1; back <= 3 && back <= end; back++) {
        const byte = bytes[end - back];
        if (byte < 0x80) break;
        if (byte < 0xc0) continue;
        const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        if (length > back) end -= back;
        break;
      }
    }
    this.pending = bytes.slice(end);
    const whole = bytes.subarray(0, end);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole);
    } catch {
      return this.upToFault(whole);
    }
  }

  /** The text before the first byte that fits nowhere, and a mark in its place. */
  private upToFault(bytes: Uint8Array): string {
    let good = 0;
    let bad = bytes.length;
    // A beginning is good if nothing in it is wrong; what it breaks off in the middle of, is not.
    const isText = (end: number): boolean => {
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
        return true;
      } catch {
        return false;
      }
    };
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (isText(middle)) good = middle;
      else bad = middle;
    }
    const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
    return lenient.decode(bytes.subarray(0, good), { stream: true }) + NO_XML;
  }

  private decodeUtf16(bytes: Uint8Array, isFinal: boolean): string {
    const isLittle = this.encoding === 'utf-16le';
    const units = bytes.length >> 1;
    let text = '';
    let i = 0;
    for (; i < units; i++) {
      const unit = isLittle ? bytes[2 * i] | (bytes[2 * i + 1] << 8) : (bytes[2 * i] << 8) | bytes[2 * i + 1];
      if (unit >= 0xd800 && unit < 0xdc00 && i === units - 1 && !isFinal) break;
      text += String.fromCharCode(unit);
    }
    this.pending = bytes.slice(2 * i);
    return isFinal && this.pending.length > 0 ? text + NO_XML : text;
  }

  /** How many bytes a piece of the document's text took. */
  byteLength(text: string): number {
    const { encoding } = this;
    if (encoding === 'utf-16le' || encoding === 'utf-16be') return 2 * text.length;
    if (encoding !== 'utf-8') return text.length;
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) length += 1;
      else if (unit < 0x800) length += 2;
      else if (unit >= 0xd800 && unit < 0xdc00) {
        length += 4;
        i++;
      } else length += 3;
    }
    return length;
  }
}
