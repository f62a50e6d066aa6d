import { type Block, type GuideText, readGuide } from './blocks.ts';
import type { Deliverables } from '../probes/deliverables.ts';
import type { LabReport } from '../probes/lab-report.ts';
import { failed, isAvailable, type Verdict } from '../check.ts';
import type { Unavailable } from '../evidence.ts';

/** The texts in which the guide's parts are looked for, and what the first of them is called. */
export interface Guide {
  texts: GuideText[];
  /** False where there is no guide of that name and the parts are looked for in the report and its neighbours. */
  named: boolean;
  images: Deliverables['images'];
}

const guides = new WeakMap<Deliverables, Guide>();

/** Judges the guide, or says why there is none to judge. */
export function judgeGuide(found: Deliverables, report: LabReport | Unavailable, judge: (guide: Guide) => Verdict): Verdict {
  if (!found.folderFound) {
    return failed({
      seen: `the folder of the deliverables, ${found.folder}, cannot be opened by your own account`,
      hint: 'Submit again with the folder that holds your deliverables, or without one: they are then found by their names.',
    });
  }
  const guide = guides.get(found) ?? gather(found, report);
  guides.set(found, guide);
  const unreadable = found.files.find(({ kind, text }) => kind === 'guide' && text === null);
  if (guide.texts.length === 0 && unreadable) {
    return failed({ seen: `the guide ${unreadable.path} cannot be read by your own account`, hint: 'The guide was probably made with sudo: give it back to your own account.' });
  }
  if (guide.texts.length === 0) {
    return failed({
      seen: `no NETWORK_GUIDE.md in ${found.folder} or a folder below it`,
      hint: 'Write NETWORK_GUIDE.md: a guide with which somebody else could look after this platform’s network.',
    });
  }
  return judge(guide);
}

/** The guide and what lies beside it; without a guide, the report and what lies beside that. */
function gather(found: Deliverables, report: LabReport | Unavailable): Guide {
  const readable = found.files.flatMap(({ path, kind, text }) => (text === null ? [] : [{ path, kind, text }]));
  const guide = readable.find(({ kind }) => kind === 'guide');
  const ofReport = isAvailable(report) && report.status === 'found' ? report : null;
  const main = guide ?? ofReport;
  const beside = readable.filter(({ kind, path }) => kind === 'other' && main !== null && isBeside(path, main.path));
  const texts = [...(main ? [main] : []), ...beside.slice(0, 6)].map(({ path, text }) => readGuide(path, text));
  return { texts, named: guide !== undefined, images: found.images };
}

function isBeside(path: string, main: string): boolean {
  return folderOf(path) === folderOf(main) || (main.startsWith('archive:') && path.startsWith('archive:'));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** Every block of the guide's texts. */
export function blocksOf(guide: Guide): Block[] {
  return guide.texts.flatMap(({ blocks }) => blocks);
}

/** `NETWORK_GUIDE.md:12`, for a message. */
export function placeOf({ path, line }: { path: string; line: number }): string {
  return `${path.split('/').at(-1)}:${line}`;
}

/** What to add to a message where the parts stand elsewhere than in a guide of their own. */
export function elsewhere(guide: Guide): string {
  return guide.named ? '' : ` (in ${guide.texts[0]?.path.split('/').at(-1)}; a NETWORK_GUIDE.md of its own is easier to find)`;
}
