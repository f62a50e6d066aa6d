import { expect, test } from 'vitest';
import { counterFacts } from './counters.ts';
import { readReport } from './document.ts';
import { bandwidthFigures, latencyFigures } from './measurements.ts';

const bits = (text: string) => bandwidthFigures(readReport('/r.md', text)).map(({ bitsPerSecond }) => Math.round(bitsPerSecond / 1e6));
const latencies = (text: string) => latencyFigures(readReport('/r.md', text)).map(({ least, most }) => [least, most]);
const counters = (text: string) => counterFacts(readReport('/r.md', text), ['lo', 'eth0']).map((fact) => fact.interface);

test.each([
  ['iperf3’s own table', 'iperf3\n\n```\n[  5]   0.00-1.00   sec  1.09 GBytes  9.41 Gbits/sec  receiver\n```', [9410]],
  ['its JSON', 'iperf3\n\n```\n"bits_per_second": 9.41e9,\n```', [9410]],
  ['prose', 'iperf3 shows a bandwidth of 941 Mbits/sec', [941]],
  ['German prose', 'Durchsatz laut iperf3: 9,4 GBit/s', [9400]],
  ['bytes', 'iperf3: 112 MB/s', [896]],
  ['a table', '| Test | iperf3 bandwidth |\n|---|---|\n| TCP | 9.4 Gbps |', [9400]],
])('bandwidth in %s', (_, text, expected) => {
  expect(bits(text)).toEqual(expected);
});

test.each(['```\n$ iperf3 -c 10.0.0.1 -u -b 100Mbit/s\n```', 'iperf3: Speed: 1000Mb/s', 'bandwidth 10 Gbit/s', 'iperf3: error - unable to connect', 'iperf3 bandwidth 0.00 bits/sec'])(
  'no bandwidth is measured by %j',
  (text) => {
    expect(bits(text)).toEqual([]);
  },
);

test('latency by ping, by mtr, and in words', () => {
  expect(latencies('rtt min/avg/max/mdev = 0.015/0.039/0.076/0.022 ms')).toEqual([[0.015, 0.076]]);
  expect(latencies('  1.|-- 10.0.0.1   0.0%    10    0.4   0.5   0.3   0.9   0.2')).toEqual([[0.3, 0.9]]);
  expect(latencies('Die mittlere Latenz beträgt 0,4 ms')).toEqual([[0.4, 0.4]]);
  expect(latencies('The script took 300 ms')).toEqual([]);
});

test('counters pasted, tabled and in words, with their interface', () => {
  expect(counters('```\n2: eth0@if4: <UP> mtu 1500\n    RX:  bytes packets errors dropped  missed   mcast\n          1916      24      0       0       0       0\n```')).toEqual(['eth0']);
  expect(counters('```\nIface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\neth0      1500       24      0      0 0             9      0      0      0 BMRU\n```')).toEqual(['eth0']);
  expect(counters('eth0 hat keine Fehler und 0 verworfene Pakete')).toEqual(['eth0']);
  expect(counters('The interface works.')).toEqual([]);
});
