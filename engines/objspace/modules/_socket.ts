// The module `_socket`: sockets of a network that is this isolate alone. Pairs, and stream sockets that find each other by a path or by an address of
// the local machine, work as those of an operating system; whatever would leave the machine is an OSError that says so. Models CPython's
// Modules/socketmodule.c as far as the library's socket.py, asyncio and selectors stand on it. Left out: datagrams by address, ancillary data.
import { errorNumber } from '../../kernels/os-errors.ts';
import { leaf, resumable } from '../gateway.ts';
import type { OperationError } from '../error.ts';
import { BufferPayload, Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import {
  announce,
  boundAddresses,
  closeDescriptor,
  connectedPair,
  descriptorOf,
  Endpoint,
  Listener,
  openDescriptor,
  Unconnected,
} from '../threads/descriptors.ts';
import type { Descriptor } from '../threads/descriptors.ts';
import { wait } from '../threads/wait.ts';
import type { WaitQueue } from '../threads/wait.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { SOCKET_CONSTANTS } from './socket-constants.ts';
import { osErrorByName, osErrorOf } from './os-error.ts';
import { secondsOf } from './thread-lock.ts';

const { AF_UNIX, AF_INET, AF_INET6, SOCK_STREAM, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_CLOEXEC } = SOCKET_CONSTANTS;
const { MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, EAI_NONAME, SO_ERROR, SO_TYPE, SOL_SOCKET } = SOCKET_CONSTANTS;

class Socket extends Payload {
  family: number = AF_INET;
  type: number = SOCK_STREAM;
  protocol = 0;
  /** Seconds; negative: it waits without end, 0: it never waits. */
  timeout = -1;
  descriptor: Descriptor | null = null;
  /** Where it was bound, before it listens or connects. */
  address: string | null = null;
  readonly options = new Map<string, number | Uint8Array>();
  traverse(): void {}
  forget(): void {}
}

const defaultTimeouts = new WeakMap<Space, number>();
const socketOf = (space: Space, w: W): Socket => space.data(w) as Socket;

function openSocket(space: Space, w: W): Socket {
  const socket = socketOf(space, w);
  if (socket.descriptor === null) throw osErrorByName(space, 'EBADF');
  return socket;
}

function connected(space: Space, w: W): Endpoint {
  const { descriptor } = openSocket(space, w);
  if (!(descriptor instanceof Endpoint)) throw osErrorByName(space, 'ENOTCONN');
  return descriptor;
}

/** Waits in the way the socket has been told to. */
function waitFor(
  space: Space,
  socket: Socket,
  reason: string,
  queue: WaitQueue,
  attempt: () => boolean,
  then: () => W,
  timeout = socket.timeout,
): W {
  return wait(space, { reason, queue, attempt, timeout }, (isDone) => {
    if (isDone) return then();
    if (timeout === 0) throw osErrorByName(space, 'EAGAIN');
    throw raise(space, 'TimeoutError', 'timed out');
  });
}

// --- addresses: 'unix:PATH' or 'PORT', because every address of the machine is the same loopback

const isLocal = (host: string): boolean =>
  ['', '0.0.0.0', 'localhost', '::', '::1'].includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

function addressFrom(space: Space, socket: Socket, w: W, isRemote: boolean): string {
  if (socket.family === AF_UNIX) {
    const isText = space.type(w).isSubtype(space.types.str);
    return `unix:${isText ? space.str_w(w) : new TextDecoder().decode(space.buffer_w(w))}`;
  }
  if (!space.type(w).isSubtype(space.types.tuple)) {
    const name = socket.family === AF_INET6 ? 'AF_INET6' : 'AF_INET';
    throw raise(space, 'TypeError', `${name} address must be tuple, not ${space.type(w).name}`);
  }
  const [w_host, w_port] = space.tuple_w(w);
  if (w_port === undefined || !space.type(w_port).isSubtype(space.types.int))
    throw raise(space, 'TypeError', 'AF_INET address must be a pair (host, port)');
  const isText = space.type(w_host).isSubtype(space.types.str);
  const host = isText ? space.str_w(w_host) : new TextDecoder().decode(space.buffer_w(w_host));
  const port = Number(space.int_w(w_port));
  if (port < 0 || port > 65535)
    throw raise(
      space,
      'OverflowError',
      'bind(): port must be 0-65535.'.replace('bind', isRemote ? 'connect' : 'bind'),
    );
  if (!isLocal(host)) {
    if (!/^[\d.]+$|:/.test(host)) throw unknownHost(space);
    throw osErrorByName(space, isRemote ? 'ENETUNREACH' : 'EADDRNOTAVAIL');
  }
  return String(port);
}

function addressTo(space: Space, family: number, address: string | null): W {
  if (family === AF_UNIX) return space.newstr(address?.slice(5) ?? '');
  if (address === null) return space.newtuple([space.newstr('0.0.0.0'), space.newint(0)]);
  const port = space.newint(Number(address));
  if (family === AF_INET6)
    return space.newtuple([space.newstr('::1'), port, space.newint(0), space.newint(0)]);
  return space.newtuple([space.newstr('127.0.0.1'), port]);
}

const EPHEMERAL = 49152;

function freePort(space: Space): string {
  const bound = boundAddresses(space);
  let port = EPHEMERAL;
  while (bound.has(String(port))) port++;
  return String(port);
}

// --- life

function initialise(space: Space, w: W, family: number, type: number, protocol: number, w_fileno: W): void {
  const socket = socketOf(space, w);
  socket.family = family === -1 ? AF_INET : family;
  const wanted = type === -1 ? SOCK_STREAM : type;
  socket.type = wanted & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  socket.protocol = protocol === -1 ? 0 : protocol;
  socket.timeout = (wanted & SOCK_NONBLOCK) !== 0 ? 0 : (defaultTimeouts.get(space) ?? -1);
  if (space.is(w_fileno, space.w_None)) {
    if (socket.family !== AF_UNIX && socket.family !== AF_INET && socket.family !== AF_INET6)
      throw osErrorByName(space, 'EAFNOSUPPORT');
    socket.descriptor = openDescriptor(space, new Unconnected());
    return;
  }
  if (!space.type(w_fileno).isSubtype(space.types.int))
    throw raise(
      space,
      'TypeError',
      `'${space.type(w_fileno).name}' object cannot be interpreted as an integer`,
    );
  const fd = Number(space.int_w(w_fileno));
  if (fd < 0) throw raise(space, 'ValueError', 'negative file descriptor');
  const descriptor = descriptorOf(space, fd);
  if (descriptor === undefined) throw osErrorByName(space, 'EBADF');
  if (family === -1)
    socket.family = descriptor instanceof Endpoint && descriptor.address === null ? AF_UNIX : AF_INET;
  socket.descriptor = descriptor;
}

function close(space: Space, w: W): void {
  const socket = socketOf(space, w);
  const { descriptor, address } = socket;
  if (descriptor === null) return;
  socket.descriptor = null;
  if (address !== null && boundAddresses(space).get(address) === null) boundAddresses(space).delete(address);
  closeDescriptor(space, descriptor);
}

function finalize(space: Space, w: W): W {
  if (socketOf(space, w).descriptor === null) return space.w_None;
  space.warnNested('ResourceWarning', `unclosed ${shown(space, w)}`);
  close(space, w);
  return space.w_None;
}

function shown(space: Space, w: W): string {
  const { descriptor, family, type, protocol } = socketOf(space, w);
  return `<socket object, fd=${descriptor?.fd ?? -1}, family=${family}, type=${type}, proto=${protocol}>`;
}

// --- connecting

function bind(space: Space, w: W, w_address: W): void {
  const socket = openSocket(space, w);
  let address = addressFrom(space, socket, w_address, false);
  if (socket.address !== null) throw osErrorByName(space, 'EINVAL');
  if (address === '0') address = freePort(space);
  if (boundAddresses(space).has(address)) throw osErrorByName(space, 'EADDRINUSE');
  boundAddresses(space).set(address, null);
  socket.address = address;
}

function listen(space: Space, w: W): void {
  const socket = openSocket(space, w);
  if (socket.type !== SOCK_STREAM) throw osErrorByName(space, 'EOPNOTSUPP');
  if (socket.descriptor instanceof Listener) return;
  socket.address ??= freePort(space);
  const listener = openDescriptor(space, new Listener(socket.address), socket.descriptor!);
  boundAddresses(space).set(socket.address, listener);
  socket.descriptor = listener;
}

function connect(space: Space, w: W, w_address: W): string | null {
  const socket = openSocket(space, w);
  if (socket.descriptor instanceof Endpoint) return 'EISCONN';
  const address = addressFrom(space, socket, w_address, true);
  const listener = boundAddresses(space).get(address);
  if (!(listener instanceof Listener)) return 'ECONNREFUSED';
  const [near, far] = connectedPair(false);
  near.address = far.peerAddress = socket.address ?? (socket.family === AF_UNIX ? null : freePort(space));
  near.peerAddress = far.address = address;
  socket.descriptor = openDescriptor(space, near, socket.descriptor!);
  listener.backlog.push(far);
  announce(space, listener);
  return null;
}

function accept(space: Space, w: W): W {
  const socket = openSocket(space, w);
  const { descriptor } = socket;
  if (!(descriptor instanceof Listener)) throw osErrorByName(space, 'EINVAL');
  const attempt = (): boolean => descriptor.isReadable;
  return waitFor(space, socket, 'accept', descriptor.changed, attempt, () => {
    const end = openDescriptor(space, descriptor.backlog.shift()!);
    return space.newtuple([space.newint(end.fd), addressTo(space, socket.family, end.peerAddress)]);
  });
}

function socketPair(space: Space, family: number, type: number, protocol: number): W {
  if (family !== -1 && family !== AF_UNIX) throw osErrorByName(space, 'EOPNOTSUPP');
  const kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  return space.newtuple(
    connectedPair(kind !== SOCK_STREAM).map((end) => {
      const socket = new Socket();
      socket.family = AF_UNIX;
      socket.type = kind;
      socket.protocol = protocol;
      socket.timeout = defaultTimeouts.get(space) ?? -1;
      socket.descriptor = openDescriptor(space, end);
      return space.newobj(space.types['_socket.socket'], socket);
    }),
  );
}

// --- sending and receiving

function receive(space: Space, w: W, size: number, flags: number, then: (bytes: Uint8Array) => W): W {
  if (size < 0) throw raise(space, 'ValueError', 'negative buffersize in recv');
  const socket = openSocket(space, w);
  const end = connected(space, w);
  const timeout = (flags & MSG_DONTWAIT) !== 0 ? 0 : socket.timeout;
  const isWhole = (flags & MSG_WAITALL) !== 0 && !end.isMessages;
  const isPeek = (flags & MSG_PEEK) !== 0;
  const attempt = (): boolean =>
    end.isReadable && (!isWhole || end.isEnded || end.receive(space, size, true).length === size);
  return waitFor(
    space,
    socket,
    'recv',
    end.changed,
    attempt,
    () => then(end.receive(space, size, isPeek)),
    timeout,
  );
}

function receiveInto(
  space: Space,
  w: W,
  w_buffer: W,
  count: number,
  flags: number,
  then: (n: number) => W,
): W {
  const target = space.data(w_buffer);
  if (!(target instanceof BufferPayload) || target.readonly)
    throw raise(
      space,
      'TypeError',
      `recv_into() argument 1 must be read-write bytes-like object, not ${space.type(w_buffer).name}`,
    );
  if (count < 0) throw raise(space, 'ValueError', 'negative buffersize in recv_into');
  const { length } = target.buffer(space);
  if (count > length) throw raise(space, 'ValueError', 'buffer too small for requested bytes');
  return receive(space, w, count === 0 ? length : count, flags, (bytes) => {
    target.buffer(space).set(bytes);
    return then(bytes.length);
  });
}

function send(space: Space, w: W, bytes: Uint8Array, flags: number): W {
  const socket = openSocket(space, w);
  const end = connected(space, w);
  const timeout = (flags & MSG_DONTWAIT) !== 0 ? 0 : socket.timeout;
  const attempt = (): boolean => end.isWritable;
  return waitFor(
    space,
    socket,
    'send',
    end.changed,
    attempt,
    () => {
      if (end.isShut || end.peer === null) throw osErrorByName(space, 'EPIPE');
      return space.newint(end.send(space, bytes));
    },
    timeout,
  );
}

function sendAll(space: Space, w: W, bytes: Uint8Array): W {
  const socket = openSocket(space, w);
  const end = connected(space, w);
  let sent = 0;
  const attempt = (): boolean => {
    if (end.isShut || end.peer === null) return true;
    if (end.isWritable && sent < bytes.length) sent += end.send(space, bytes.subarray(sent));
    return sent >= bytes.length;
  };
  return waitFor(space, socket, 'send', end.changed, attempt, () => {
    if (sent < bytes.length) throw osErrorByName(space, 'EPIPE');
    return space.w_None;
  });
}

function sendTo(space: Space, w: W, bytes: Uint8Array, args_w: readonly W[]): W {
  const socket = openSocket(space, w);
  if (args_w.length === 0 || args_w.length > 2)
    throw raise(space, 'TypeError', `sendto() takes 2 or 3 arguments (${args_w.length + 1} given)`);
  if (socket.descriptor instanceof Endpoint) return send(space, w, bytes, 0);
  addressFrom(space, socket, args_w[args_w.length - 1], true);
  throw osErrorByName(space, 'ENETUNREACH');
}

function shutdown(space: Space, w: W, how: number): void {
  const end = connected(space, w);
  if (how === SOCKET_CONSTANTS.SHUT_RD || how === SOCKET_CONSTANTS.SHUT_RDWR) end.isEnded = true;
  if (how === SOCKET_CONSTANTS.SHUT_WR || how === SOCKET_CONSTANTS.SHUT_RDWR) end.shutWrite(space);
  announce(space, end);
}

// --- options

function timeoutFrom(space: Space, w: W): number {
  if (space.is(w, space.w_None)) return -1;
  const seconds = secondsOf(space, w);
  if (seconds < 0) throw raise(space, 'ValueError', 'Timeout value out of range');
  return seconds;
}

const timeoutTo = (space: Space, seconds: number): W =>
  seconds < 0 ? space.w_None : space.newfloat(seconds);

function getOption(space: Space, w: W, level: number, name: number, size: number): W {
  const socket = openSocket(space, w);
  if (level === SOL_SOCKET && name === SO_ERROR) return space.newint(0);
  if (level === SOL_SOCKET && name === SO_TYPE) return space.newint(socket.type);
  const value = socket.options.get(`${level}.${name}`) ?? 0;
  if (typeof value === 'number')
    return size > 0 ? space.newbytes(new Uint8Array(new Int32Array([value]).buffer)) : space.newint(value);
  return space.newbytes(value);
}

function setOption(space: Space, w: W, level: number, name: number, w_value: W): void {
  const { options } = openSocket(space, w);
  const isNumber = space.type(w_value).isSubtype(space.types.int);
  const value = isNumber ? Number(space.int_w(w_value)) : space.buffer_w(w_value).slice();
  options.set(`${level}.${name}`, value);
}

// --- names

function unknownHost(space: Space): OperationError {
  return osErrorOf(space, space.types['socket.gaierror'], EAI_NONAME, 'Name or service not known');
}

function packedV4(host: string): Uint8Array | null {
  const parts = host.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && parts.every((part) => part < 256) ? Uint8Array.from(parts) : null;
}

function packedV6(host: string): Uint8Array | null {
  const halves = host.split('::');
  if (halves.length > 2) return null;
  const groups = (half: string | undefined): number[] | null => {
    if (half === undefined || half === '') return [];
    const numbers: number[] = [];
    const parts = half.split(':');
    for (const [i, part] of parts.entries()) {
      const v4 = i === parts.length - 1 && part.includes('.') ? packedV4(part) : null;
      if (v4 !== null) numbers.push((v4[0] << 8) | v4[1], (v4[2] << 8) | v4[3]);
      else if (/^[0-9a-fA-F]{1,4}$/.test(part)) numbers.push(parseInt(part, 16));
      else return null;
    }
    return numbers;
  };
  const head = groups(halves[0]);
  const tail = groups(halves[1]);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(all.flatMap((n) => [n >> 8, n & 255]));
}

function textV6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i] << 8) | bytes[2 * i + 1]);
  const text = (part: number[]): string => part.map((n) => n.toString(16)).join(':');
  // The longest run of zeros, two at least, is left out.
  let best = -1;
  let longest = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === 0) n++;
    if (n > longest) [best, longest] = [i, n];
  }
  if (best < 0) return text(groups);
  return `${text(groups.slice(0, best))}::${text(groups.slice(best + longest))}`;
}

