import type { GradeJson } from '#rubric/grade-json.ts';

export interface ScoredHost {
  name: string;
  title: string;
  grade: GradeJson | null;
}

/** Scores by criterion as an aligned text table, one line of at most `columns` a host; a grade that is not final says so. */
export function scoreTable(hosts: ScoredHost[], columns: number): string {
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
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => {
    const cells = row.map((cell, column) => (column === 0 || column === row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
    const whole = cells.join('  ').trimEnd();
    return whole.length > columns ? `${whole.slice(0, columns - 1)}…` : whole;
  };
  return [line(header), line(header.map((cell, column) => '─'.repeat(cell === '' ? 0 : (widths[column] ?? 0)))), ...rows.map(line)].join('\n');
}

function totalOf(grade: GradeJson | null): string {
  if (!grade || grade.status === 'not_gradable') return 'not gradable';
  const total = `${grade.earned} / ${grade.possible}`;
  return grade.status === 'provisional' ? `${total} (provisional, ${grade.judged} judged)` : total;
}
