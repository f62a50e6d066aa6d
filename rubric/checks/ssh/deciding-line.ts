import { type Finding, isAvailable } from '../../check.ts';
import type { Unavailable } from '../../evidence.ts';
import type { SshdDirective, SshdFiles } from '../../probes/sshd-files.ts';
import { seconds } from './settings.ts';

/**
 * Names the line that gave `keyword` its effective value, and quotes every line that tried: of the lines that hold for
 * everybody the first read wins, and a Match block that applies beats them (sshd_config(5)).
 */
export function decidingLine(files: SshdFiles | Unavailable, keyword: string, value: string): Pick<Finding, 'where' | 'quote'> {
  if (!isAvailable(files)) return { where: 'sshd -T' };
  const lines = files.directives.filter((line) => line.keyword === keyword);
  const first = lines.find(({ match }) => match === null);
  const winner =
    first && same(first.value, value) ? first : lines.find((line) => line.match !== null && same(line.value, value));
  if (!winner) return { where: 'sshd -T; no file sets it, so this is the default' };
  return {
    where: `${winner.file}:${winner.line}`,
    ...(lines.length > 1 ? { quote: lines.map((line) => describe(line, line === winner)).join('\n') } : {}),
  };
}

/** The lines that set one of these list keywords, for settings such as AllowUsers that add up. */
export function linesThatSet(files: SshdFiles | Unavailable, keyword: string): Pick<Finding, 'where'> {
  if (!isAvailable(files)) return { where: 'sshd -T' };
  const lines = files.directives.filter((line) => line.keyword === keyword);
  return { where: lines.map(({ file, line }) => `${file}:${line}`).join(', ') || 'sshd -T' };
}

function describe({ file, line, text, match }: SshdDirective, wins: boolean): string {
  const scope = match === null ? '' : ` (below Match ${match})`;
  return `${file}:${line}: ${text}${scope}${wins ? '   <- decides' : ''}`;
}

function same(written: string, effective: string): boolean {
  return plain(written) === plain(effective) || seconds(written) === seconds(effective);
}

function plain(value: string): string {
  const text = value.toLowerCase();
  return text === 'without-password' ? 'prohibit-password' : text;
}
