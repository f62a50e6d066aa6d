/** `npm run calibrate`: grades live hosts in every state of lab/states and compares with what each must get. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { coverageGaps } from '#rubric/calibration/coverage.ts';
import { differences } from '#rubric/calibration/differences.ts';
import { prepareMachine } from '#setup/prepare-machine.ts';
import { expectationOf, gradeState } from './calibration/grade-state.ts';
import { gradeVm } from './calibration/grade-vm.ts';
import { help } from './calibration/help.ts';
import { repeatState } from './calibration/repeat.ts';
import { tableHead, tableRow } from './calibration/table.ts';
import { builtInRubric } from './grading.ts';
import { ensureImage, type Suite } from './image.ts';
import { openLab } from './lab.ts';
import { recordingsFolder, removeRecordingsBut, writeRecording } from './recorded/recording.ts';
import { imageFor, readStates, type State } from './states.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    suite: { type: 'string', default: 'bookworm' },
    all: { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(Math.max(2, availableParallelism())) },
    record: { type: 'boolean', default: false },
    keep: { type: 'string' },
    vm: { type: 'boolean', default: false },
    style: { type: 'string', default: 'ufw-docker' },
    repeat: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}

const rubric = builtInRubric();
const log = (line: string): void => console.error(line);
const keepIn = values.record ? recordingsFolder : values.keep;
const suites = (values.all ? ['bookworm', 'trixie'] : [values.suite]) as Suite[];
const states = readStates();
const wanted = states.filter(({ name }) => new RegExp(values.only).test(name));

const { live: obstacle } = await prepareMachine(log);
if (obstacle !== undefined) {
  log(`Calibration needs live lab hosts: ${obstacle}`);
  process.exit(2);
}
process.exitCode = (await (values.vm ? calibrateVm() : values.repeat === undefined ? calibrate() : repeat(Number(values.repeat)))) ? 0 : 1;

/** Whether a host that nobody touches is graded alike each time. */
async function repeat(times: number): Promise<boolean> {
  if (!Number.isInteger(times) || times < 2) throw new Error('--repeat takes a number of visits from 2 on');
  const lab = await openLab({ log });
  let flickering = 0;
  try {
    for (const state of wanted) {
      const found = await repeatState(lab, state, rubric, times, suites[0]);
      flickering += found.flickering.length;
      console.log([`${state.name}: ${found.visits} visits, ${found.flickering.length === 0 ? 'all alike' : 'NOT ALIKE'}`, ...found.flickering.map((line) => `    ${line}`)].join('\n'));
    }
  } finally {
    await lab.close();
  }
  return flickering === 0;
}

/** One style on a machine with a kernel of its own. */
async function calibrateVm(): Promise<boolean> {
  const state = states.find(({ name }) => name === values.style);
  if (state === undefined) throw new Error(`There is no state ${values.style} (--style)`);
  const expected = expectationOf(state);
  const { grade } = await gradeVm(state, rubric, log);
  const found = differences(grade, expected);
  console.log([tableHead, tableRow(`${state.name} (vm)`, expected, grade, found)].join('\n'));
  return found.length === 0;
}

async function calibrate(): Promise<boolean> {
  const lab = await openLab({ log });
  let differing = 0;
  try {
    for (const suite of suites) {
      for (const state of wanted) await ensureImage({ ...imageFor(state), suite, log });
      console.log(`\n${suite}, rubric ${rubric.version}\n${tableHead}`);
      const queue = wanted.values();
      const work = async (): Promise<void> => {
        for (const state of queue) if (!(await calibrateState(state, suite))) differing += 1;
      };
      await Promise.all(Array.from({ length: Number(values.jobs) }, work));
    }
  } finally {
    await lab.close();
  }
  if (values.record && values.only === '') removeRecordingsBut(states.map(({ name }) => name));
  const gaps = values.only === '' ? coverageGaps(rubric, states) : [];
  console.log(['', ...gaps, `${wanted.length * suites.length} states, ${differing} of them differ`].join('\n'));
  return differing + gaps.length === 0;

  async function calibrateState(state: State, suite: Suite): Promise<boolean> {
    const expected = expectationOf(state);
    const visit = await gradeState(lab, state, rubric, suite).catch((error: Error) => error);
    const found = visit instanceof Error ? [visit.message] : differences(visit.grade, expected);
    console.log(tableRow(state.name, expected, visit instanceof Error ? visit : visit.grade, found));
    if (keepIn !== undefined && !(visit instanceof Error)) {
      writeRecording(path.resolve(keepIn), { name: state.name, title: state.title, expected, bundle: visit.bundle });
    }
    return found.length === 0;
  }
}
