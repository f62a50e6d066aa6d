/** A line of CSV. Cells that a spreadsheet would take for a formula are led by a quote. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`).join(',');
}
