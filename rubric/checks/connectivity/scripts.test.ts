import { describe, expect, test } from 'vitest';
import type { ScenarioName, World } from '../../experiments/debug-scenarios.ts';
import { judgePrinted, judgeSimulated, type SimulatedScript } from '../../testing/debug-runs.ts';
import { scriptDiagnosesRoute } from './script-diagnoses-route.ts';
import { scriptTellsHost } from './script-tells-host.ts';
import { scriptTellsName } from './script-tells-name.ts';
import { scriptTellsOpenPort } from './script-tells-open-port.ts';
import { scriptUsage } from './script-usage.ts';

const tells = [scriptTellsOpenPort, scriptTellsName, scriptTellsHost];
const all = [...tells, scriptDiagnosesRoute, scriptUsage];
const outcomes = (script: SimulatedScript) => tells.map((check) => judgeSimulated(check, script).outcome);

const resolves = (scenario: ScenarioName) => scenario !== 'unknown';
const answers = (scenario: ScenarioName) => resolves(scenario) && scenario !== 'dead';
const isOpen = (scenario: ScenarioName) => scenario === 'open' || scenario === 'walled';

function sound(scenario: ScenarioName, { name, address, port, gateway }: World): string {
  if (!resolves(scenario)) return `✗ ${name} does not resolve\n`;
  return [
    `=== ${name}:${port} ===`,
    `✓ ${name} is ${address}`,
    answers(scenario) ? '3 packets transmitted, 3 received, 0% packet loss, time 2003ms' : '3 packets transmitted, 0 received, 100% packet loss, time 2041ms',
    `port ${port}: ${isOpen(scenario) ? 'open' : 'closed or filtered'}`,
    ` 1  ${gateway}  0.311 ms`,
    '',
  ].join('\n');
}

const timed = (scenario: ScenarioName, world: World) => `[2026-11-24 10:11:1${world.port % 10}] took 0.${world.port} s, pid ${world.port}\n${sound(scenario, world)}`;

test('a sound script earns everything, whatever its clock says', () => {
  for (const check of all) expect(judgeSimulated(check, { run: timed }).outcome).toBe('passed');
});

test('numbers alone may tell, and so may exit statuses', () => {
  expect(outcomes({ run: (scenario) => `${Number(isOpen(scenario))} ${Number(answers(scenario))} ${Number(resolves(scenario))}\n` })).toEqual(['passed', 'passed', 'passed']);
  expect(outcomes({ run: (scenario) => ({ output: '', exit: isOpen(scenario) ? 0 : !resolves(scenario) ? 2 : answers(scenario) ? 1 : 3 }) })).toEqual(['passed', 'passed', 'passed']);
});

test('each part is judged alone', () => {
  expect(outcomes({ run: (scenario) => (isOpen(scenario) ? 'open\n' : resolves(scenario) ? 'closed\n' : 'no such name\n') })).toEqual(['passed', 'passed', 'failed']);
  expect(outcomes({ run: (scenario) => (answers(scenario) ? 'up\n' : 'down\n') })).toEqual(['failed', 'failed', 'passed']);
  expect(outcomes({ run: (scenario) => (resolves(scenario) ? 'known\n' : 'unknown\n') })).toEqual(['failed', 'passed', 'failed']);
});

describe('a script that does not look tells nothing', () => {
  test.each<[string, SimulatedScript['run']]>([
    ['one answer for all', () => '✓ resolved\n✓ reachable\n✓ open\n'],
    ['its own arguments', (_, { name, port, address }) => `checking ${name.toUpperCase()} ${name.split('.')[0]} (${address}) on ${port}: ok\n`],
    ['random words', (scenario, _, which) => ['open', 'closed', 'filtered'][(scenario.length + which.charCodeAt(0)) % 3] ?? ''],
    ['nothing', () => ''],
  ])('%s', (_, run) => {
    expect(outcomes({ run })).toEqual(['failed', 'failed', 'failed']);
  });

  test('and is told what it said, with both runs side by side', () => {
    const verdict = judgeSimulated(scriptTellsOpenPort, { run: () => 'open\n' });
    expect(verdict.seen).toContain('does not tell an open port from one that is not');
    expect(verdict.quote).toContain('# the port is open');
    expect(verdict.quote).toContain('# the port refuses connections');
    const other = judgeSimulated(scriptTellsName, { run: (_, __, which) => which });
    expect(other.seen).toContain('says different things');
    const torn = judgeSimulated(scriptTellsOpenPort, { run: (scenario, _, which) => `looked\n${scenario === 'silent' ? `it is ${'abc'.repeat(which.charCodeAt(0) - 96)}\nor not ${which}\n` : ''}` });
    expect(torn.quote).toContain('# the host answers, the port is silent');
  });
});

test('words the wrong way round fail, and a mixed tone does not', () => {
  const inverted = { run: (scenario: ScenarioName) => (isOpen(scenario) ? 'Port is closed\n' : 'Port is open\n') };
  expect(judgeSimulated(scriptTellsOpenPort, inverted)).toMatchObject({ outcome: 'failed' });
  const mixed = { run: (scenario: ScenarioName) => (isOpen(scenario) ? 'Nobody closed it\nconnected\n' : 'Is it not open?\n') };
  expect(judgeSimulated(scriptTellsOpenPort, mixed).outcome).toBe('passed');
});

