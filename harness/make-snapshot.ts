// Run by the build on the engines' host: `node --build-snapshot dist/make-snapshot.cjs BUNDLE.cjs SNAPSHOT` makes a start-up snapshot of V8 with one
// engine in it: its bundle evaluated, types and modules made, functions with their bytecode. A child that starts from it
// (`node --snapshot-blob`) goes on in `snapshotMain`. Why: docs/decisions/start-up.md.
import { writeFileSync } from 'node:fs';
import { startupSnapshot } from 'node:v8';
import { evaluate, loadScript } from './load-bundle.ts';
import type { EvaluatedBundle } from './load-bundle.ts';
import { snapshotHost } from './snapshot-host.ts';
import { snapshotMain } from './snapshot-main.ts';
import { warmUp } from './warm-up.ts';

/** The host's own object for the script cannot be in a snapshot: nothing that stays may hold it. */
async function engineNeverRun(path: string): Promise<EvaluatedBundle> {
  const { script, module } = loadScript(path);
  await warmUp(module);
  // That module is thrown away; what its functions have compiled is the script's.
  return evaluate(script, path);
}

const [bundle, snapshot] = process.argv.slice(2);
writeFileSync(`${snapshot}.host`, snapshotHost(process.versions.node));
void engineNeverRun(bundle).then(({ module, place }) => {
  module.prepare?.();
  startupSnapshot.setDeserializeMainFunction(() => snapshotMain(module, place));
});
