import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesOf, textOf, uploadNamed } from '#rubric/deliverables/uploads.ts';
import { type Upload, uploadLimits } from '#rubric/evidence.ts';
import { openArchive } from './open-archive.ts';
import { paxEntry, tarEntry, tarGzOf, tarOf } from './testing/tar.ts';
import { zipOf } from './testing/zip.ts';

const names = ({ files }: { files: Upload[] }) => files.map((file) => file.path);
const fault = (bytes: Buffer) => openArchive(bytes).then(names, (error: unknown) => (error as { code?: unknown }).code);
const capture = Buffer.concat([Buffer.from('d4c3b2a1', 'hex'), Buffer.alloc(40)]);

test('what GNU tar packs comes out: names, modes, bytes; links and hidden folders are told', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ng archive '));
  try {
    const deep = 'a-folder-with-a-long-name/'.repeat(5);
    mkdirSync(path.join(folder, 'lab', deep), { recursive: true });
    mkdirSync(path.join(folder, 'lab/.git'));
    const put = (name: string, content: string | Buffer, mode = 0o644) => writeFileSync(path.join(folder, 'lab', name), content, { mode });
    put('LAB_REPORT.md', '# Bericht: Überblick\n');
    put('network_monitor.sh', '#!/bin/sh\n', 0o755);
    put(`${deep}übung.txt`, 'x');
    put('capture.pcap', capture);
    put('.git/config', 'x');
    put('photo.bin', Buffer.from([1, 0, 2]));
    symlinkSync('/etc/passwd', path.join(folder, 'lab/passwd.md'));
    const opened = await openArchive(execFileSync('tar', ['-C', folder, '-cz', './lab']));
    expect(names(opened)).toEqual(['lab/LAB_REPORT.md', `lab/${deep}übung.txt`, 'lab/capture.pcap', 'lab/network_monitor.sh']);
    expect(opened.files.filter((file) => file.executable).map((file) => file.path)).toEqual(['lab/network_monitor.sh']);
    const [report, pcap] = [uploadNamed(opened.files, ['lab_report.md']), uploadNamed(opened.files, ['capture.pcap'])];
    expect(report && textOf(report)).toBe('# Bericht: Überblick\n');
    expect(pcap && Buffer.from(bytesOf(pcap)).equals(capture)).toBe(true);
    expect(opened.leftOut.toSorted()).toEqual([
      '“lab/.git/config”: hidden, or in a hidden folder',
      '“lab/passwd.md”: a link; put the file itself in its place',
      '“lab/photo.bin”: neither text, nor a picture, nor a packet capture',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['v7', 'oldgnu', 'gnu', 'ustar', 'pax'])('tar’s format %s is read, with long names where it can hold them', async (format) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ng archive '));
  try {
    const long = { v7: 0, ustar: 9 }[format] ?? 25;
    const name = `${'folder/'.repeat(Math.min(long, 9))}${'n'.repeat(long * 5)}aé.md`;
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), '# Report\n');
    writeFileSync(path.join(folder, 'z.md'), 'last');
    const opened = await openArchive(execFileSync('tar', [`--format=${format}`, '-C', folder, '-cz', ...(format === 'v7' ? [name, 'z.md'] : ['.'])]));
    expect(opened).toEqual({ files: [expect.objectContaining({ path: name }), expect.objectContaining({ path: 'z.md' })], leftOut: [] });
    expect(opened.files.map(textOf)).toEqual(['# Report\n', 'last']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['2x', '4 a\n', '5 =a\n', '0 a\n'])('a pax header of a million records like %j is refused early', async (record) => {
  const records = tarEntry('PaxHeaders/x', record.repeat(4 * 1024 * 1024), { type: 'x' });
  expect(await fault(gzipSync(tarOf(records, tarEntry('a.md', 'x')), { level: 1 }))).toBe('damaged');
});

test('a tar of headers that say nothing is refused', async () => {
  const empty = tarEntry('PaxHeaders/g', '', { type: 'g' });
  expect(await fault(gzipSync(tarOf(Buffer.concat(Array.from({ length: 15_001 }, () => empty)))))).toBe('too-large');
});

test('a zip comes out alike, made on Windows too: backslashes part folders there, and no mode means executable', async () => {
  const opened = await openArchive(
    zipOf([
      { name: 'lab/', mode: 0o040755 },
      { name: 'lab/run.sh', content: 'x'.repeat(5000), mode: 0o100755 },
      { name: 'lab/read.md', content: 'y' },
      { name: 'lab\\docs\\LAB_REPORT.md', content: 'z', mode: null, method: 0 },
      { name: 'lab/link.md', content: '/etc/passwd', mode: 0o120777 },
      { name: Buffer.from('l\xe4b.txt', 'latin1'), content: 'x', flags: 0 },
    ]),
  );
  expect(opened.files.map((file) => [file.path, file.executable])).toEqual([
    ['lab/docs/LAB_REPORT.md', true],
    ['lab/read.md', false],
    ['lab/run.sh', true],
  ]);
  expect(opened.leftOut).toEqual(['“lab/link.md”: a link; put the file itself in its place', '1 file: the name is not UTF-8; rename it to plain letters']);
});

const evil = ['/etc/passwd', '../up.md', 'a/../../up.md', 'C:/x.md', 'a\u0001b.md', 'a\u202Eb.md', 'd/'.repeat(12) + 'x.md', `${'n'.repeat(301)}.md`];

test.each(evil)('the name %j is not taken, whichever format it comes in', async (name) => {
  const files = { 'ok.md': 'fine', [name]: 'evil' };
  const zip = zipOf(Object.entries(files).map(([entry, content]) => ({ name: entry, content })));
  for (const archive of [zip, tarGzOf(files)]) {
    const opened = await openArchive(archive);
    expect(names(opened)).toEqual(['ok.md']);
    expect(opened.leftOut).toHaveLength(1);
  }
});

test('of two files of one name the first counts; in a tar a backslash is no folder', async () => {
  const twice = await openArchive(zipOf([{ name: 'a.md', content: 'first' }, { name: './a.md', content: 'second' }]));
  expect(twice.files.map(textOf)).toEqual(['first']);
  expect(twice.leftOut).toEqual([expect.stringContaining('twice')]);
  expect(names(await openArchive(tarGzOf({ 'a\\b.md': 'x', 'c.md': 'y' })))).toEqual(['c.md']);
});

test.each([['link', '1'], ['symbolic link', '2'], ['character device', '3'], ['block device', '4'], ['pipe', '6'], ['sparse file', 'S']])('a %s in a tar is never followed', async (_, type) => {
  expect(await fault(tarGzOf({ 'LAB_REPORT.md': '' }, { type, linkname: '/etc/shadow' }))).toBe('empty');
});

test('more files and bytes than the bundle keeps: the shallowest and smallest stay, the rest is told', async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`deep/er/${index}.txt`, 'x']));
  const large = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}.log`, `${index}`.repeat(600_000)]));
  const crowded = await openArchive(tarGzOf({ ...many, 'LAB_REPORT.md': '# here' }));
  expect(names(crowded)).toHaveLength(uploadLimits.files);
  expect(names(crowded)).toContain('LAB_REPORT.md');
  expect(crowded.leftOut).toEqual([expect.stringContaining('and 48 more: beyond')]);
  const heavy = await openArchive(tarGzOf({ ...large, 'a/LAB_REPORT.md': '# here' }));
  expect(heavy.files.reduce((sum, file) => sum + bytesOf(file).length, 0)).toBeLessThanOrEqual(uploadLimits.totalBytes);
  expect(heavy.files[0]).toMatchObject({ path: '0.log', truncated: true });
});

describe('an archive that is refused as a whole', () => {
  test.each([
    ['something else', Buffer.from('%PDF-1.7'), 'not-an-archive'],
    ['nothing', Buffer.alloc(0), 'not-an-archive'],
    ['a gzip that holds no tar', gzipSync('hello'.repeat(300)), 'damaged'],
    ['an empty tar', gzipSync(Buffer.alloc(10_240)), 'empty'],
    ['an empty zip', zipOf([]), 'empty'],
    ['a zip with a password', zipOf([{ name: 'a.md', content: 'x', flags: 1 }]), 'encrypted'],
    ['a zip whose checksum is wrong', zipOf([{ name: 'a.md', content: 'x', crc: 1 }]), 'damaged'],
    ['a zip whose size is told too small', zipOf([{ name: 'a.md', content: 'x'.repeat(1e6), size: 10 }]), 'damaged'],
    ['a zip whose size is told too large', zipOf([{ name: 'a.md', content: 'x', size: 1000 }]), 'damaged'],
    ['a zip that claims 4 GiB', zipOf([{ name: 'a.md', content: 'x', size: 0xfffffffe }]), 'too-large'],
    ['a zip packed by a method that nobody has', zipOf([{ name: 'a.md', content: 'x', method: 99 }]), 'damaged'],
    ['a zip bomb', zipOf(Array.from({ length: 5 }, (_, index) => ({ name: `${index}.txt`, content: Buffer.alloc(10 * 1024 * 1024, 'x') }))), 'too-large'],
    ['a zip whose entries share their bytes', zipOf([{ name: 'a.md', content: 'x'.repeat(5000), method: 0 }, { name: 'b.md', content: 'y', packed: 5000 }]), 'damaged'],
    ['a zip of too many files', zipOf(Array.from({ length: 5001 }, (_, index) => ({ name: `${index}`, content: '' }))), 'too-large'],
    ['a gzip bomb', gzipSync(Buffer.alloc(100 * 1024 * 1024)), 'too-large'],
  ])('%s', async (_, bytes, code) => {
    expect(await fault(bytes)).toBe(code);
  });

  test('a tar that is cut, that lies about a size, or whose header was changed', async () => {
    const tar = gunzipSync(tarGzOf({ 'a.md': 'x'.repeat(2000) }));
    expect(await fault(gzipSync(tar.subarray(0, 1500)))).toBe('damaged');
    expect(await fault(gzipSync(Buffer.concat([Buffer.from('b'), tar.subarray(1)])))).toBe('damaged');
    const gigabytes = tarEntry('a.md', 'x', { size: 0o77777777777 });
    expect(await fault(gzipSync(tarOf(gigabytes)))).toBe('damaged');
    expect(await fault(gzipSync(tarOf(paxEntry({ size: '999999999999' }), tarEntry('a.md', 'x'))))).toBe('damaged');
    expect(await fault(gzipSync(tarOf(paxEntry({ size: '-1' }), tarEntry('a.md', 'x'))))).toBe('damaged');
    const cut = tarGzOf({ 'a.md': 'x' });
    expect(await fault(cut.subarray(0, cut.length - 12))).toBe('damaged');
  });

  test('a tar of too many files', async () => {
    expect(await fault(tarGzOf(Object.fromEntries(Array.from({ length: 5001 }, (_, index) => [`${index}`, '']))))).toBe('too-large');
  });
});

test('an archive in an archive is a file like any other', async () => {
  const inner = tarGzOf({ 'LAB_REPORT.md': 'x' });
  expect(await fault(tarGzOf({ 'lab.tar.gz': inner, 'b.md': 'y' }))).toEqual(['b.md']);
});
