import { expect, test } from 'vitest';
import { viewEvidence } from './evidence-view.ts';
import { bundleWith, collected } from './testing/bundle.ts';

test('a parser that stumbles over hostile text yields “unparsable”, and never ends the scoring', () => {
  const deep = `/etc/ssh/sshd_config\t1\t${'9'.repeat(400)}\n`;
  for (const text of [deep, '\0'.repeat(1000), '{"a":'.repeat(1000), '=== '.repeat(500), '99999999999999999999:FFFF '.repeat(50)]) {
    const probes = Object.fromEntries(['sshd', 'sshd-files', 'proc-net', 'resolved', 'ip-addresses'].map((id) => [id, collected(text)]));
    const evidence = viewEvidence(bundleWith(probes));
    for (const id of ['sshd', 'sshd-files', 'proc-net', 'resolved', 'ip-addresses'] as const) expect(() => evidence(id)).not.toThrow();
  }
});
