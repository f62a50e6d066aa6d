import { setTimeout as delay } from 'node:timers/promises';
import type { CheckResult, Grade } from '#rubric/grade.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { type HostKeyText, memoryBudget } from '#workers/ssh/budget.ts';
import { enrolHost, gradeEnrolled } from '../grading.ts';
import type { Suite } from '../image.ts';
import type { Lab } from '../lab.ts';
import { bootInState, type State } from '../states.ts';

export interface Flicker {
  /** How many visits were made. */
  visits: number;
  /** A line for each check that was not judged alike each time, or not in the same words, numbers aside. */
  flickering: string[];
}

/** Grades one untouched host again and again, within the connection budget of its firewall. Throws the lab's errors and SshError. */
export async function repeatState(lab: Lab, state: State, rubric: Rubric, times: number, suite?: Suite): Promise<Flicker> {
  const host = await bootInState(lab, state.name, state, suite);
  try {
    const enrolled = await enrolHost(lab, host);
    const budget = memoryBudget();
    const key: HostKeyText = `${host.address}:${host.port}`;
    const grades: Grade[] = [];
    while (grades.length < times) {
      const reservation = await budget.reserve(key);
      if (reservation.granted) grades.push((await gradeEnrolled(enrolled, rubric)).grade);
      else await delay(reservation.retryAfterMs);
    }
    return { visits: grades.length, flickering: flickerOf(grades) };
  } finally {
    await host.stop();
  }
}

/** What differs between grades that should all be the same. */
export function flickerOf(grades: readonly Grade[]): string[] {
  const accounts = grades.map((grade) => new Map(checksOf(grade).map((check) => [check.id, check])));
  const ids = new Set(accounts.flatMap((account) => [...account.keys()]));
  return [...ids].flatMap((id) => {
    const kinds = new Map<string, { times: number; words: string }>();
    for (const account of accounts) {
      const words = wordsOf(account.get(id));
      // Measured figures differ from visit to visit, their units too, and may.
      const kind = words.replaceAll(/\d+(?:\.\d+)?(?: [KMG]?bit\/s)?/g, '#');
      kinds.set(kind, { times: (kinds.get(kind)?.times ?? 0) + 1, words: kinds.get(kind)?.words ?? words });
    }
    return kinds.size < 2 ? [] : [`${id}: ${[...kinds.values()].map(({ times, words }) => `${times}× ${words}`).join(' | ')}`];
  });
}

function checksOf(grade: Grade): CheckResult[] {
  return grade.status === 'not_gradable' ? [] : [...grade.criteria.flatMap(({ checks }) => checks), ...(grade.bonus?.checks ?? [])];
}

function wordsOf(check: CheckResult | undefined): string {
  if (check === undefined) return 'no grade';
  const { outcome, earned, possible, seen, review } = check;
  const share = outcome === 'partial' && earned !== null ? ` (${earned === 0 ? 'nothing' : `${Math.round((100 * earned) / possible)} of 100`})` : '';
  return `${outcome}${share}: ${seen}${review === null ? '' : `, for review: ${review}`}`;
}
