import { expect, test } from 'vitest';
import { judgeNetworkHost, reportOf } from '../../testing/network-host.ts';
import { modernTools } from './modern-tools.ts';

const judge = (text: string) => judgeNetworkHost(modernTools, reportOf(text));

test('ip and ss count as commands or by their output; the old tools beside them cost nothing', () => {
  expect(judge('`ip -br a` and `ss -tln`').outcome).toBe('passed');
  expect(judge('inet 10.0.0.2/24 scope global eth0\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n$ netstat -i').outcome).toBe('passed');
  expect(judge('$ ip route')).toMatchObject({ outcome: 'partial', share: 0.5 });
});

test('words and deprecated tools do not', () => {
  expect(judge('My ip address, and SS for short. The ship is in the class.').outcome).toBe('failed');
  expect(judge('$ ifconfig\neth0: flags=4163<UP>\n$ netstat -tulpn')).toMatchObject({ outcome: 'failed', seen: 'the report shows output of neither ip nor ss (line 1 uses a deprecated tool)' });
});
