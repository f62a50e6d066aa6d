import { describe, expect, test } from 'vitest';
import { captures } from '../../probes/captures.ts';
import { labReport } from '../../probes/lab-report.ts';
import { collected, upload, visitOf } from '../../testing/bundle.ts';
import { framed, ipv4Packet, pcapFile, type TcpPacket } from '../../testing/capture-bytes.ts';
import { capture } from './capture.ts';

const now = 1_790_000_000;
const own = [{ name: 'eth0', altNames: [], kind: null, addresses: [{ address: '10.0.0.2', prefix: 24 }] }];

function file(client = '10.0.0.2', flags = ['S', 'SA', 'A']): Buffer {
  const [a, b]: TcpPacket['from'][] = [[client, 40_000], ['172.16.0.9', 443]];
  if (!a || !b) throw new Error('unreachable');
  const packets: TcpPacket[] = [
    { from: a, to: b, flags: flags[0] ?? '', seq: 9, time: now },
    { from: b, to: a, flags: flags[1] ?? '', seq: 20, ack: 10, time: now + 0.01 },
    { from: a, to: b, flags: flags[2] ?? '', seq: 10, ack: 21, time: now + 0.02 },
  ];
  return pcapFile(packets.map((packet) => ({ time: packet.time ?? now, bytes: framed(1, ipv4Packet(packet)) })));
}

const printed = (bytes: Buffer, path = '/tmp/capture.pcap') => `@@ ${now} ${bytes.length} yes ${path}\n${bytes.toString('base64')}\n`;

function judge(stdout: string, { report = 'missing /home/student', uploads = [] as Parameters<typeof visitOf>[0] } = {}) {
  const visit = visitOf(uploads);
  const evidence = { captures: captures.parse(collected(stdout), visit), 'lab-report': labReport.parse(collected(report), visit), 'ip-addresses': own, 'proc-net': { interfaces: own, defaultRoutes: [] } };
  return capture.evaluate(evidence, { target: visit.target, clientAddress: null, parameters: {} });
}

const text = [
  '12:00:00.100000 eth0  Out IP 10.0.0.2.40000 > 10.0.0.3.443: Flags [S], seq 4093283741, win 64240, options [mss 1460], length 0',
  '12:00:00.100300 eth0  In  IP 10.0.0.3.443 > 10.0.0.2.40000: Flags [S.], seq 2, ack 4093283742, win 65160, length 0',
  '12:00:00.100320 eth0  Out IP 10.0.0.2.40000 > 10.0.0.3.443: Flags [.], ack 1, win 502, length 0',
];
const reported = (lines: string[]) => ({ report: `found /home/student/LAB_REPORT.md\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n` });

test('a handshake in a file passes, and the flow is quoted', () => {
  expect(judge(printed(file()))).toMatchObject({ outcome: 'passed', where: '/tmp/capture.pcap', quote: '10.0.0.2.40000 > 172.16.0.9.443' });
  expect(judge(printed(file())).review).toBeUndefined();
});

test('the best of several files counts', () => {
  const late = file('10.0.0.2', ['A', 'A', 'A']);
  expect(judge(printed(late, '/tmp/late.pcap') + printed(file('192.168.56.1'), '/tmp/foreign.pcap') + printed(file(), '/tmp/good.pcap'))).toMatchObject({ where: '/tmp/good.pcap' });
  expect(judge(printed(late))).toMatchObject({ outcome: 'partial', share: 1 / 3 });
});

test('a file of the uploaded archive counts', () => {
  expect(judge('', { uploads: [upload('captures/handshake.pcap', file())] })).toMatchObject({ outcome: 'passed', where: 'archive:/captures/handshake.pcap' });
});

test('a capture of another machine passes with a word for the instructor', () => {
  expect(judge(printed(file('192.168.56.1')))).toMatchObject({ outcome: 'passed', review: expect.stringContaining('none of its addresses belongs') });
});

describe('tcpdump’s text in the report earns the same', () => {
  test('a handshake, a refusal, and verbose output', () => {
    expect(judge('', reported(text))).toMatchObject({ outcome: 'passed', where: 'LAB_REPORT.md:2' });
    expect(judge('', reported([text[0] ?? '', '12:00:00.1004 IP 10.0.0.3.443 > 10.0.0.2.40000: Flags [R.], seq 0, ack 1, win 0, length 0'])).outcome).toBe('passed');
    const verbose = text.map((line) => `12:00:00.1 IP (tos 0x0, ttl 64, proto TCP (6), length 60)\n    ${line.slice(line.indexOf('IP ') + 3).replace('], ', '], cksum 0xfe30 (incorrect -> 0x1234), ')}`);
    expect(judge('', reported(verbose)).outcome).toBe('passed');
  });

  test('lines of different flows make no connection', () => {
    expect(judge('', reported([text[0] ?? '', (text[1] ?? '').replace('40000', '40001'), text[2] ?? ''])).outcome).toBe('partial');
  });

  test('the filter in a command is no output', () => {
    expect(judge('', reported(["$ sudo tcpdump -i any 'tcp port 8080'", 'Flags [S] means SYN'])).outcome).toBe('failed');
  });
});

test.each([
  ['', 'there is no packet capture'],
  [`@@ ${now} 9 no /home/student/x.pcap\n\n`, 'cannot be read by your own account'],
  [`@@ ${now} 0 yes /home/student/x.pcap\n\n`, 'is empty'],
  [printed(Buffer.from('12:00:00 IP 10.0.0.2 > 10.0.0.3')), 'not in a format that tcpdump reads'],
  [printed(file().subarray(0, 24)), 'holds no packet'],
])('%#: what is not there fails in plain words', (stdout, words) => {
  const verdict = judge(stdout);
  expect(verdict.outcome).toBe('failed');
  expect(verdict.seen).toContain(words);
});
