// Decompression by the machine where it can (Host.codecs), else by the kernel, behind one interface. The machine's decompressor cannot be copied:
// who may be asked for a copy keeps its input, and a copy takes it all again.
import { concat } from '../../kernels/bytes.ts';
import { Inflater } from '../../kernels/inflate.ts';
import type { MachineInflater } from '../machine-codecs.ts';
import type { Space } from '../space.ts';

export interface StreamInflater {
  readonly ended: boolean;
  /** At most `max` bytes of what `bytes` and the unused input before give. */
  push(bytes: Uint8Array, max?: number): Uint8Array;
  /** Takes the unused input away. */
  takeRest(): Uint8Array;
  copyState(): StreamInflater;
}

const NOTHING = new Uint8Array(0);

class HostInflater implements StreamInflater {
  ended = false;
  private readonly make: () => MachineInflater;
  private readonly machine: MachineInflater;
  private rest = NOTHING;
  /** Input and bound of each call; null: no copy will be asked for. */
  private readonly history: { bytes: Uint8Array; max: number }[] | null;

  constructor(make: () => MachineInflater, first: MachineInflater, isCopied: boolean) {
    this.make = make;
    this.machine = first;
    this.history = isCopied ? [] : null;
  }

  push(bytes: Uint8Array, max = Infinity): Uint8Array {
    const input = this.rest.length === 0 ? bytes : concat([this.rest, bytes]);
    this.history?.push({ bytes: bytes.slice(), max });
    const { output, taken, ended } = this.machine.write(input, max);
    this.ended = ended;
    this.rest = taken < input.length ? input.slice(taken) : NOTHING;
    return output;
  }

  takeRest(): Uint8Array {
    const { rest } = this;
    this.rest = NOTHING;
    // What was taken away comes again with the next call.
    this.history?.push({ bytes: NOTHING, max: -1 });
    return rest;
  }

  copyState(): StreamInflater {
    const copy = new HostInflater(this.make, this.make(), true);
    for (const { bytes, max } of this.history!) {
      if (max < 0) copy.takeRest();
      else copy.push(bytes, max);
    }
    return copy;
  }
}

/** `isCopied`: `copyState` may be called. */
export function newInflater(
  space: Space,
  windowBits: number,
  dictionary: Uint8Array | null,
  isCopied: boolean,
): StreamInflater {
  const make = (): MachineInflater | null => space.host.codecs.inflater(windowBits, dictionary);
  const machine = make();
  if (machine === null) return new Inflater(windowBits, dictionary);
  return new HostInflater(() => make()!, machine, isCopied);
}
