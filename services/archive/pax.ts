import { damaged } from './errors.ts';

// Tools write fewer than twenty.
const maxRecords = 100;

/**
 * Path and size out of a pax extended header: records `LENGTH KEY=VALUE\n`, POSIX.1-2001. Each step goes forward by a
 * whole record, so the time is linear. Throws ArchiveError.
 */
export function readPax(content: Buffer): { path?: Buffer; size?: number } {
  const found: { path?: Buffer; size?: number } = {};
  let at = 0;
  for (let records = 0; at < content.length && content[at] !== 0; records += 1) {
    if (records === maxRecords) throw damaged('an extended header without end');
    const prefix = /^(\d{1,9}) /.exec(content.toString('latin1', at, at + 10));
    const length = Number(prefix?.[1]);
    const start = at + (prefix?.[0].length ?? 0);
    const end = at + length;
    if (!(end > start) || end > content.length || content[end - 1] !== 0x0a) throw damaged('an extended header');
    // Compared at the record's own start: a search for the `=` would run on behind a record that has none.
    if (content.toString('latin1', start, start + 5) === 'path=') found.path = content.subarray(start + 5, end - 1);
    if (content.toString('latin1', start, start + 5) === 'size=') found.size = sizeOf(content.subarray(start + 5, end - 1));
    at = end;
  }
  return found;
}

function sizeOf(value: Buffer): number {
  const digits = value.toString('latin1', 0, 20);
  if (!/^\d{1,15}$/.test(digits)) throw damaged('a size in an extended header');
  return Number(digits);
}