function hostText(space: Space, w_host: W): string | null {
  if (space.is(w_host, space.w_None)) return null;
  const isText = space.type(w_host).isSubtype(space.types.str);
  return isText ? space.str_w(w_host) : new TextDecoder().decode(space.buffer_w(w_host));
}

/** Addresses in numbers, and the machine's own name; nobody is asked for others. */
function addressInfo(
  space: Space,
  w_host: W,
  w_port: W,
  family: number,
  type: number,
  protocol: number,
  flags: number,
): W {
  const host = hostText(space, w_host);
  let port = 0;
  if (space.type(w_port).isSubtype(space.types.int)) port = Number(space.int_w(w_port));
  else if (!space.is(w_port, space.w_None)) {
    const text = hostText(space, w_port)!;
    const known = /^\d+$/.test(text) ? Number(text) : SERVICES[text];
    if (known === undefined) {
      throw osErrorOf(
        space,
        space.types['socket.gaierror'],
        SOCKET_CONSTANTS.EAI_SERVICE,
        'Servname not supported for ai_socktype',
      );
    }
    port = known;
  }
  const isAny = (flags & SOCKET_CONSTANTS.AI_PASSIVE) !== 0;
  const found: [number, string][] = [];
  if (host === null) {
    if (family !== AF_INET) found.push([AF_INET6, isAny ? '::' : '::1']);
    if (family !== AF_INET6) found.push([AF_INET, isAny ? '0.0.0.0' : '127.0.0.1']);
  } else if (packedV4(host) !== null) found.push([AF_INET, host]);
  else if (packedV6(host) !== null) found.push([AF_INET6, host]);
  else if (host === 'localhost' && (flags & SOCKET_CONSTANTS.AI_NUMERICHOST) === 0)
    found.push([AF_INET, '127.0.0.1']);
  const fitting = found.filter(([f]) => family === 0 || f === family);
  if (fitting.length === 0) throw unknownHost(space);
  const kinds: [number, number][] = [
    [SOCK_STREAM, SOCKET_CONSTANTS.IPPROTO_TCP],
    [SOCK_DGRAM, SOCKET_CONSTANTS.IPPROTO_UDP],
    [SOCKET_CONSTANTS.SOCK_RAW, 0],
  ];
  const items_w = fitting.flatMap(([f, address]) =>
    kinds
      .filter(([t, p]) => (type === 0 || t === type) && (protocol === 0 || p === protocol))
      .map(([t, p]) => {
        const more = f === AF_INET6 ? [space.newint(0), space.newint(0)] : [];
        const w_address = space.newtuple([space.newstr(address), space.newint(port), ...more]);
        return space.newtuple([
          space.newint(f),
          space.newint(t),
          space.newint(p),
          space.newstr(''),
          w_address,
        ]);
      }),
  );
  return space.newlist(items_w);
}

