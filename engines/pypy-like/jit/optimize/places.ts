// Names for what the passes share with the table of operations.
import type { ArrayKind, HostClass } from '../ir.ts';

export type { ArrayKind, Field, Ins } from '../ir.ts';
export type VirtualClass = HostClass | ArrayKind;
