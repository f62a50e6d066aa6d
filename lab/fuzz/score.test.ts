import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EvidenceBundle, parseBundle, serializeBundle } from '#rubric/evidence.ts';
import { gradeToJson } from '#rubric/grade-json.ts';
import { type Grade, score } from '#rubric/grade.ts';
import { markdownReport } from '#rubric/report/markdown.ts';
import { textReport } from '#rubric/report/text.ts';
import { tellBonus } from '#rubric/report/words.ts';
import { stumbled } from '#rubric/stumble.ts';
import { reportPage } from '#services/web/report/report-page.ts';
import { builtInRubric } from '../grading.ts';
import { readRecordings } from '../recorded/recording.ts';
import { absence, bundleDamage } from './bundle-damage.ts';
import { runs, seed } from './settings.ts';
import { checksOf, flawsOf } from './well-formed.ts';

console.log(`seed ${seed}`);
const rubric = builtInRubric();
const bundles = [...readRecordings().values()].map(({ bundle }) => bundle);
const anyBundle = fc.constantFrom(...bundles);
const damaged = fc.tuple(anyBundle, bundleDamage).map(([bundle, damages]) => damages.reduce((before, damage) => damage(before), bundle));

test('whatever a host prints or an archive holds, it is scored: a sound grade, the same each time, and reports that are inert', () => {
  fc.assert(
    fc.property(damaged, (bundle) => {
      const grade = score(bundle, rubric);
      expect(flawsOf(grade)).toEqual([]);
      expect(checksOf(grade).filter(({ seen }) => seen === stumbled)).toEqual([]);
      expect(JSON.stringify(score(structuredClone(bundle), rubric))).toBe(JSON.stringify(grade));
      expectInert(grade, bundle);
    }),
    runs(150),
  );
}, 600_000);

test('a damaged bundle that can be stored is read back as it was', () => {
  fc.assert(
    fc.property(damaged, (bundle) => {
      const text = serializeBundle(bundle);
      expect(serializeBundle(parseBundle(text))).toBe(text);
    }),
    runs(30),
  );
}, 600_000);

test('evidence that did not come costs nothing and earns nothing: a check stays as it was, or is not gradable', () => {
  fc.assert(
    fc.property(anyBundle, fc.array(absence, { minLength: 1, maxLength: 6 }), (bundle, absences) => {
      const less = new Map(checksOf(score(absences.reduce((before, take) => take(before), bundle), rubric)).map((check) => [check.id, check]));
      const changed = checksOf(score(bundle, rubric)).flatMap((before) => {
        const after = less.get(before.id);
        return after === undefined || after.outcome === 'not_gradable' || after.earned === before.earned ? [] : [`${before.id}: ${before.outcome} became ${after.outcome}: ${after.seen}`];
      });
      expect(changed).toEqual([]);
    }),
    runs(150),
  );
}, 600_000);

/** Nothing of the host's becomes structure: as many headings as there are checks, no link, no picture, no control character. */
function expectInert(grade: Grade, bundle: EvidenceBundle): void {
  const report = markdownReport(grade, { address: bundle.target.address, gradedAt: bundle.collectedAt });
  const page = reportPage(report);
  const shown = grade.status === 'not_gradable' ? 0 : grade.criteria.flatMap(({ checks }) => checks).length + (grade.bonus ? tellBonus(grade.bonus).found.length : 0);
  expect(page.match(/<h3>/g)?.length ?? 0).toBe(shown);
  expect(page.match(/<h1>/g)).toHaveLength(1);
  expect(page).not.toMatch(/<(?:a|img|script|iframe|svg)\b/);
  // Tabs and newlines aside: controls, and what reorders or hides text.
  expect(`${textReport(grade)}${report}`).not.toMatch(/[^\P{Cc}\n\t]|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u);
  expect(JSON.parse(JSON.stringify(gradeToJson(grade)))).toMatchObject({ status: grade.status });
}
