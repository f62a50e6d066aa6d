import { expect, test } from 'vitest';
import { viewEvidence } from '../evidence-view.ts';
import { parseBundle, serializeBundle } from '../evidence.ts';
import { bundleWith, collected, upload } from '../testing/bundle.ts';
import { bytesOf, uploadNamed } from './uploads.ts';

test('a file is found in any case and folder: the first name, then the shallowest, then the first by path', () => {
  const files = ['x/y/Run.sh', 'b/run.SH', 'a/run.sh', '.git/run.sh', 'run.sh.bak', 'start.sh'].map((path) => upload(path, path));
  expect(uploadNamed(files, ['run.sh'])?.path).toBe('a/run.sh');
  expect(uploadNamed(files, ['missing.sh', /^START/i, 'run.sh'])?.path).toBe('start.sh');
  expect(uploadNamed(files, ['y'])).toBeNull();
});

test('bytes come back as they were', () => {
  expect([...bytesOf(upload('a', Uint8Array.of(0, 255, 128)))]).toEqual([0, 255, 128]);
});

const host = { 'lab-report': collected('found /home/student/LAB_REPORT.md\nof the host\n') };

test('a report in the archive goes before the host’s, and stands in where the host gave none', () => {
  const uploads = [upload('lab09/report.md', 'other'), upload('lab09/docs/Lab_Report.md', 'of the archive')];
  const expected = { status: 'found', path: 'archive:/lab09/docs/Lab_Report.md', text: 'of the archive' };
  expect(viewEvidence(bundleWith(host, { uploads }))('lab-report')).toEqual(expected);
  const refused = { 'lab-report': { status: 'unavailable', reason: 'needs-root', detail: '' } as const };
  expect(viewEvidence(bundleWith(refused, { uploads }))('lab-report')).toEqual(expected);
  expect(viewEvidence(bundleWith(host, { uploads: [upload('README.md', 'x')] }))('lab-report')).toMatchObject({ text: 'of the host\n' });
});

test('a bundle from before there were archives is read as one without', () => {
  const { uploads, ...older } = bundleWith(host);
  expect(uploads).toEqual([]);
  expect(parseBundle(JSON.stringify(older)).uploads).toEqual([]);
  const newer = bundleWith(host, { uploads: [upload('a', 'b')] });
  expect(parseBundle(serializeBundle(newer))).toEqual(newer);
});
