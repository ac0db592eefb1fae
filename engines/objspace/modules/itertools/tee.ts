// `itertools.tee`: links of a chain that is filled as the fastest copy goes. Models tee_* and teedataobject_* of CPython's
// Modules/itertoolsmodule.c, one item to a link.
import { constructor } from '../../constructor.ts';
import { attempt } from '../../continuation.ts';
import { next } from '../../descroperation.ts';
import type { OperationError } from '../../error.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { iterator, withIterator } from './iterator-type.ts';

class Link extends Payload {
  w_iterator: W | null;
  /** Null: not yet taken. */
  w_item: W | null = null;
  w_next: W | null = null;
  /** Its item is being taken: another copy that asks, by the iterator itself or in another thread, cannot have it. */
  isRunning = false;
  constructor(w_iterator: W) {
    super();
    this.w_iterator = w_iterator;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_iterator !== null) visit(this.w_iterator);
    if (this.w_item !== null) visit(this.w_item);
    if (this.w_next !== null) visit(this.w_next);
  }
  forget(): void {
    this.w_iterator = this.w_item = this.w_next = null;
  }
}

/** A copy: the link to read next. */
class Tee extends Payload {
  w_link: W | null;
  constructor(w_link: W) {
    super();
    this.w_link = w_link;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_link !== null) visit(this.w_link);
  }
  forget(): void {
    this.w_link = null;
  }
  /** Goes on to the link behind; the item of this one. */
  follow(space: Space, { w_item, w_next }: Link): W {
    const { w_link } = this;
    this.w_link = space.own(w_next!);
    space.drop(w_link!);
    return w_item!;
  }
}

export const linkType: TypeDefinition = { name: 'itertools._tee_dataobject', isBase: false };

export const teeObject = iterator(
  'itertools._tee',
  constructor('_tee', 'iterable, /', ((space: Space, _type: TypeObject, w_iterable: W) =>
    withIterator(space, w_iterable, (w) => newTee(space, w))) as never),
  (space, w) => {
    const state = space.data(w) as Tee;
    const link = space.data(state.w_link!) as Link;
    if (link.w_item !== null) return state.follow(space, link);
    if (link.w_iterator === null) return STOP;
    if (link.isRunning) throw raise(space, 'RuntimeError', 'cannot re-enter the tee iterator');
    return fill(space, state, link, link.w_iterator);
  },
  {
    hasWeakrefs: true,
    methods: [
      leaf('__copy__', '$self, /', (space: Space, w: W) =>
        space.newobj(space.types['itertools._tee'], new Tee(space.own((space.data(w) as Tee).w_link!))),
      ),
    ],
  },
);

/** Takes the link's item. */
function fill(space: Space, state: Tee, link: Link, w_iterator: W): W {
  const taken = (w_item: W): W => {
    link.isRunning = false;
    if (w_item === STOP) return STOP;
    if (link.w_item === null) {
      link.w_item = space.own(w_item);
      link.w_next = space.own(newLink(space, link.w_iterator!));
    }
    return state.follow(space, link);
  };
  const w_item = space.nextplainly(w_iterator);
  if (w_item !== undefined) return taken(w_item);
  const failed = (error: OperationError): W => {
    link.isRunning = false;
    throw error;
  };
  link.isRunning = true;
  return attempt(space, space.top, () => next(space, w_iterator), taken, failed);
}

const newLink = (space: Space, w_iterator: W): W =>
  space.newobj(space.types['itertools._tee_dataobject'], new Link(space.own(w_iterator)));

function newTee(space: Space, w_iterator: W): W {
  const type = space.types['itertools._tee'];
  const w_link =
    space.type(w_iterator) === type ? (space.data(w_iterator) as Tee).w_link! : newLink(space, w_iterator);
  return space.newobj(type, new Tee(space.own(w_link)));
}

export const tee = resumable('tee', 'iterable, n: index = 2, /', (space: Space, w_iterable: W, n: number) => {
  if (n < 0) throw raise(space, 'ValueError', 'n must be >= 0');
  if (n === 0) return space.newtuple([]);
  return withIterator(space, w_iterable, (w_iterator) => {
    const w_first = newTee(space, w_iterator);
    const copies_w = [w_first];
    while (copies_w.length < n) copies_w.push(newTee(space, w_first));
    return space.newtuple(copies_w);
  });
});
