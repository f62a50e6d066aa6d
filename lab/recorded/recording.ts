import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { bundleSchema } from '#rubric/evidence.ts';

const recordingSchema = z.strictObject({
  /** The state that was applied to the live host: `stock`, `complete`, or a defect's name. */
  name: z.string(),
  title: z.string(),
  /** What the live host answered, the outside witness included. */
  bundle: bundleSchema,
});

/** What a live lab host answered once, kept to be played back where no live host can run. */
export type Recording = z.infer<typeof recordingSchema>;

/** All recordings of the repository, by name. Made by `npm run record-hosts`. */
export function readRecordings(folder = path.join(import.meta.dirname, 'hosts')): Map<string, Recording> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const recordings = files.map((file) => recordingSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
  return new Map(recordings.map((recording) => [recording.name, recording]));
}
