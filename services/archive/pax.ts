import { damaged } from './errors.ts';

/**
 * Path and size out of a pax extended header: records `LENGTH KEY=VALUE\n`, POSIX.1-2001. Each step goes forward by a
 * whole record, so the time is linear. Throws ArchiveError.
 */
export function readPax(content: Buffer): { path?: Buffer; size?: number } {
  const found: { path?: Buffer; size?: number } = {};
  let at = 0;
  while (at < content.length && content[at] !== 0) {
    const prefix = /^(\d{1,9}) /.exec(content.toString('latin1', at, at + 10));
    const length = Number(prefix?.[1]);
    const start = at + (prefix?.[0].length ?? 0);
    const end = at + length;
    if (!(end > start) || end > content.length || content[end - 1] !== 0x0a) throw damaged('an extended header');
    const equals = content.indexOf('=', start);
    const key = equals > start && equals < end && equals - start < 32 ? content.toString('latin1', start, equals) : '';
    const value = content.subarray(equals + 1, end - 1);
    if (key === 'path') found.path = value;
    if (key === 'size') found.size = sizeOf(value);
    at = end;
  }
  return found;
}

function sizeOf(value: Buffer): number {
  const digits = value.toString('latin1', 0, 20);
  if (!/^\d{1,15}$/.test(digits)) throw damaged('a size in an extended header');
  return Number(digits);
}
