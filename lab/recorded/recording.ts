import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { expectationSchema } from '#rubric/calibration/differences.ts';
import { bundleSchema, serializeBundle } from '#rubric/evidence.ts';

const recordingSchema = z.strictObject({
  /** The state that was applied to the live host: `stock`, a style's, a whole state's or a defect's name. */
  name: z.string(),
  title: z.string(),
  /** What the state declared when it was recorded. */
  expected: expectationSchema,
  /** What the live host answered, the outside witness included. */
  bundle: bundleSchema,
});

/** What a live lab host answered once, kept to be played back where no live host can run, and to be scored again. */
export type Recording = z.infer<typeof recordingSchema>;

const suffix = '.json.gz';

/** Where the repository keeps them. */
export const recordingsFolder = path.join(import.meta.dirname, 'hosts');

/** All recordings of a folder, by name. The repository's are made by `npm run record-hosts`. */
export function readRecordings(folder = recordingsFolder): Map<string, Recording> {
  const files = readdirSync(folder).filter((file) => file.endsWith(suffix));
  return new Map(files.map((file) => [file.slice(0, -suffix.length), readRecording(path.join(folder, file))]));
}

function readRecording(file: string): Recording {
  return recordingSchema.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')));
}

/** Keeps a recording as `NAME.json.gz`. The same recording gives the same bytes. */
export function writeRecording(folder: string, { bundle, ...head }: Recording): void {
  mkdirSync(folder, { recursive: true });
  const canonical: unknown = JSON.parse(serializeBundle(bundle));
  writeFileSync(path.join(folder, `${head.name}${suffix}`), gzipSync(JSON.stringify({ ...head, bundle: canonical }), { level: 9 }));
}

/** Removes the repository's recordings of states that are no more. */
export function removeRecordingsBut(names: readonly string[]): void {
  for (const file of readdirSync(recordingsFolder)) {
    if (!names.some((name) => file === `${name}${suffix}`)) rmSync(path.join(recordingsFolder, file));
  }
}
