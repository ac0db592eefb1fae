// The host's TextDecoder, made at its first use: the first one of a process loads the host's converters, some milliseconds that a program
// without such text does not pay at its start.

export interface LazyDecoder {
  /** Throws TypeError for malformed bytes where `fatal` was asked for. */
  decode(bytes: Uint8Array): string;
}

type Options = ConstructorParameters<typeof TextDecoder>[1];

/** `label` and `options` as TextDecoder's. */
export function lazyDecoder(label: string, options: Options = {}): LazyDecoder {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  return { decode: (bytes) => (decoder ??= new TextDecoder(label, options)).decode(bytes) };
}
