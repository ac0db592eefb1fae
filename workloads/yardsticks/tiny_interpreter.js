// bench/tiny_interpreter.py in idiomatic JavaScript: the same interpreter, the same Lisp programs, the same answer.
const PROGRAM = `
(define (add-up n total) (if (= n 0) total (add-up (- n 1) (+ total n))))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (gcd a b) (if (= b 0) a (gcd b (rem a b))))
(define (make-counter step)
  (begin (define count 0)
         (lambda () (begin (set! count (+ count step)) count))))
(define (repeat n action) (if (= n 1) (action) (begin (action) (repeat (- n 1) action))))
(define (coprime a b) (if (= (gcd a b) 1) 1 0))
(define (count-coprimes a b total)
  (if (= b 0) total (count-coprimes a (- b 1) (+ total (coprime a b)))))
`;

class LispError extends Error {}

class LispSymbol {
  static table = new Map();

  constructor(name) {
    this.name = name;
  }
}

function symbol(name) {
  let found = LispSymbol.table.get(name);
  if (found === undefined) LispSymbol.table.set(name, (found = new LispSymbol(name)));
  return found;
}

const [IF, DEFINE, SET, LAMBDA, BEGIN] = ['if', 'define', 'set!', 'lambda', 'begin'].map(symbol);

function readAll(text) {
  const stack = [[]];
  for (const token of text.replaceAll('(', ' ( ').replaceAll(')', ' ) ').split(/\s+/)) {
    if (token === '') continue;
    if (token === '(') {
      stack.push([]);
    } else if (token === ')') {
      if (stack.length === 1) throw new LispError('unexpected )');
      const done = stack.pop();
      stack.at(-1).push(done);
    } else {
      stack.at(-1).push(/^\d+$/.test(token) ? Number(token) : symbol(token));
    }
  }
  if (stack.length > 1) throw new LispError('missing )');
  return stack[0];
}

class Environment {
  constructor(names, values, outer) {
    this.values = new Map(names.map((name, index) => [name, values[index]]));
    this.outer = outer;
  }

  holder(name) {
    for (let environment = this; environment !== null; environment = environment.outer) {
      if (environment.values.has(name)) return environment.values;
    }
    throw new LispError(`unbound: ${name.name}`);
  }
}

class Procedure {
  constructor(parameters, body, environment) {
    this.parameters = parameters;
    this.body = body;
    this.environment = environment;
  }
}

const BUILTINS = {
  '+': (first, second) => first + second,
  '-': (first, second) => first - second,
  '*': (first, second) => first * second,
  '<': (first, second) => first < second,
  '=': (first, second) => first === second,
  rem: (first, second) => first % second,
};

function define(expression, environment) {
  let target = expression[1];
  let value;
  if (Array.isArray(target)) {
    value = new Procedure(target.slice(1), expression[2], environment);
    target = target[0];
  } else {
    value = evaluate(expression[2], environment);
  }
  environment.values.set(target, value);
}

function evaluate(expression, environment) {
  for (;;) {
    if (expression instanceof LispSymbol) return environment.holder(expression).get(expression);
    if (!Array.isArray(expression)) return expression;
    const head = expression[0];
    if (head === IF) {
      expression = evaluate(expression[1], environment) ? expression[2] : expression[3];
    } else if (head === BEGIN) {
      for (const part of expression.slice(1, -1)) evaluate(part, environment);
      expression = expression.at(-1);
    } else if (head === DEFINE) {
      return define(expression, environment);
    } else if (head === SET) {
      environment.holder(expression[1]).set(expression[1], evaluate(expression[2], environment));
      return undefined;
    } else if (head === LAMBDA) {
      return new Procedure(expression[1], expression[2], environment);
    } else {
      const callee = evaluate(head, environment);
      const values = expression.slice(1).map((part) => evaluate(part, environment));
      if (!(callee instanceof Procedure)) return callee(...values);
      environment = new Environment(callee.parameters, values, callee.environment);
      expression = callee.body;
    }
  }
}

class Interpreter {
  constructor() {
    const names = Object.keys(BUILTINS);
    this.globals = new Environment(
      names.map(symbol),
      names.map((name) => BUILTINS[name]),
      null,
    );
  }

  run(text) {
    let result;
    for (const expression of readAll(text)) result = evaluate(expression, this.globals);
    return result;
  }
}

function fibonacci(index) {
  let [first, second] = [0, 1];
  for (let step = 0; step < index; step++) [first, second] = [second, first + second];
  return first;
}

function greatestCommonDivisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

export function workload(n) {
  const lisp = new Interpreter();
  lisp.run(PROGRAM);
  let depth = 2;
  while (fibonacci(depth) < n) depth++;
  const total = lisp.run(`(add-up ${n} 0)`);
  const fib = lisp.run(`(fib ${depth})`);
  const coprimes = lisp.run(`(count-coprimes ${n} ${n} 0)`);
  const counted = lisp.run(`(define tick (make-counter 3)) (repeat ${n} tick)`);
  let expected = 0;
  for (let b = 1; b <= n; b++) if (greatestCommonDivisor(n, b) === 1) expected++;
  if (total !== (n * (n + 1)) / 2 || fib !== fibonacci(depth) || counted !== 3 * n || coprimes !== expected) {
    throw new Error(`tiny_interpreter: wrong for n = ${n}`);
  }
  try {
    lisp.run('(missing 1)');
    throw new Error('tiny_interpreter: an unbound name was found');
  } catch (error) {
    if (!(error instanceof LispError)) throw error;
  }
  return `sum ${total}, fib(${depth}) ${fib}, ${coprimes} coprimes, counted ${counted}`;
}
