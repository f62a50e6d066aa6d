import { plainText } from '../report/inert.ts';
import type { World } from './debug-scenarios.ts';

// Longer output says nothing more, and a script must not make the comparison take long.
const maxLines = 400;
const maxColumns = 300;

export interface NormalisedLines {
  /** With numbers that do not depend on the clock, such as `0 received` or `100% packet loss`. */
  fine: ReadonlySet<string>;
  /** Without any numbers. */
  coarse: ReadonlySet<string>;
}

/**
 * What a script says, freed from whom it was asked about and from when: names, addresses and ports of the world become
 * placeholders, and so do times, temporary files and rulings. Each line once, since order and repetition say little.
 */
export function normaliseOutput(output: string, world: World): NormalisedLines {
  const fine = new Set<string>();
  const coarse = new Set<string>();
  for (const raw of plainText(output.replaceAll('\r', '\n')).split(/\n+/).slice(0, maxLines)) {
    const line = withoutClock(withoutWorld(raw.slice(0, maxColumns), world));
    if (!/[\p{L}\p{N}\p{So}\p{Sm}\p{Sc}]/u.test(line)) continue;
    fine.add(line);
    coarse.add(line.replaceAll(/\d+(?:[.,:]\d+)*/g, '0').replaceAll(/(?:0 )+0/g, '0'));
  }
  return { fine, coarse };
}

function withoutWorld(line: string, { name, address, port, own, gateway, secondHop }: World): string {
  const label = name.split('.')[0] ?? name;
  return line
    .replaceAll(new RegExp(escaped(name), 'gi'), 'HOST')
    .replaceAll(new RegExp(String.raw`\b${escaped(label)}\b`, 'gi'), 'HOST')
    .replaceAll(address.split('.').toReversed().join('.'), 'ADDRESS')
    .replaceAll(address, 'ADDRESS')
    .replaceAll(own, 'OWN')
    .replaceAll(gateway, 'GATEWAY')
    .replaceAll(secondHop, 'HOP')
    .replaceAll(new RegExp(String.raw`(?<!\d)${port}(?!\d)`, 'g'), 'PORT');
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';

function withoutClock(line: string): string {
  return line
    .replaceAll(new RegExp(String.raw`\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,? +(?:\d+\.? +${month}|${month}\w* +\d+)\b`, 'g'), 'DATE')
    .replaceAll(/\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?/g, 'TIME')
    .replaceAll(/\b\d+[.,]\d+\b(?!%)|\b\d+ ?(?:[mµun]?s|ms|sec|secs|seconds?|Sekunden?|bytes?)\b/g, 'SPAN')
    .replaceAll(/\/(?:tmp|var\/tmp|proc|dev\/shm)\/[^\s:'"]+/g, 'FILE')
    .replaceAll(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}\b/gi, 'HEX')
    .replaceAll(/\b(?:pid|process|line|fd)[ =:]+\d+\b|\[\d{2,}\]/gi, 'PID')
    .replaceAll(/\bport \d{5}\b|:\d{5}\b/g, ':EPHEMERAL')
    .replaceAll(/([^\p{L}\p{N}\s])\1{2,}/gu, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
