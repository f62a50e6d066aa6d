import { defineCheck, failed, partial } from '../../check.ts';
import type { Block } from '../../guide/blocks.ts';
import { blocksOf, elsewhere, judgeGuide, placeOf } from '../../guide/documents.ts';
import { countWords, issueWord } from '../../guide/text.ts';

const wanted = 3;

/** A row counts where what is wrong and what helps are both written. Tables of ports or hosts are no such table. */
export const issuesTable = defineCheck({
  id: 'documentation.issues-table',
  title: 'The guide has a table of issues and solutions',
  expected: `a table of at least ${wanted} issues, each with its solution`,
  hint: 'Give each issue that you met a row: what one notices, and what mends it.',
  needs: ['deliverables'],
  uses: ['lab-report'],
  evaluate({ deliverables, 'lab-report': report }) {
    return judgeGuide(deliverables, report, (guide) => {
      const tables = blocksOf(guide)
        .filter((block): block is Block & { kind: 'table' } => block.kind === 'table')
        .map((table) => ({ table, rows: issueRows(table) }))
        .toSorted((a, b) => b.rows - a.rows);
      const [best] = tables;
      if (!best || best.rows === 0) {
        return failed({ seen: tables.length === 0 ? 'no table in the guide' : 'no table in the guide sets issues beside their solutions', where: guide.texts[0]?.path ?? '' });
      }
      return partial(best.rows, wanted, { seen: `a table with ${best.rows} ${best.rows === 1 ? 'issue' : 'issues'} and solutions${elsewhere(guide)}`, where: placeOf(best.table) });
    });
  },
});

function issueRows({ header, rows, headings }: Block & { kind: 'table' }): number {
  const named = issueWord.test(header.join(' ')) || issueWord.test(headings.at(-1) ?? '');
  const filled = rows.filter((row) => row.filter((cell) => countWords(cell) >= 1).length >= 2 && countWords(row.join(' ')) >= (named ? 3 : 5));
  // Without a word that tells, prose does: two columns of at least three words on average.
  const prose = header.filter((_, column) => filled.length > 0 && filled.reduce((sum, row) => sum + countWords(row[column] ?? ''), 0) / filled.length >= 3).length;
  if (!named && prose < 2) return 0;
  return new Set(filled.map((row) => row.join('|').toLowerCase())).size;
}
