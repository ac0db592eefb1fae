// How the micro engine is bundled when its size counts: esbuild with these fixed settings, nothing else. Host functions
// that the engine uses often get a local name (`inject` and `define`), which the minifier can shorten.
import * as esbuild from 'esbuild';
import { fileURLToPath } from 'node:url';
import { inlineConstants } from './inline-constants.mjs';

const local = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Host objects and their functions that get a name, as in micro-host-names.mjs. */
const functions = {
  Array: 'from',
  BigInt: 'asIntN asUintN',
  Math: 'PI abs ceil floor max min log sqrt exp sin',
  Number: 'isFinite',
  Object: 'is',
  String: 'fromCharCode',
};
const objects = ['BigInt', 'Int32Array', 'Number', 'String', 'TextEncoder', 'Uint8Array'];
const define = Object.fromEntries(objects.map((name) => [name, `host_${name}`]));
for (const [object, names] of Object.entries(functions))
  for (const name of names.split(' ')) define[`${object}.${name}`] = `host_${name}`;

// The interpreter with all types and modules. Descriptions and dumps (engine.ts) are tools around it.
const entry = local('../engines/micro/session.ts');
const settings = {
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  target: 'esnext',
  charset: 'utf8',
  format: 'esm',
  minify: true,
  mangleProps: /[a-zA-Z0-9]_$/,
  legalComments: 'none',
  inject: [local('micro-host-names.mjs')],
  define,
  plugins: [inlineConstants()],
  logLevel: 'warning',
};

/** The bundle's text, and the bytes of each of its files in it. */
export async function bundle() {
  const made = await esbuild.build({ ...settings, write: false, metafile: true });
  const [{ inputs }] = Object.values(made.metafile.outputs);
  return {
    code: made.outputFiles[0].text,
    files: new Map(Object.entries(inputs).map(([path, x]) => [path, x.bytesInOutput])),
  };
}
