// All instructions that are out of line: importing this fills the table.
import './operators.ts';
import './names.ts';
import './building.ts';
import './unpacking.ts';
import './calls.ts';
import './iteration.ts';
import './generators.ts';
import './exceptions.ts';
import './shared-finishes.ts';
import { shareBodies } from './bodies.ts';

shareBodies();

export { bodies, DONE, ENTERED, finish, RAISED } from './bodies.ts';
export { makeGenerator } from './generators.ts';
export { placeOfReraise } from './exceptions.ts';
export { unwinding } from '../../objspace/instructions/exceptions.ts';
export { endsLoop } from './iteration.ts';
export { isMethodLike, unboundLocal } from '../../objspace/instructions/names.ts';
