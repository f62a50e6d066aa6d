import type { GradeJson } from '#rubric/grade-json.ts';

export interface ScoredHost {
  name: string;
  title: string;
  grade: GradeJson | null;
}

/** Scores as an aligned text table, a line a criterion and a column a host, then what each host is; no line is wider than `columns`. */
export function scoreTable(hosts: ScoredHost[], columns: number): string {
  const criteria = hosts.find((host) => host.grade?.criteria.length)?.grade?.criteria ?? [];
  const header = ['', ...hosts.map(({ name }) => name)];
  const rows = criteria.map((criterion) => [
    `${criterion.id} /${criterion.possible}`,
    ...hosts.map(({ grade }) => String(grade?.criteria.find(({ id }) => id === criterion.id)?.earned ?? '–')),
  ]);
  const totals = ['total', ...hosts.map(({ grade }) => totalOf(grade))];
  const widths = header.map((_, column) => Math.max(...[header, ...rows, totals].map((row) => row[column]?.length ?? 0)));
  const fit = (line: string) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line);
  const line = (row: string[]) => fit(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
  const rule = fit(widths.map((width) => '─'.repeat(width)).join('  '));
  return [line(header), rule, ...rows.map(line), rule, line(totals), '', ...hosts.map((host) => fit(`${host.name}: ${host.title}${remark(host.grade)}`))].join('\n');
}

function totalOf(grade: GradeJson | null): string {
  return !grade || grade.status === 'not_gradable' ? 'not gradable' : `${grade.earned} / ${grade.possible}`;
}

function remark(grade: GradeJson | null): string {
  return grade?.status === 'provisional' ? ` (provisional: ${grade.judged} of ${grade.possible} points could be judged)` : '';
}
