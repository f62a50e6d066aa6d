import type { GradeJson } from '#rubric/grade-json.ts';

export interface ScoredHost {
  name: string;
  title: string;
  grade: GradeJson | null;
}

/** Scores by criterion as an aligned text table, one line a host; a grade that is not final says so. */
export function scoreTable(hosts: ScoredHost[]): string {
  const criteria = hosts.find((host) => host.grade?.criteria.length)?.grade?.criteria ?? [];
  const header = ['host', ...criteria.map((criterion) => `${criterion.id} /${criterion.possible}`), 'total', ''];
  const rows = hosts.map(({ name, title, grade }) => [
    name,
    ...criteria.map((criterion) => {
      const own = grade?.criteria.find(({ id }) => id === criterion.id);
      return own ? String(own.earned) : '–';
    }),
    totalOf(grade),
    title,
  ]);
  const widths = header.map((cell, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0), cell.length));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 || column === row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

function totalOf(grade: GradeJson | null): string {
  if (!grade || grade.status === 'not_gradable') return 'not gradable';
  const total = `${grade.earned} / ${grade.possible}`;
  return grade.status === 'provisional' ? `${total} (provisional, ${grade.judged} judged)` : total;
}
