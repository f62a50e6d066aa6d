import type { SshdSettings } from '../../probes/sshd.ts';

/** The value of a keyword as `sshd -T` prints it; empty where this version does not know the keyword. */
export function settingOf(settings: SshdSettings, keyword: string): string {
  return settings.get(keyword)?.[0] ?? '';
}

/** All words of a keyword that may stand several times, as AllowUsers does. */
export function wordsOf(settings: SshdSettings, keyword: string): string[] {
  return (settings.get(keyword) ?? []).flatMap((value) => value.split(/\s+/)).filter((word) => word !== '' && word !== 'none');
}

const unitSeconds: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `90`, `15m`, `1h30m` in seconds (sshd_config(5), TIME FORMATS); NaN for anything else. */
export function seconds(text: string): number {
  if (!/^(\d+[smhdw])*\d*$/i.test(text) || text === '') return Number.NaN;
  return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (unitSeconds[unit.toLowerCase()] ?? Number.NaN),
    0,
  );
}
