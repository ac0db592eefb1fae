// Names of the types that the library's native modules define, as keys of `space.types`; made when their module is first imported. Apart
// from builtin-types.ts, so that a module is added by lines of its own.

export const NATIVE_TYPE_NAMES = [
  '_abc._abc_data',
  '_functools._lru_list_elem',
  '_json.Encoder',
  '_json.Scanner',
  '_queue.Empty',
  '_queue.SimpleQueue',
  '_random.Random',
  '_sre.SRE_Scanner',
  '_sre.SRE_Template',
  '_struct.Struct',
  '_struct.unpack_iterator',
  '_thread._ExceptHookArgs',
  '_thread._ThreadHandle',
  '_thread._local',
  'binascii.Error',
  'binascii.Incomplete',
  'functools._PlaceholderType',
  're.Match',
  're.Pattern',
  'struct.error',
] as const;
