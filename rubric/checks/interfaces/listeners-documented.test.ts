import { describe, expect, test } from 'vitest';
import { judgeNetworkHost, reportOf } from '../../testing/network-host.ts';
import { listenersDocumented } from './listeners-documented.ts';

// The recorded host has sshd on 22 and a service on 8080.
const judge = (text: string) => judgeNetworkHost(listenersDocumented, reportOf(text));

describe('in any form', () => {
  test.each([
    ['ss', 'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nLISTEN 0 5 *:8080 *:*'],
    ['ss without -n', 'tcp LISTEN 0 128 [::]:ssh [::]:*\ntcp LISTEN 0 5 0.0.0.0:http-alt 0.0.0.0:*'],
    ['netstat', 'tcp6       0      0 :::22     :::*      LISTEN      1/sshd\ntcp   0  0 0.0.0.0:8080  0.0.0.0:*  LISTEN'],
    ['lsof', 'sshd 1 root 3u IPv4 1 0t0 TCP *:22 (LISTEN)\npython3 2 me 3u IPv4 2 0t0 TCP *:8080 (LISTEN)'],
    ['a table', '| Puerto | Servicio |\n|---|---|\n| 22 | sshd |\n| 8080 | API |'],
    ['a list', '## Listening services\n\n- **22**: sshd\n- 8080 - model API'],
    ['a sentence', 'sshd listens on port 22, the API on port 8080.'],
    ['a line of ports', "Ports à l'écoute : 22 (ssh), 8080 (API, 127.0.0.1 seulement)"],
    ['a line of services', '- Listening: sshd 22, model API 8080'],
    ['a list below a line', 'What listens here:\n\n- sshd: 22\n- model API: 8080'],
    ['another list', '**Offene Ports**\n\n* SSH – 22\n* Modell-API – 8080'],
    ['a short form', '- 22/tcp sshd\n- 8080/tcp API'],
  ])('%s', (_, text) => {
    expect(judge(text).outcome).toBe('passed');
  });
});

test('a port that was tried is not yet listed', () => {
  const tried = '$ nc -zv 10.0.0.7 8080\nConnection to 10.0.0.7 8080 port [tcp/http-alt] succeeded!\n* Connected to 10.0.0.7 (10.0.0.7) port 8080';
  expect(judge(`## Port tests\n\n\`\`\`\n${tried}\n\`\`\`\n`)).toMatchObject({ outcome: 'failed', seen: 'the report lists no listening sockets' });
});

test('a service that came or went since the report costs nothing, a list that is mostly wrong half', () => {
  expect(judge('LISTEN 0 128 0.0.0.0:22 0.0.0.0:*').outcome).toBe('passed');
  expect(judge('LISTEN 0 1 *:22 *:*\nLISTEN 0 1 *:8080 *:*\nLISTEN 0 1 *:9090 *:*').outcome).toBe('passed');
  expect(judge('LISTEN 0 1 *:22 *:*\nLISTEN 0 1 *:3000 *:*\nLISTEN 0 1 *:9090 *:*')).toMatchObject({
    outcome: 'partial',
    seen: 'the report lists 22, which listen; 8080 listening and not listed; 3000, 9090 listed and not listening',
  });
  expect(judge('LISTEN 0 1 *:3000 *:*').outcome).toBe('failed');
});

test('words that claim mostly what is not there earn half, those that deny or refer cost nothing', () => {
  expect(judge('Listening: sshd 22, PostgreSQL 5432, Redis 6379, Grafana 3000')).toMatchObject({ outcome: 'partial' });
  expect(judge('Listening: 22 and 8080. Nothing listens on 3000, 5432, 6379 or 9090.').outcome).toBe('passed');
  expect(judge('- Listening: PostgreSQL 5432, Redis 6379')).toMatchObject({
    outcome: 'failed',
    seen: 'none of the ports that the report lists (5432, 6379) belongs to a service on this machine',
  });
});

test('firewall rules are no listeners', () => {
  expect(judge('The firewall leaves ports 22 and 8080 open.').outcome).toBe('failed');
  expect(judge('22/tcp   ALLOW   Anywhere\n8080/tcp ALLOW Anywhere').outcome).toBe('failed');
  expect(judge('## Firewall\n\n- 22: SSH\n- port 8080: API').outcome).toBe('failed');
});

test('numbers that are no ports are none', () => {
  expect(judge('At 10:22 I sent 22 packets and waited 8080 ms.').outcome).toBe('failed');
  expect(judge('# Lab report\n\nThis report covers 22 commands.\n\n- 22 of them with sudo').outcome).toBe('failed');
  expect(judge('The API port took 22 ms.').outcome).toBe('failed');
});
