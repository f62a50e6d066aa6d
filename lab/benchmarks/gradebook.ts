/**
 * `npm run bench:gradebook`: gradebook and statistics of a class of 1,000 with few submissions in the database and with 100,000.
 * Grades are real, of recorded hosts. Prints the tables of docs/benchmarks.md.
 */
import { request } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { quantileSorted } from 'simple-statistics';
import { seedAssignment, seedClass, seedSubmissions } from '#db/testing/seeded-class.ts';
import { type Grade, notGradableGrade, score, totalsOf } from '#rubric/grade.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { builtInRubric } from '../grading.ts';
import { readRecordings } from '../recorded/recording.ts';
import { type ClassServer, withClassServers } from './class-server.ts';
import { measurePaint, type Paint } from './paint.ts';

const students = Number(process.env['BENCH_STUDENTS'] ?? 1000);
const requests = Number(process.env['BENCH_REQUESTS'] ?? 200);
const paintings = 5;
const rubric = builtInRubric();
const rubricText = readTextFile(builtInRubricFile, 'rubric');

console.error('scoring recorded hosts');
const recorded = [...readRecordings().values()].filter((_, n) => n % 4 === 0).map(({ bundle }) => score(bundle, rubric));
const grades: Grade[] = [...recorded, notGradableGrade(totalsOf(rubric), { code: 'unreachable', message: 'The machine does not answer.' })];

await withClassServers(['few', 'many'], rubricText, async ([few, many]) => {
  if (!few || !many) throw new Error('there are two');
  console.error('seeding');
  const classes = [
    { name: '1,000 submissions', server: few, ...(await seedFew(few)) },
    { name: '100,000 submissions', server: many, ...(await seedMany(many)) },
  ];
  console.log(`${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0]?.toFixed(1)}, ${students} students, ${rubric.criteria.length} criteria, ${requests} requests each in turn\n`);
  console.log('| page | in the database | p50 | p95 | slowest | size | first contentful paint | largest | longest frame while scrolling |\n|---|---|---:|---:|---:|---:|---:|---:|---:|');
  for (const view of ['gradebook', 'statistics']) {
    const times = new Map(classes.map(({ name }) => [name, [] as number[]]));
    const sizes = new Map<string, number>();
    for (let round = -20; round < requests; round += 1) {
      for (const { name, server, assignment, cookie } of classes) {
        const { ms: took, bytes } = await get(`${server.url}/assignments/${assignment}/${view}`, cookie);
        sizes.set(name, bytes);
        if (round >= 0) times.get(name)?.push(took);
      }
    }
    for (const { name, server, assignment, cookie } of classes) {
      const paints: Paint[] = [];
      for (let run = 0; run < paintings; run += 1) paints.push(await measurePaint(`${server.url}/assignments/${assignment}/${view}`, cookie));
      const all = sorted(times.get(name) ?? []);
      const painted = (['firstContentful', 'largestContentful', 'longestFrame'] as const).map((what) => ms(quantileSorted(sorted(paints.map((paint) => paint[what])), 0.5)));
      console.log(`| ${view} | ${name} | ${ms(quantileSorted(all, 0.5))} | ${ms(quantileSorted(all, 0.95))} | ${ms(Math.max(...all))} | ${((sizes.get(name) ?? 0) / 1024).toFixed(0)} KiB | ${painted.join(' | ')} |`);
    }
  }
});

async function seedFew({ db, signIn }: ClassServer) {
  const course = await seedClass(db, rubricText, { students });
  await seedSubmissions(db, course.assignment.id, grades, { attempts: 1 });
  return { assignment: course.assignment.id, cookie: await signIn(course.instructor.id) };
}

/** 10 attempts of each in the assignment, as many in four others of the course and in five of another course. */
async function seedMany({ db, signIn }: ClassServer) {
  const course = await seedClass(db, rubricText, { students });
  const other = await seedClass(db, rubricText, { students });
  const assignments = [course.assignment.id, other.assignment.id];
  for (let n = 2; n <= 5; n += 1) assignments.push(await seedAssignment(db, course, `Exercise ${n}`), await seedAssignment(db, other, `Exercise ${n}`));
  for (const id of assignments) {
    console.error(`seeding, ${new Date().toISOString()}`);
    await seedSubmissions(db, id, grades, { attempts: 10 });
  }
  return { assignment: course.assignment.id, cookie: await signIn(course.instructor.id) };
}

/** The whole request, until the last byte. */
function get(url: string, cookie: string): Promise<{ ms: number; bytes: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { Cookie: `netgrader=${cookie}` } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      answer.on('error', reject);
      answer.on('end', () => (answer.statusCode === 200 ? resolve({ ms: performance.now() - started, bytes }) : reject(new Error(`${url} was answered with ${answer.statusCode}`))));
    });
    asked.on('error', reject);
    asked.end();
  });
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
