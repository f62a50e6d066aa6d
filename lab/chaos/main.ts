import { parseArgs } from 'node:util';
import { chaosSettings, type Backend } from './settings.ts';
import { runStorm } from './storm-run.ts';

const { values } = parseArgs({ options: { backend: { type: 'string' }, submissions: { type: 'string' }, scale: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean' } } });
const backends: Backend[] = values.backend ? [values.backend as Backend] : ['postgres', 'redis'];
for (const backend of backends) {
  const settings = chaosSettings({ backend, seed: Number(values.seed ?? 1), submissions: Number(values.submissions ?? 500), scale: Number(values.scale ?? 1) });
  console.log(JSON.stringify(await runStorm(settings, { log: console.log, keep: values.keep ?? false }), null, 1));

}
process.exit();
