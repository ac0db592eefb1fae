// @inline-constants-from ../../frontend/opcodes.ts Op
// How the values of shared instructions (objspace/instructions) reach the stack where their operands stay below them.
import { Op } from '../../frontend/opcodes.ts';
import { finishes, pushValue } from './bodies.ts';

finishes[Op.IMPORT_FROM] = pushValue;
finishes[Op.LOAD_COMMON_CONSTANT] = pushValue;
finishes[Op.MATCH_SEQUENCE] = pushValue;
finishes[Op.MATCH_MAPPING] = pushValue;
finishes[Op.MATCH_KEYS] = pushValue;
