import { join } from 'node:path';
import { argv } from 'node:process';
import { runTool } from '../tool.ts';
import { makeBuildContext } from './build-context.ts';
import { startEngine } from './engine.ts';
import { Installation } from './installation.ts';
import { proofs } from './proofs.ts';
import type { StandIn } from './stand-ins.ts';

// Runs in namespaces of its own (mounts, network, processes), which end with it: see prove.ts.
const [scratch = '', group = '', standInsJson = '[]'] = argv.slice(2);
const standIns = JSON.parse(standInsJson) as StandIn[];
const rows: [string, string, string][] = [];
const say = (line: string) => process.stderr.write(`${line}\n`);

// A daemon of the machine's own leaves its sockets there.
await runTool('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
await runTool('ip', ['link', 'set', 'lo', 'up']);
const context = await makeBuildContext(join(scratch, 'netgrader'));
say('starting dockerd');
const engine = await startEngine(scratch, group);
const version = (await engine.docker('version', '--format', '{{.Server.Version}}')).trim();
for (const { image, tar, changes } of standIns) {
  await engine.docker('import', ...changes.flatMap((change) => ['--change', change]), tar, image);
}
const installation = new Installation(engine, context.folder);
let failure: unknown;
for (const proof of proofs(context.secrets)) {
  say(`… ${proof.what}`);
  const since = performance.now();
  try {
    const seen = await proof.try(installation);
    rows.push([proof.what, seen, `${((performance.now() - since) / 1000).toFixed(1)} s`]);
  } catch (error) {
    rows.push([proof.what, 'FAILED', '']);
    failure = error;
    break;
  }
}
process.stdout.write(`\nDocker ${version}, docker-compose 1; stand-ins: ${standIns.map(({ image, really }) => `${image} is ${really}`).join('; ')}.\n\n`);
process.stdout.write('| proven | seen | took |\n|---|---|---|\n');
for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
if (failure) {
  say(`\n${await installation.compose('ps').catch(String)}\n${await installation.compose('logs', '--no-color', '--tail', '25').catch(String)}`);
  say(`\n${failure instanceof Error ? failure.message : JSON.stringify(failure)}`);
}
process.exit(failure ? 1 : 0);
