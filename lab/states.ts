import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LabHost } from './host.ts';

/** One slip of a student, applied on top of `complete`, and the checks that it must cost: those and no others. */
export interface Defect {
  name: string;
  title: string;
  trips: string[];
  file: string;
}

const folder = path.join(import.meta.dirname, 'states');

/** Brings a host to the state of a student who did everything that the rubric's criteria ask for. */
export async function applyComplete(host: LabHost): Promise<void> {
  for (const file of scriptsIn(path.join(folder, 'complete'))) await host.applyState(file);
}

/** The defects below `lab/states/defects`, by the header of each script: `# title: …` and `# trips: check check`. */
export function readDefects(): Defect[] {
  return scriptsIn(path.join(folder, 'defects')).map((file) => {
    const text = readFileSync(file, 'utf8');
    const field = (name: string) => new RegExp(`^# ${name}: (.+)$`, 'm').exec(text)?.[1]?.trim();
    const [title, trips] = [field('title'), field('trips')];
    if (title === undefined || trips === undefined) throw new Error(`${file} declares no “# title:” or no “# trips:”`);
    return { name: path.basename(file, '.sh'), title, trips: trips.split(/\s+/), file };
  });
}

function scriptsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sh'))
    .toSorted()
    .map((file) => path.join(directory, file));
}
