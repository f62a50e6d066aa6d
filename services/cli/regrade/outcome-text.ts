import type { RegradeItem } from '#db/queries/regrade-items.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import { counted, earned } from './preview-text.ts';
import { printable, textTable, wrapped } from './text-table.ts';

/** The states that somebody has to look at, and what to do about each. */
export const troubles = ['failed', 'held', 'kept'] as const;
export type Trouble = (typeof troubles)[number];

/** How a regrade stands, in a line. */
export function countsText({ counts }: Pick<Regrade, 'counts'>): string {
  const words = Object.entries(counts).filter(([, count]) => count > 0);
  return words.length === 0 ? 'no submissions' : words.map(([state, count]) => `${count} ${state}`).join(', ');
}

/** What failed, was held or was kept, with the reasons and with what to do. `counts` may name more than are listed. */
export function troubleText(regrade: Pick<Regrade, 'id' | 'counts' | 'holds'>, items: readonly RegradeItem[], width: number): string[] {
  return troubles.flatMap((state) => {
    const listed = items.filter((item) => item.state === state);
    if (listed.length === 0) return [];
    const more = regrade.counts[state] - listed.length;
    return ['', ...headings[state](regrade), ...tables[state](listed, width), ...(more > 0 ? [`  … and ${more} more`] : [])];
  });
}

const headings: Record<Trouble, (regrade: Pick<Regrade, 'id' | 'counts' | 'holds'>) => string[]> = {
  failed: ({ id, counts }) => [`${counted(counts.failed, 'submission')} failed and ${keep(counts.failed)}. To try again:`, `netgrader regrade retry ${id}`],
  held: ({ id, counts, holds }) => [
    holds === 'all'
      ? `${counted(counts.held, 'submission')} ${counts.held === 1 ? 'waits' : 'wait'} for your word and ${keep(counts.held)} until then. To take the new grades, all or some:`
      : `${counted(counts.held, 'submission')} came out worse, so ${keep(counts.held)}. To take the worse grades all the same:`,
    `netgrader regrade accept ${id} --submission ID`,
  ],
  kept: ({ counts }) => [`${counted(counts.kept, 'submission')} had changed again since the regrade and ${keep(counts.kept)}:`],
};

function keep(number: number): string {
  return number === 1 ? 'keeps its grade' : 'keep their grades';
}

const tables: Record<Trouble, (items: readonly RegradeItem[], width: number) => string[]> = {
  // The reason is as long as it is: it stands on a line of its own.
  failed: (items, width) => {
    const lines = textTable(items.map((item) => [item.name, item.host, item.submissionId]), [], width);
    return items.flatMap((item, index) => [lines[index] ?? '', ...wrapped(`    ${printable(item.error?.message ?? 'no reason is known')}`, width)]);
  },
  held: (items, width) =>
    textTable([['STUDENT', 'NOW', 'WOULD BE', 'SUBMISSION'], ...items.map((item) => [item.name, earned(item.before), earned(item.after), item.submissionId])], [1, 2], width),
  kept: (items, width) => textTable([['STUDENT', 'SUBMISSION'], ...items.map((item) => [item.name, item.submissionId])], [], width),
};
