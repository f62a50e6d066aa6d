import fc from 'fast-check';
import { type EvidenceBundle, type ProbeRecord, unavailableReasons, type Upload, uploadLimits } from '#rubric/evidence.ts';
import { type ProbeId, probes } from '#rubric/probes/catalogue.ts';
import { type TextDamage, textDamage } from './text-damage.ts';

/** Changes a bundle into another that a hostile host, or a hostile archive, could have brought about. */
export type BundleDamage = (bundle: EvidenceBundle) => EvidenceBundle;

const ids = Object.keys(probes) as ProbeId[];
const id = fc.constantFrom(...ids);

const withProbe = (bundle: EvidenceBundle, probe: ProbeId, record: ProbeRecord): EvidenceBundle => ({
  ...bundle,
  probes: { ...bundle.probes, [probe]: record },
});

/** Stdout changed, within the probe's limit. */
function rewritten(bundle: EvidenceBundle, probe: ProbeId, damages: readonly TextDamage[]): EvidenceBundle {
  const record = bundle.probes[probe];
  if (record?.status !== 'collected') return bundle;
  const { maxBytes } = probes[probe];
  const text = damages.reduce((before, damage) => damage(before, maxBytes), record.stdout);
  return withProbe(bundle, probe, { ...record, stdout: Buffer.from(text).subarray(0, maxBytes).toString('utf8') });
}

const output = fc.tuple(id, fc.array(textDamage, { minLength: 1, maxLength: 4 })).map(
  ([probe, damages]): BundleDamage => (bundle) => rewritten(bundle, probe, damages),
);
const ending = fc.tuple(id, fc.constantFrom(0, 1, 2, 126, 127, 255), fc.boolean(), fc.constantFrom('', 'incompatible', 'x\n'.repeat(1000))).map(
  ([probe, exit, truncated, stderr]): BundleDamage => (bundle) => {
    const record = bundle.probes[probe];
    return record?.status === 'collected' ? withProbe(bundle, probe, { ...record, exit, truncated, stderr }) : bundle;
  },
);
const swapped = fc.tuple(id, id).map(([probe, other]): BundleDamage => (bundle) => {
  const record = bundle.probes[other];
  return record === undefined ? bundle : withProbe(bundle, probe, record);
});

/** A probe that yielded nothing. */
export const absence = fc.tuple(id, fc.constantFrom(...unavailableReasons)).map(
  ([probe, reason]): BundleDamage => (bundle) => withProbe(bundle, probe, { status: 'unavailable', reason, detail: 'nothing came' }),
);

const names = ['LAB_REPORT.md', 'docs/NETWORK_GUIDE.md', 'network_monitor.sh', 'debug_connection.sh', 'a.pcap', 'firewall_rules.txt', '../x', '__proto__', 'x\u202e.md', 'Ä/😀.md', '\u0001', 'a'.repeat(300)];
const archived = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom('# Report\n', '| a | b |\n|---|---|\n', '```mermaid\ngraph TD\n', '#!/bin/bash\n', '- [ ] x\n', '<!--', ''), fc.array(textDamage, { maxLength: 3 })), { maxLength: 6 }).map(
  (files): BundleDamage => (bundle) => ({
    ...bundle,
    uploads: files.map(([path, text, damages]): Upload => {
      const content = damages.reduce<string>((before, damage) => damage(before, uploadLimits.fileBytes), text);
      return { path, executable: true, base64: Buffer.from(content).subarray(0, uploadLimits.fileBytes).toString('base64'), truncated: false };
    }),
  }),
);
const outside = fc.tuple(fc.constantFrom('open', 'closed', 'filtered'), fc.string(), fc.boolean()).map(
  ([state, words, known]): BundleDamage => (bundle) => ({
    ...bundle,
    connection: known ? bundle.connection : { clientAddress: words, serverAddress: words, serverPort: 99_999 },
    sudo: known ? bundle.sudo : { works: false, detail: words },
    witness: {
      ssh: { ...bundle.witness.ssh, methodsOffered: ['password', words], serverIdent: words },
      ports: known ? null : [22, 80, 3000, 5432, 6379, 8080, 9090].map((port) => ({ port, state: state as 'open' })),
      dns: known ? null : { name: words, answer: 'addresses', addresses: [words, '::1', '1.1.1.1'] },
    },
  }),
);

export const bundleDamage: fc.Arbitrary<BundleDamage[]> = fc.array(
  fc.oneof({ weight: 8, arbitrary: output }, { weight: 1, arbitrary: ending }, { weight: 1, arbitrary: swapped }, { weight: 1, arbitrary: absence }, { weight: 1, arbitrary: archived }, { weight: 1, arbitrary: outside }),
  { minLength: 1, maxLength: 8 },
);
