import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { LabHost } from './host.ts';
import { ensureImage, type Suite } from './image.ts';
import type { Lab } from './lab.ts';
import { readState, type ScriptedState } from './states/header.ts';
import { defaultStyle, type Style, type StyleName, styles } from './states/styles.ts';

const folder = path.join(import.meta.dirname, 'states');
const home = '/home/student';

/** A host's state and what it must be given: nothing done, a style's everything, or a script on top of one of them. */
export interface State extends Omit<ScriptedState, 'kind' | 'trips' | 'file'> {
  kind: 'stock' | 'style' | ScriptedState['kind'];
  /** `all`: no check that is worth points may pass. */
  trips: string[] | 'all';
  /** The script, applied on top of `base`; null for the base itself. */
  file: string | null;
}

/** Every state, in the order stock, styles, whole, defects and cheats. Throws where a header is wrong or a name stands twice. */
export function readStates(): State[] {
  const bare = { docker: false, review: [], earns: null, bonus: [], image: null, file: null };
  const stock: State = { ...bare, name: 'stock', title: 'Nothing done yet', kind: 'stock', base: 'stock', trips: 'all', earns: 0 };
  const complete = Object.entries(styles).map(
    ([name, { title }]): State => ({ ...bare, name, title, kind: 'style', base: name as StyleName, trips: [] }),
  );
  const states = [stock, ...complete, ...readScripted('whole'), ...readScripted('defects')];
  const twice = states.find(({ name }, index) => states.findIndex((other) => other.name === name) !== index);
  if (twice) throw new Error(`Two states are called ${twice.name}`);
  return states;
}

/** The states below `lab/states/defects`, cheats included: each a slip, applied on top of its base. */
export function readDefects(): ScriptedState[] {
  return readScripted('defects');
}

/** Boots a host with the image that the state's base needs, and brings it to the state. Throws the lab's errors. */
export async function bootInState(lab: Lab, name: string, state: Pick<State, 'base' | 'docker' | 'image' | 'file'>, suite?: Suite): Promise<LabHost> {
  const host = await lab.boot(name, { image: await ensureImage({ ...imageFor(state), ...(suite === undefined ? {} : { suite }) }) });
  try {
    await applyState(host, state);
    return host;
  } catch (error) {
    await host.stop();
    throw error;
  }
}

/** What the image of a state's hosts must have. */
export function imageFor({ base, docker, image }: Pick<State, 'base' | 'docker' | 'image'>): { docker: boolean; bonus: boolean } {
  const style: Style | undefined = base === 'stock' ? undefined : styles[base];
  return { docker: docker || (style?.docker ?? false), bonus: image === 'bonus' };
}

/** Brings a booted host, whose image must suit the state, to it. Throws LabStateError. */
export async function applyState(host: LabHost, { base, docker, file }: Pick<State, 'base' | 'docker' | 'file'>): Promise<void> {
  if (docker) await host.applyState(path.join(folder, 'parts', '0-docker.sh'));
  if (base !== 'stock') await applyStyle(host, base);
  if (file !== null) await host.applyState(file, { env: foldersOf(base === 'stock' ? defaultStyle : base), timeoutMs: 300_000 });
}

/** Brings a host to the state of a student who did everything that the rubric asks for, in one of the styles. */
export async function applyStyle(host: LabHost, style: StyleName): Promise<void> {
  for (const file of partsOf(style)) await host.applyState(file, { env: foldersOf(style), timeoutMs: 300_000 });
}

/** Brings a host to the default style's state. */
export async function applyComplete(host: LabHost): Promise<void> {
  await applyStyle(host, defaultStyle);
}

/** The scripts of a style that are there, in order. */
export function partsOf(style: StyleName): string[] {
  return styles[style].parts.map((part) => path.join(folder, 'parts', `${part}.sh`)).filter((file) => existsSync(file));
}

/** Where parts put the deliverables, as LAB_CONFIG, LAB_SCRIPTS and LAB_DOCS in their environment; LAB_REPORT is the report's path. */
function foldersOf(style: StyleName): Record<string, string> {
  const { folders }: Style = styles[style];
  const [config, scripts, docs] = [folders.config, folders.scripts, folders.docs].map((name) => path.posix.join(home, name));
  return { LAB_CONFIG: config ?? home, LAB_SCRIPTS: scripts ?? home, LAB_DOCS: docs ?? home, LAB_REPORT: `${docs}/LAB_REPORT.md` };
}

function readScripted(kind: 'defects' | 'whole'): ScriptedState[] {
  return readdirSync(path.join(folder, kind))
    .filter((file) => file.endsWith('.sh'))
    .toSorted()
    .map((file) => readState(path.join(folder, kind, file), kind));
}