const SERVICES: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  pop3: 110,
  imap2: 143,
  https: 443,
};

function addressOfHost(space: Space, host: string): string {
  if (packedV4(host) !== null) return host;
  if (host === 'localhost') return '127.0.0.1';
  throw unknownHost(space);
}

function toPacked(space: Space, family: number, host: string): W {
  const packed = family === AF_INET ? packedV4(host) : family === AF_INET6 ? packedV6(host) : undefined;
  if (packed === undefined) throw osErrorByName(space, 'EAFNOSUPPORT');
  if (packed === null) throw raise(space, 'OSError', 'illegal IP address string passed to inet_pton');
  return space.newbytes(packed);
}

function fromPacked(space: Space, family: number, bytes: Uint8Array): W {
  if (family !== AF_INET && family !== AF_INET6)
    throw raise(space, 'ValueError', `unknown address family ${family}`);
  if (bytes.length !== (family === AF_INET ? 4 : 16))
    throw raise(space, 'ValueError', 'invalid length of packed IP address string');
  return space.newstr(family === AF_INET ? bytes.join('.') : textV6(bytes));
}

const none = { result: 'none' } as const;
const asInt = { result: 'int' } as const;

function swapped(name: string, bits: 16 | 32) {
  return leaf(
    name,
    'integer: index, /',
    (space: Space, value: number) => {
      if (value < 0)
        throw raise(
          space,
          'OverflowError',
          `${name}: can't convert negative Python int to C ${bits}-bit unsigned integer`,
        );
      if (value >= 2 ** bits)
        throw raise(
          space,
          'OverflowError',
          `${name}: Python int too large to convert to C ${bits}-bit unsigned integer`,
        );
      const bytes = new DataView(new ArrayBuffer(4));
      if (bits === 16) {
        bytes.setUint16(0, value);
        return bytes.getUint16(0, true);
      }
      bytes.setUint32(0, value);
      return bytes.getUint32(0, true);
    },
    asInt,
  );
}

