/** `npm run record-hosts`: boots live hosts, grades them, and keeps what they answered below lab/recorded/hosts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { builtInRubric, enrolHost, gradeEnrolled } from './grading.ts';
import { type Lab, openLab } from './lab.ts';
import type { Recording } from './recorded/recording.ts';
import { applyComplete, readDefects } from './states.ts';

const folder = path.join(import.meta.dirname, 'recorded', 'hosts');
const rubric = builtInRubric();
const wanted = [
  { name: 'stock', title: 'Nothing done yet' },
  { name: 'complete', title: 'Everything done' },
  ...readDefects(),
];

mkdirSync(folder, { recursive: true });
const lab = await openLab({ log: console.error });
try {
  for (const state of wanted) {
    const recording = await record(lab, state);
    writeFileSync(path.join(folder, `${state.name}.json`), `${JSON.stringify(recording, null, 1)}\n`);
    console.log(`recorded ${state.name}`);
  }
} finally {
  await lab.close();
}

async function record(on: Lab, state: { name: string; title: string; file?: string }): Promise<Recording> {
  const host = await on.boot('recorded');
  try {
    if (state.name !== 'stock') await applyComplete(host);
    if (state.file !== undefined) await host.applyState(state.file);
    const { bundle } = await gradeEnrolled(await enrolHost(on, host), rubric);
    return { name: state.name, title: state.title, bundle };
  } finally {
    await host.stop();
  }
}