const unending: SimulatedScript['run'] = (scenario, _, which) => {
  const ended = scenario === 'dead' || scenario === 'silent';
  return ended ? { output: which === 'a' ? 'host?\n' : 'host?\nport?\n', exit: 124, durationMs: 15_000 } : isOpen(scenario) ? 'open\n' : 'closed\n';
};

test('a run that was ended by the grader is judged by what it said till then', () => {
  expect(judgeSimulated(scriptTellsOpenPort, { run: unending }).outcome).toBe('passed');
  expect(judgeSimulated(scriptTellsHost, { run: unending }).outcome).toBe('failed');
});

const hangs: SimulatedScript['run'] = (scenario, world) =>
  scenario === 'dead' ? { output: `✓ ${world.name} is ${world.address}\n`, exit: 124, durationMs: 15_000 } : sound(scenario, world);
const says: SimulatedScript['run'] = (scenario, world) => (scenario === 'dead' ? { output: 'no answer so far\n', exit: 124, durationMs: 15_000 } : sound(scenario, world));

test('a run that never ends tells nothing by the lines that it did not get to', () => {
  expect(judgeSimulated(scriptTellsHost, { run: hangs })).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('still at work after 15 seconds where the host is silent') });
  expect(judgeSimulated(scriptTellsOpenPort, { run: hangs }).outcome).toBe('passed');
  expect(judgeSimulated(scriptTellsHost, { run: says }).outcome).toBe('passed');
});

const remark = (yes: boolean) => (yes ? 'something listens here\n' : 'nothing listens here\n');
const alike: SimulatedScript['run'] = (scenario, _, which) => `✓ the port is open\n${remark(scenario === 'silent' && which === 'a')}`;

test('one remark that comes and goes costs nothing where the rest tells, and a coin that is tossed earns nothing', () => {
  expect(outcomes({ run: (scenario, world, which) => sound(scenario, world) + remark(scenario === 'silent' && which === 'a') })).toEqual(['passed', 'passed', 'passed']);
  expect(judgeSimulated(scriptTellsOpenPort, { run: alike }).seen).toContain('it says the same of both');
  expect(outcomes({ run: (scenario, _, which) => remark((scenario.length + which.charCodeAt(0)) % 2 === 0) })).toEqual(['failed', 'failed', 'failed']);
  expect(outcomes({ run: (scenario, world, which) => `${sound(scenario, world)}${remark(which === 'a')}lucky ${which}\n` })).toEqual(['failed', 'failed', 'failed']);
});

const judgeUsage = (usage: SimulatedScript['usage']) => judgeSimulated(scriptUsage, { run: sound, usage: usage ?? null }).outcome;

describe('without arguments', () => {
  test.each([
    ['a usage line', 'Aufruf: debug_connection.sh <rechner> <port>\n'],
    ['a failure', { output: '', exit: 1 }],
    ['a question', 'Host: '],
    ['a default target', 'checking ml-api.internal:8080\n✓ open\n'],
  ])('%s is enough', (_, usage) => {
    expect(judgeUsage(usage)).toBe('passed');
  });

  test.each([
    ['success with an empty host', 'checking :\n✓ done\n'],
    ['no end', { output: '', exit: 124, durationMs: 5000 }],
  ])('%s is not', (_, usage) => {
    expect(judgeUsage(usage)).toBe('failed');
  });

  test('a script that fails alike with and without them is not excused by failing', () => {
    const broken = { output: 'line 9: syntax error near unexpected token\n', exit: 2 };
    expect(judgeSimulated(scriptUsage, { run: () => broken, usage: broken }).outcome).toBe('failed');
  });
});

test('hops that were pasted are found out, since each world has routers of its own', () => {
  expect(judgeSimulated(scriptDiagnosesRoute, { run: () => ' 1  10.88.11.1  0.4 ms\n' }).outcome).toBe('failed');
  expect(judgeSimulated(scriptDiagnosesRoute, { run: (scenario) => (scenario === 'walled' ? 'rules\n' : 'none\n') }).outcome).toBe('passed');
  expect(judgeSimulated(scriptDiagnosesRoute, { run: (_, { address, port }) => `LISTEN 0 64 ${address}:${port} 0.0.0.0:*\n` }).outcome).toBe('passed');
});

describe('what costs nothing', () => {
  test('a machine that gives no sandbox', () => {
    for (const check of all) expect(judgeSimulated(check, { run: () => null, usage: null })).toMatchObject({ outcome: 'not_gradable' });
  });

  test('a scenario that could not be set up', () => {
    expect(judgeSimulated(scriptTellsName, { run: (scenario, world) => (scenario === 'unknown' ? null : sound(scenario, world)) }).outcome).toBe('not_gradable');
  });
});

test('a script that is not there fails, and says where it was looked for', () => {
  for (const check of all) expect(judgePrinted(check, 'missing /home/student\n')).toMatchObject({ outcome: 'failed', seen: 'no debug_connection.sh in /home/student or a folder below it' });
});