const socketType: TypeDefinition = {
  name: '_socket.socket',
  ownLayout: true,
  slots: {
    new: (space, type) => space.newobj(type, new Socket()),
    repr: (space, w) => space.newstr(shown(space, w)),
    finalize,
  },
  methods: [
    leaf(
      '__init__',
      '$self, family: index = -1, type: index = -1, proto: index = -1, fileno=None',
      initialise,
      none,
    ),
    resumable('_accept', '$self, /', accept),
    leaf('bind', '$self, address, /', bind, none),
    leaf('close', '$self, /', close, none),
    leaf(
      'connect',
      '$self, address, /',
      (space: Space, w: W, w_address: W) => {
        const problem = connect(space, w, w_address);
        if (problem !== null) throw osErrorByName(space, problem);
      },
      none,
    ),
    leaf(
      'connect_ex',
      '$self, address, /',
      (space: Space, w: W, w_address: W) => {
        const problem = connect(space, w, w_address);
        return problem === null ? 0 : errorNumber(problem)!;
      },
      asInt,
    ),
    leaf(
      'detach',
      '$self, /',
      (space: Space, w: W) => {
        const socket = socketOf(space, w);
        const fd = socket.descriptor?.fd ?? -1;
        socket.descriptor = null;
        return fd;
      },
      asInt,
    ),
    leaf('fileno', '$self, /', (space: Space, w: W) => socketOf(space, w).descriptor?.fd ?? -1, asInt),
    leaf('listen', '$self, backlog: index = 128, /', listen, none),
    leaf('getpeername', '$self, /', (space: Space, w: W) => {
      const end = connected(space, w);
      if (end.peer === null) throw osErrorByName(space, 'ENOTCONN');
      return addressTo(space, socketOf(space, w).family, end.peerAddress);
    }),
    leaf('getsockname', '$self, /', (space: Space, w: W) => {
      const { descriptor, address, family } = openSocket(space, w);
      return addressTo(space, family, descriptor instanceof Endpoint ? descriptor.address : address);
    }),
    leaf('getsockopt', '$self, level: index, option: index, buflen: index = 0, /', getOption),
    leaf('setsockopt', '$self, level: index, option: index, value, /', setOption, none),
    resumable(
      'recv',
      '$self, bufsize: index, flags: index = 0, /',
      (space: Space, w: W, size: number, flags: number) =>
        receive(space, w, size, flags, (bytes) => space.newbytes(bytes)),
    ),
    resumable(
      'recvfrom',
      '$self, bufsize: index, flags: index = 0, /',
      (space: Space, w: W, size: number, flags: number) =>
        receive(space, w, size, flags, (bytes) => space.newtuple([space.newbytes(bytes), space.w_None])),
    ),
    resumable(
      'recv_into',
      '$self, buffer, nbytes: index = 0, flags: index = 0',
      (space: Space, w: W, w_buffer: W, count: number, flags: number) =>
        receiveInto(space, w, w_buffer, count, flags, (n) => space.newint(n)),
    ),
    resumable(
      'recvfrom_into',
      '$self, buffer, nbytes: index = 0, flags: index = 0',
      (space: Space, w: W, w_buffer: W, count: number, flags: number) =>
        receiveInto(space, w, w_buffer, count, flags, (n) => space.newtuple([space.newint(n), space.w_None])),
    ),
    resumable('send', '$self, data: bytes, flags: index = 0, /', send),
    resumable('sendall', '$self, data: bytes, flags: index = 0, /', sendAll),
    resumable('sendto', '$self, data: bytes, /, *args', sendTo),
    resumable('sendmsg', '$self, buffers, /, *args', (space: Space, w: W, w_buffers: W) => {
      const parts = space.listOfNested(w_buffers).map((w_part) => space.buffer_w(w_part).slice());
      const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      return send(space, w, whole, 0);
    }),
    leaf('shutdown', '$self, how: index, /', shutdown, none),
    leaf(
      'setblocking',
      '$self, flag: bool, /',
      (space: Space, w: W, flag: boolean) => void (openSocket(space, w).timeout = flag ? -1 : 0),
      none,
    ),
    leaf('getblocking', '$self, /', (space: Space, w: W) => openSocket(space, w).timeout !== 0, {
      result: 'bool',
    }),
    leaf(
      'settimeout',
      '$self, timeout, /',
      (space: Space, w: W, w_timeout: W) => void (socketOf(space, w).timeout = timeoutFrom(space, w_timeout)),
      none,
    ),
    leaf('gettimeout', '$self, /', (space: Space, w: W) => timeoutTo(space, socketOf(space, w).timeout)),
  ],
  getset: {
    family: { get: (space, w) => space.newint(socketOf(space, w).family) },
    type: { get: (space, w) => space.newint(socketOf(space, w).type) },
    proto: { get: (space, w) => space.newint(socketOf(space, w).protocol) },
    timeout: { get: (space, w) => timeoutTo(space, socketOf(space, w).timeout) },
  },
};

