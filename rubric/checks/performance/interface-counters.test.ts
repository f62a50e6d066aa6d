import { describe, expect, test } from 'vitest';
import { viewEvidence } from '../../evidence-view.ts';
import { bundleWith, collected } from '../../testing/bundle.ts';
import { interfaceCounters } from './interface-counters.ts';

const side = (packets: number) => ({ bytes: packets * 100, packets });
const json = JSON.stringify([
  { ifname: 'lo', link_type: 'loopback', stats64: { rx: side(50), tx: side(50) } },
  { ifname: 'eth0', link_type: 'ether', stats64: { rx: side(900), tx: side(700) } },
]);
// As Debian's ethtool 6.1 prints them for a pair (veth.c), with another number of the peer.
const ethtool = '@@ eth0\ndriver: veth\nNIC statistics:\n     peer_ifindex: 9\n     rx_queue_0_xdp_packets: 4\n     rx_queue_0_xdp_bytes: 400\n     rx_queue_0_drops: 2\n';

function judge(report: string, statistics = `${json}\n${ethtool}`) {
  const bundle = bundleWith({ 'lab-report': collected(`found /home/student/LAB_REPORT.md\n## Task 6\n\n\`\`\`\n${report}\n\`\`\`\n`), 'link-statistics': collected(statistics) });
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries([...interfaceCounters.needs, ...interfaceCounters.uses].map((id) => [id, view(id)]));
  return interfaceCounters.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters: {} });
}

const shown = (counter: string, value: number) => `$ ethtool -S eth0\nNIC statistics:\n     ${counter}: ${value}`;

test('counters of ethtool count like those of ip', () => {
  expect(judge(shown('rx_queue_0_drops', 2))).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('eth0') });
  expect(judge(shown('rx_queue_0_drops', 2))).not.toHaveProperty('review');
});

describe('they are held against the driver’s own', () => {
  test.each([
    ['more than it counted', shown('rx_queue_0_drops', 3), 'the machine has counted 2'],
    ['a counter of another driver', shown('rx_missed_errors', 0), 'its driver (veth) has none of that name'],
    ['another machine’s interface', shown('rx_queue_0_drops', 2).replaceAll('eth0', 'enp1s0'), 'the machine has no such interface'],
  ])('%s', (_, report, review) => {
    expect(judge(report)).toMatchObject({ outcome: 'passed', review: expect.stringContaining(review) });
  });

  test('a driver without counters, or a machine without ethtool, contradicts nothing', () => {
    expect(judge(shown('rx_missed_errors', 0), `${json}\n@@ eth0\ndriver: virtio_net\n`)).not.toHaveProperty('review');
    expect(judge(shown('rx_missed_errors', 0), json)).not.toHaveProperty('review');
  });
});
