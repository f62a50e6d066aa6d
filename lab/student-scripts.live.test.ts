import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRubric } from '#rubric/rubric.ts';
import { type EnrolledHost, enrolHost, gradeEnrolled } from './grading.ts';
import { type Lab, openLab } from './lab.ts';

/** Scripts as students write them, and as cheats would; each declares the checks that it loses. */
function scriptsCalled(name: string): { script: string; title: string; loses: string[]; text: string }[] {
  const folder = path.join(import.meta.dirname, 'student-scripts', name);
  return readdirSync(folder).map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const [, title = ''] = /^# title: (.+)$/m.exec(text) ?? [];
    const [, loses = ''] = /^# loses: (.+)$/m.exec(text) ?? [];
    return { script: file, title, loses: loses === 'none' ? [] : loses.split(' '), text };
  });
}

const rubricOf = (checks: string[]) =>
  parseRubric(`id: scripts\nversion: 1.0.0\ntitle: Scripts\nparameters: { service_ports: ['8080', '9090', '3000', '5432', '6379'] }
criteria: [{ id: performance, title: Scripts, points: ${checks.length}, checks: [${checks.map((check) => `{ check: ${check}, points: 1 }`).join(', ')}] }]\n`);

let lab: Lab;
let enrolled: EnrolledHost;
beforeAll(async () => {
  lab = await openLab();
  enrolled = await enrolHost(lab, await lab.boot('scripts'));
});
afterAll(() => lab.close());

/** The checks that a script on the machine does not pass. */
async function lostBy(name: string, text: string, checks: string[]): Promise<string[]> {
  const file = `/home/student/${name}.sh`;
  const put = `base64 -d <<'TEXT' >${file}\n${Buffer.from(text).toString('base64')}\nTEXT\nchown student:student ${file}; chmod 755 ${file}`;
  expect(await enrolled.host.run(put)).toMatchObject({ exit: 0 });
  const { grade } = await gradeEnrolled(enrolled, rubricOf(checks));
  if (grade.status === 'not_gradable') throw new Error(grade.reason.message);
  return grade.criteria.flatMap((criterion) => criterion.checks.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id));
}

describe('analyze_latency.sh', () => {
  const checks = ['performance.latency-extremes', 'performance.latency-percentiles', 'performance.latency-loss'];
  test.each(scriptsCalled('analyze_latency'))('$script ($title) loses what it declares', async ({ text, loses }) => {
    expect(await lostBy('analyze_latency', text, checks)).toEqual(loses);
  });
});

describe('network_monitor.sh', () => {
  const checks = ['performance.monitor-runs', 'performance.monitor-logs', 'performance.monitor-tells-services'];
  test.each(scriptsCalled('network_monitor'))('$script ($title) loses what it declares', async ({ text, loses }) => {
    expect(await lostBy('network_monitor', text, checks)).toEqual(loses);
  });
});

test('whatever a script does to its machine, the machine does not notice', async () => {
  const destructive = '#!/bin/bash\nrm -rf ~/* /tmp/*; sudo sh -c "rm -rf /var/log /srv; ip link delete eth0; iptables -P INPUT DROP"; ping -c 20 "$1"\n';
  const look = 'ls -A /home/student /var/log /tmp | grep -v analyze_latency; ip -br link; iptables-save | grep -v "^[#:]"';
  const before = await enrolled.host.run(look);
  await lostBy('analyze_latency', destructive, ['performance.latency-loss']);
  expect((await enrolled.host.run(look)).stdout).toBe(before.stdout);
});