export const socketModule: ModuleDefinition = {
  name: '_socket',
  doc: 'Implementation module for socket operations.\n\nSee the socket module for documentation.',
  types: [
    { name: 'socket.herror', base: 'OSError', hasWeakrefs: true },
    { name: 'socket.gaierror', base: 'OSError', hasWeakrefs: true },
    socketType,
  ],
  functions: [
    leaf('socketpair', `family: index = -1, type: index = ${SOCK_STREAM}, proto: index = 0, /`, socketPair),
    leaf(
      'close',
      'fd: index, /',
      (space: Space, fd: number) => {
        const descriptor = descriptorOf(space, fd);
        if (descriptor === undefined) throw osErrorByName(space, 'EBADF');
        closeDescriptor(space, descriptor);
      },
      none,
    ),
    leaf('dup', 'fd: index, /', (space: Space) => {
      throw osErrorByName(space, 'EOPNOTSUPP');
    }),
    leaf(
      'getaddrinfo',
      'host, port, family: index = 0, type: index = 0, proto: index = 0, flags: index = 0',
      addressInfo,
    ),
    leaf('gethostname', '', () => 'localhost', { result: 'str' }),
    leaf('gethostbyname', 'host: str, /', addressOfHost, { result: 'str' }),
    leaf('gethostbyname_ex', 'host: str, /', (space: Space, host: string) => {
      const address = addressOfHost(space, host);
      return space.newtuple([space.newstr(host), space.newlist([]), space.newlist([space.newstr(address)])]);
    }),
    leaf('gethostbyaddr', 'host: str, /', (space: Space, host: string) => {
      if (!isLocal(host)) {
        throw osErrorOf(space, space.types['socket.herror'], 1, 'Unknown host');
      }
      return space.newtuple([
        space.newstr('localhost'),
        space.newlist([]),
        space.newlist([space.newstr('127.0.0.1')]),
      ]);
    }),
    leaf('getservbyname', "servicename: str, protocolname: str = 'tcp', /", (space: Space, name: string) => {
      const port = SERVICES[name];
      if (port === undefined) throw raise(space, 'OSError', 'service/proto not found');
      return space.newint(port);
    }),
    leaf('getnameinfo', 'sockaddr, flags: index, /', (space: Space, w_address: W, flags: number) => {
      const type = space.type(w_address);
      if (!type.isSubtype(space.types.tuple))
        throw raise(space, 'TypeError', `getnameinfo() argument 1 must be tuple, not ${type.name}`);
      const [w_host, w_port] = space.tuple_w(w_address);
      const isOf = (w: W | undefined, name: 'str' | 'int'): boolean =>
        w !== undefined && space.type(w).isSubtype(space.types[name]);
      if (!isOf(w_host, 'str') || !isOf(w_port, 'int'))
        throw raise(space, 'TypeError', 'getnameinfo(): illegal sockaddr argument');
      const isNumeric = (flags & SOCKET_CONSTANTS.NI_NUMERICHOST) !== 0;
      const host = !isNumeric && isLocal(space.str_w(w_host)) ? 'localhost' : space.str_w(w_host);
      return space.newtuple([space.newstr(host), space.newstr(String(space.int_w(w_port)))]);
    }),
    leaf('inet_pton', 'address_family: index, ip_string: str, /', toPacked),
    leaf('inet_ntop', 'address_family: index, packed_ip: bytes, /', fromPacked),
    leaf('inet_aton', 'ip_addr: str, /', (space: Space, host: string) => {
      const packed = packedV4(host);
      if (packed === null) throw raise(space, 'OSError', 'illegal IP address string passed to inet_aton');
      return space.newbytes(packed);
    }),
    leaf('inet_ntoa', 'packed_ip: bytes, /', (space: Space, bytes: Uint8Array) => {
      if (bytes.length !== 4) throw raise(space, 'OSError', 'packed IP wrong length');
      return space.newstr(bytes.join('.'));
    }),
    swapped('htons', 16),
    swapped('ntohs', 16),
    swapped('htonl', 32),
    swapped('ntohl', 32),
    leaf('getdefaulttimeout', '', (space: Space) => timeoutTo(space, defaultTimeouts.get(space) ?? -1)),
    leaf(
      'setdefaulttimeout',
      'timeout, /',
      (space: Space, w: W) => void defaultTimeouts.set(space, timeoutFrom(space, w)),
      none,
    ),
  ],
  values: (space) => {
    const values: Record<string, W> = {
      error: space.types.OSError.w_self,
      timeout: space.types.TimeoutError.w_self,
      SocketType: space.types['_socket.socket'].w_self,
      has_ipv6: space.w_True,
    };
    for (const [name, value] of Object.entries(SOCKET_CONSTANTS)) values[name] = space.newint(value);
    return values;
  },
};
