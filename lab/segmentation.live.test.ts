import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '#rubric/grade.ts';
import { builtInRubric, enrolHost, gradeEnrolled } from './grading.ts';
import type { LabHost } from './host.ts';
import { ensureImage } from './image.ts';
import { type Lab, openLab } from './lab.ts';
import { partsOf } from './states.ts';

const rubric = builtInRubric();
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

/** Grades the host; the checks of segmentation and the bonus, by id. */
async function gradeSegments(host: LabHost): Promise<Map<string, CheckResult>> {
  const { grade } = await gradeEnrolled(await enrolHost(lab, host), rubric);
  if (grade.status === 'not_gradable') throw new Error(grade.reason.message);
  const checks = [...grade.criteria.flatMap((criterion) => criterion.checks), ...(grade.bonus?.checks ?? [])];
  return new Map(checks.map((check) => [check.id.replace('segmentation.', ''), check]));
}

const earned = (checks: Map<string, CheckResult>) =>
  ['segments-exist', 'segments-connected', 'isolation-holds'].map((id) => checks.get(id)?.earned);

/** Whatever was started, stopped or exec'ed into is an event of Docker's. */
const lookAround = 'docker events --since 1 --until "$(date +%s.%N)"; docker ps -aq; lsns --noheadings -o TYPE,NS | sort -u';

/** Task 7.1 of the exercise, word for word. */
const exercise = `
ip netns add ml-training
ip netns add ml-serving
ip link add veth-train type veth peer name veth-train-br
ip link add veth-serve type veth peer name veth-serve-br
ip link set veth-train netns ml-training
ip link set veth-serve netns ml-serving
ip netns exec ml-training ip addr add 10.100.1.2/24 dev veth-train
ip netns exec ml-training ip link set veth-train up
ip netns exec ml-training ip link set lo up
`;

describe.concurrent('segments on a live host', () => {
  test('the exercise’s own commands earn nearly everything, and the hint names what they leave out', async () => {
    const host = await lab.boot('verbatim');
    await host.applyState(`set -e${exercise}`);
    const checks = await gradeSegments(host);
    expect(earned(checks)).toEqual([300, 250, 400]);
    expect(checks.get('segments-connected')).toMatchObject({ seen: 'veth-serve in ml-serving has no address and is down' });
    expect(checks.get('segments-connected')?.hint).toContain('The exercise’s own commands');
    await host.stop();
  });

  test('other names, an unshared daemon and a unit’s namespace earn alike, and jobs in them the bonus', async () => {
    const host = await lab.boot('other-ways');
    await host.applyState(`set -e
      ip netns add blue
      ip link add b0 netns blue type veth peer name b1
      ip -n blue addr add 192.168.77.1/30 dev b0
      ip -n blue link set b0 up; ip -n blue link set lo up
      systemd-run --quiet --unit job-blue -p NetworkNamespacePath=/run/netns/blue sleep 600
      systemd-run --quiet --unit job-red -p PrivateNetwork=yes sleep 600
      pid=$(systemctl show -P MainPID job-red)
      until [ "$(cat /proc/$pid/comm)" = sleep ]; do :; done
      ip link add r0 netns $pid type veth peer name r1
      nsenter -t $pid -n sh -c 'ip addr add 192.168.78.1/30 dev r0; ip link set r0 up; ip link set lo up'`);
    const checks = await gradeSegments(host);
    expect(earned(checks)).toEqual([300, 300, 400]);
    expect(checks.get('bonus.namespace-per-job')).toMatchObject({ outcome: 'passed' });
    await host.stop();
  });

  test('services that systemd shuts off are nobody’s segments', async () => {
    const host = await lab.boot('private-network');
    await host.applyState('for unit in one two; do systemd-run --quiet --unit "$unit" -p PrivateNetwork=yes sleep 600; done');
    const checks = await gradeSegments(host);
    expect(earned(checks)).toEqual([0, 0, 0]);
    expect(checks.get('bonus.namespace-per-job')).toMatchObject({ outcome: 'failed' });
    await host.stop();
  });

  test('Docker with its default bridge alone earns nothing; one namespace and one network make two segments', async () => {
    const host = await lab.boot('docker-mixed', { image: await ensureImage({ docker: true }) });
    const images = partsOf('ufw-docker').find((file) => file.endsWith('0-docker.sh'));
    await host.applyState(images ?? '');
    await host.applyState('docker run -d --name one redis:7-alpine; docker run -d --name two postgres:15; docker run -d --name three -e POSTGRES_PASSWORD=x postgres:15');
    expect(earned(await gradeSegments(host))).toEqual([0, 0, 0]);

    await host.applyState(`set -e${exercise}ip netns delete ml-serving; docker network create ml; docker network connect ml one`);
    const before = await host.run(lookAround);
    expect(earned(await gradeSegments(host))).toEqual([300, 300, 400]);
    const after = await host.run(lookAround);
    expect(after.stdout).toBe(before.stdout);
    await host.stop();
  });
});
