import { describe, expect, test } from 'vitest';
import { judgeNetworkHost, reportOf } from '../../testing/network-host.ts';
import { diagnosisDocumented } from './diagnosis-documented.ts';

const judge = (text: string) => judgeNetworkHost(diagnosisDocumented, reportOf(text));

describe('real output counts', () => {
  test.each([
    ['dig', '```\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n```'],
    ['dig without a server', ';; communications error to 127.0.0.53#53: timed out'],
    ['nslookup', 'Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n'],
    ['host', 'ml-api.internal has address 192.168.1.200'],
    ['resolvectl query', '-- Information acquired via protocol DNS in 857us.'],
    ['resolvectl status', '    Current DNS Server: 8.8.8.8\n           DNS Servers: 8.8.8.8 1.1.1.1'],
    ['in a quotation', '> ;; SERVER: 127.0.0.53#53(127.0.0.53) (UDP)'],
  ])('of %s', (_, text) => {
    expect(judge(text).outcome).toBe('passed');
  });
});

describe('what is no output does not', () => {
  test.each([
    ['a heading', '## 5.1 dig and nslookup'],
    ['the commands', '```\ndig google.com\nnslookup google.com\nresolvectl status\n```'],
    ['a claim', 'The DNS servers are configured; the answer section was fine.'],
  ])('%s', (_, text) => {
    expect(judge(text).outcome).toBe('failed');
  });
});
