import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBundle, serializeBundle, uploadLimits } from '#rubric/evidence.ts';
import { bundleWith } from '#rubric/testing/bundle.ts';
import { ArchiveError } from './errors.ts';
import { openArchive } from './open-archive.ts';
import { tarGzOf, withChecksum } from './testing/tar.ts';
import { zipOf } from './testing/zip.ts';

const files = { 'lab/LAB_REPORT.md': '# Report\n'.repeat(200), [`lab/${'long/'.repeat(10)}${'n'.repeat(150)}.md`]: 'x', 'run.sh': '#!/bin/sh\n' };
const tarGz = tarGzOf(files);
const tar = gunzipSync(tarGz);
const zip = zipOf(Object.entries(files).map(([name, content], index) => ({ name, content, method: index === 2 ? 0 : 8 })));

/** What may come of any bytes: an archive within its limits that a bundle can carry, or a refusal in words. */
async function openOrRefuse(bytes: Buffer): Promise<void> {
  const opened = await openArchive(bytes).catch((error: unknown) => error);
  if (opened instanceof ArchiveError) return;
  if (opened instanceof Error || opened === null || typeof opened !== 'object') throw new Error('not a refusal of ours', { cause: opened });
  const { files: kept } = opened as Awaited<ReturnType<typeof openArchive>>;
  expect(kept.length).toBeLessThanOrEqual(uploadLimits.files);
  for (const { path } of kept) expect(path).not.toMatch(/^\/|(?:^|\/)\.\.?(?:\/|$)|\\|\p{Cc}|^$/u);
  const bundle = bundleWith({}, { uploads: kept });
  expect(parseBundle(serializeBundle(bundle)).uploads).toEqual(kept);
}

/** Bytes changed, runs of bytes put in or taken out, the end cut off. */
const changes = fc.array(
  fc.record({ at: fc.nat(), drop: fc.nat({ max: 64 }), put: fc.oneof(fc.uint8Array({ maxLength: 16 }), fc.constantFrom(Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 0))), keepLength: fc.boolean() }),
  { minLength: 1, maxLength: 6 },
);
type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function mutate(original: Buffer, list: Changes): Buffer {
  return list.reduce((bytes, { at, drop, put, keepLength }) => {
    const start = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + (keepLength ? put.length : drop))]);
  }, original);
}

/** A tar header's checksum made good, so that what was changed in it is believed. */
function withChecksums(changed: Buffer): Buffer {
  const bytes = Buffer.from(changed);
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (header.toString('latin1', 257, 262) !== 'ustar') continue;
    withChecksum(header);
  }
  return bytes;
}

/** Rejects where any input is neither opened nor refused. */
const holds = <T>(inputs: fc.Arbitrary<T>, toBytes: (input: T) => Buffer) =>
  expect(fc.assert(fc.asyncProperty(inputs, (input) => openOrRefuse(toBytes(input))), { numRuns: 400 })).resolves.toBeUndefined();

test('no change to a zip makes it more than a refusal', async () => {
  await holds(changes, (list) => mutate(zip, list));
  expect((await openArchive(zip)).files).toHaveLength(3);
});

test('no change to a gzip makes it more than a refusal', async () => {
  await holds(changes, (list) => mutate(tarGz, list));
  expect((await openArchive(tarGz)).files).toHaveLength(3);
});

test('no change to a tar makes it more than a refusal, with right checksums too', async () => {
  await holds(fc.tuple(changes, fc.boolean()), ([list, mend]) => gzipSync(mend ? withChecksums(mutate(tar, list)) : mutate(tar, list), { level: 1 }));
  expect((await openArchive(gzipSync(withChecksums(tar)))).files).toHaveLength(3);
});

test('no bytes behind a magic number are more than a refusal', async () => {
  const magics = fc.constantFrom('\x1f\x8b\b\0', 'PK\x03\x04', 'PK\x05\x06');
  await holds(fc.tuple(magics, fc.uint8Array({ maxLength: 200 })), ([magic, rest]) => Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
  await expect(openArchive(Buffer.from('PK\x03\x04'))).rejects.toThrow(ArchiveError);
});
