import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultStyle, type StyleName, styles } from './styles.ts';

/** A state that a script below `lab/states` makes, and what it declares in its header. */
export interface ScriptedState {
  name: string;
  title: string;
  kind: 'defect' | 'cheat' | 'whole';
  /** What the script is applied on top of. */
  base: StyleName | 'stock';
  /** `# docker: yes`, on a stock base: a host with Docker, on which the exercise's images are there. */
  docker: boolean;
  /** `# image: bonus`: a host with the programs of the bonus challenges. */
  image: 'bonus' | null;
  /** The checks that must not pass; every other one must. */
  trips: string[];
  /** The checks that must be marked for an instructor's review. */
  review: string[];
  /** Points that it must earn, out of 100; null where the checks say enough. */
  earns: number | null;
  /** Bonus checks that must pass. */
  bonus: string[];
  file: string;
}

const known = ['title', 'trips', 'review', 'base', 'kind', 'earns', 'bonus', 'docker', 'image'];

/**
 * Reads a script's header, the comment lines at its top: `# title:` and `# trips:` (checks, or `none`), and where they are
 * needed `# base:`, `# docker: yes`, `# image: bonus`, `# kind: cheat`, `# review:`, `# earns:` and `# bonus:`. Throws with
 * the file's name.
 */
export function readState(file: string, folder: 'defects' | 'whole'): ScriptedState {
  const fields = new Map<string, string>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, field, value] = /^# ([a-z]+): +(.*\S)\s*$/.exec(line) ?? [];
    if (field === undefined || value === undefined || !known.includes(field)) break;
    fields.set(field, value);
  }
  const title = fields.get('title');
  const trips = fields.get('trips');
  if (title === undefined || trips === undefined) throw new Error(`${file} declares no “# title:” or no “# trips:”`);
  const base = fields.get('base') ?? (folder === 'whole' ? 'stock' : defaultStyle);
  if (base !== 'stock' && !Object.hasOwn(styles, base)) throw new Error(`${file}: there is no base called ${base}`);
  const kind = fields.get('kind') ?? (folder === 'whole' ? 'whole' : 'defect');
  if (kind !== 'defect' && kind !== 'cheat' && kind !== 'whole') throw new Error(`${file}: there is no kind called ${kind}`);
  const image = fields.get('image') ?? null;
  if (image !== null && image !== 'bonus') throw new Error(`${file}: there is no image called ${image}`);
  const earns = fields.get('earns');
  if (earns !== undefined && !/^\d+(\.\d+)?$/.test(earns)) throw new Error(`${file}: “# earns:” is no number of points`);
  return {
    name: path.basename(file, '.sh'),
    title,
    kind,
    base: base as StyleName | 'stock',
    docker: fields.get('docker') === 'yes',
    image,
    trips: trips === 'none' ? [] : trips.split(/\s+/),
    review: fields.get('review')?.split(/\s+/) ?? [],
    earns: earns === undefined ? null : Number(earns),
    bonus: fields.get('bonus')?.split(/\s+/) ?? [],
    file,
  };
}
