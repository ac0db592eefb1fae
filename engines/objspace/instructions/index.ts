// All shared instructions in one table.
import './calls.ts';
import './exceptions.ts';
import './iteration.ts';
import './matching.ts';
import './names.ts';
import './operators.ts';
import './templates.ts';

export { sharedBodies } from './instruction.ts';
