// Names of the types that the library's native modules define, as keys of `space.types`; made when their module is first imported. Apart
// from builtin-types.ts, so that a module is added by lines of its own.

export const NATIVE_TYPE_NAMES = [
  '_abc._abc_data',
  '_functools._lru_list_elem',
  '_sre.SRE_Scanner',
  '_sre.SRE_Template',
  '_queue.Empty',
  '_queue.SimpleQueue',
  '_socket.socket',
  '_struct.Struct',
  '_struct.unpack_iterator',
  'select.poll',
  'signal.itimer_error',
  'signal.struct_siginfo',
  'socket.gaierror',
  'socket.herror',
  'struct.error',
  '_thread._ExceptHookArgs',
  '_thread._ThreadHandle',
  '_thread._local',
  'functools._PlaceholderType',
  're.Match',
  're.Pattern',
] as const;
