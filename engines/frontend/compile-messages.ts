// Every message that the compiler's own stages (future statements, symbol table, code generation, preprocessing) can
// give, in one place: the second half of syntax-errors.ts. The words are CPython 3.14.2's.

export const compileMessages = {
  // Future statements.
  braces: 'not a chance',
  unknownFeature: (name: string) => `future feature ${name} is not defined`,
  lateFuture: 'from __future__ imports must occur at the beginning of the file',

  // Symbol table.
  globalParam: (name: string) => `name '${name}' is parameter and global`,
  nonlocalParam: (name: string) => `name '${name}' is parameter and nonlocal`,
  globalAfterAssign: (name: string) => `name '${name}' is assigned to before global declaration`,
  nonlocalAfterAssign: (name: string) => `name '${name}' is assigned to before nonlocal declaration`,
  globalAfterUse: (name: string) => `name '${name}' is used prior to global declaration`,
  nonlocalAfterUse: (name: string) => `name '${name}' is used prior to nonlocal declaration`,
  globalAnnotated: (name: string) => `annotated name '${name}' can't be global`,
  nonlocalAnnotated: (name: string) => `annotated name '${name}' can't be nonlocal`,
  nonlocalAndGlobal: (name: string) => `name '${name}' is nonlocal and global`,
  nonlocalAtModule: 'nonlocal declaration not allowed at module level',
  noBinding: (name: string) => `no binding for nonlocal '${name}' found`,
  nonlocalTypeParam: (name: string) => `nonlocal binding not allowed for type parameter '${name}'`,
  importStar: 'import * only allowed at module level',
  duplicateArgument: (name: string) => `duplicate argument '${name}' in function definition`,
  duplicateTypeParam: (name: string) => `duplicate type parameter '${name}'`,
  reservedTypeParam: (name: string) => `reserved name '${name}' cannot be used for type parameter`,
  walrusInClass: 'assignment expression within a comprehension cannot be used in a class body',
  walrusInTypeVarBound: 'assignment expression within a comprehension cannot be used in a TypeVar bound',
  walrusInTypeAlias: 'assignment expression within a comprehension cannot be used in a type alias',
  walrusInGeneric:
    'assignment expression within a comprehension cannot be used within the definition of a generic',
  walrusConflict: (name: string) =>
    `assignment expression cannot rebind comprehension iteration variable '${name}'`,
  walrusInnerLoop: (name: string) =>
    `comprehension inner loop cannot rebind assignment expression target '${name}'`,
  walrusInIterable: 'assignment expression cannot be used in a comprehension iterable expression',
  notInAnnotation: (what: string) => `${what} cannot be used within an annotation`,
  notInTypeVariable: (what: string, where: string) => `${what} cannot be used within ${where}`,
  notInTypeAlias: (what: string) => `${what} cannot be used within a type alias`,
  notInGeneric: (what: string) => `${what} cannot be used within the definition of a generic`,
  yieldInComprehension: (what: string) => `'yield' inside ${what}`,
  asyncWithOutside: "'async with' outside async function",
  asyncForOutside: "'async for' outside async function",
  awaitOutsideFunction: "'await' outside function",
  awaitOutsideAsync: "'await' outside async function",
  asyncComprehension: 'asynchronous comprehension outside of an asynchronous function',
  assignDebug: 'cannot assign to __debug__',
  deleteDebug: 'cannot delete __debug__',

  // Code generation.
  returnOutside: "'return' outside function",
  returnInAsyncGenerator: "'return' with value in async generator",
  breakOutside: "'break' outside loop",
  continueOutside: "'continue' not properly in loop",
  yieldOutside: "'yield' outside function",
  yieldFromOutside: "'yield from' outside function",
  yieldFromAsync: "'yield from' inside async function",
  leaveExceptStar: "'break', 'continue' and 'return' cannot appear in an except* block",
  bareExceptLast: "default 'except:' must be last",
  tooManyBlocks: 'too many statically nested blocks',
  keywordRepeated: (name: string) => `keyword argument repeated: ${name}`,
  nonDefaultTypeParam: (name: string) =>
    `non-default type parameter '${name}' follows default type parameter`,
  tooManyStarTargets: 'too many expressions in star-unpacking assignment',
  twoStarTargets: 'multiple starred expressions in assignment',
  starTarget: 'starred assignment target must be in a list or tuple',
  starHere: "can't use starred expression here",
  patternDuplicate: (name: string) => `multiple assignments to name ${name} in pattern`,
  patternTooManyStar: 'too many expressions in star-unpacking sequence pattern',
  patternTwoStars: 'multiple starred expressions in sequence pattern',
  patternTwoStarNames: 'multiple starred names in sequence pattern',
  patternNameUnreachable: (name: string) => `name capture ${name} makes remaining patterns unreachable`,
  patternWildcardUnreachable: 'wildcard makes remaining patterns unreachable',
  patternAttributeRepeated: (name: string) => `attribute name repeated in class pattern: ${name}`,
  patternDuplicateKey: (key: string) => `mapping pattern checks duplicate key (${key})`,
  patternKeyKind: 'mapping pattern keys may only match literals and attribute lookups',
  patternValueKind: 'patterns may only match literals and attribute lookups',
  patternDifferentNames: 'alternative patterns bind different names',
  tooDeep: 'maximum recursion depth exceeded during compilation',

  // Warnings.
  isLiteral: (operator: 'is' | 'is not', type: string) =>
    `"${operator}" with '${type}' literal. Did you mean "${operator === 'is' ? '==' : '!='}"?`,
  notCallable: (type: string) => `'${type}' object is not callable; perhaps you missed a comma?`,
  notSubscriptable: (type: string) => `'${type}' object is not subscriptable; perhaps you missed a comma?`,
  badIndex: (type: string, index: string) =>
    `${type} indices must be integers or slices, not ${index}; perhaps you missed a comma?`,
  alwaysTrue: 'assertion is always true, perhaps remove parentheses?',
  leavesFinally: (keyword: string) => `'${keyword}' in a 'finally' block`,
} as const;
