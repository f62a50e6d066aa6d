import type { ReportDocument, ReportLine } from './document.ts';

export interface BandwidthFigure {
  bitsPerSecond: number;
  line: ReportLine;
}

export interface LatencyFigure {
  /** In milliseconds; the shortest of those on the line, and the longest. */
  least: number;
  most: number;
  line: ReportLine;
}

const factors: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const rate = /(?<![\d.,])(\d{1,7}(?:[.,]\d{1,6})?)\s?([kmgt]?)i?(bits?|bytes?|bps|b|o)(?:\s?(?:\/|per |pro )\s?s(?:ec(?:ond)?s?|ek(?:unde)?\.?)?|ps)?(?![\p{L}\d])/giu;
const isRate = /(?:\/|per |pro )\s?s|ps$/i;
// Lines that hold rates which nobody measured with iperf3: a command, a card's speed, dd.
const otherRate = /^\s*(?:[$#>]\s*)?iperf3? .*-|\bspeed:|advertis|copied|kopiert|-b \d/i;
const bandwidthWord = /iperf|band(?:width|breite)|throughput|durchsatz|datenrate|bitrate|transfer|d[ée]bit|bande passante|ancho de banda|скорост|带宽/i;

/** Bandwidths that a report states: rows of iperf3, its JSON, or prose that calls them so. */
export function bandwidthFigures(report: ReportDocument): BandwidthFigure[] {
  const mentions = report.lines.some(({ text, headings }) => /iperf/i.test(text) || /iperf/i.test(headings.join(' ')));
  if (!mentions) return [];
  return report.lines.flatMap((line) => {
    if (otherRate.test(line.text)) return [];
    const json = [...line.text.matchAll(/"bits_per_second"\s*:\s*([\d.eE+]{1,30})/g)].map(([, value]) => Number(value));
    const isRow = /^[\s>|]*\[ *(?:\d+|SUM)\]/.test(line.text);
    const context = [line.text, line.tableHeader ?? '', line.headings.join(' ')].join(' ');
    const stated = isRow || bandwidthWord.test(context) ? [...line.text.matchAll(rate)].flatMap(readRate) : [];
    return [...json, ...stated].filter((bits) => Number.isFinite(bits) && bits > 0).map((bitsPerSecond) => ({ bitsPerSecond, line }));
  });
}

function readRate([text = '', number = '', prefix = '', unit = '']: RegExpExecArray): number[] {
  if (!isRate.test(text) && unit.toLowerCase() !== 'bps') return [];
  // MB/s and Mo/s are bytes; Mb/s, Mbit/s and Mbps are bits.
  const bytes = /^bytes?$/i.test(unit) || unit === 'B' || unit === 'o' ? 8 : 1;
  return [Number(number.replace(',', '.')) * (factors[prefix.toLowerCase()] ?? 1) * bytes];
}

const roundTrip = /(?:min\/avg\/max|min\/moy\/max|min\/mittel\/max|round-trip)\S*\s*=\s*([\d.,]{1,12})\/([\d.,]{1,12})\/([\d.,]{1,12})/;
const mtrRow = /^[\s>|]*\d{1,2}\.\|?-*\s*\S+.*?\s[\d.]+%\s+\d+\s+([\d.]{1,12})\s+([\d.]{1,12})\s+([\d.]{1,12})\s+([\d.]{1,12})/;
const latencyWord = /latenc|latenz|\brtt\b|ping|round[ -]?trip|antwortzeit|laufzeit|mtr|latencia|задержк|延迟|\b(?:min|avg|max|p50|p95|p99|median|mean)\b/i;

/** Latencies that a report states: ping's last line, a row of mtr, or milliseconds that prose calls so. */
export function latencyFigures(report: ReportDocument): LatencyFigure[] {
  return report.lines.flatMap((line): LatencyFigure[] => {
    const measured = roundTrip.exec(line.text) ?? mtrRow.exec(line.text);
    const context = [line.text, line.tableHeader ?? '', line.headings.at(-1) ?? ''].join(' ');
    const inWords = latencyWord.test(context) ? [...line.text.matchAll(/(?<![\d.,])(\d{1,7}(?:[.,]\d{1,6})?)\s?(ms|msec|millise[ck]\p{L}*|µs|us|мс)(?!\p{L})/giu)] : [];
    const values = measured
      ? measured.slice(1).map((value) => number(value))
      : inWords.filter(() => !/\btime \d+ms|-i 0|timeout/.test(line.text)).map(([, value = '', unit = '']) => number(value) / (/^[µu]s/i.test(unit) ? 1000 : 1));
    const usable = values.filter((value) => Number.isFinite(value) && value > 0);
    return usable.length === 0 ? [] : [{ least: Math.min(...usable), most: Math.max(...usable), line }];
  });
}

const number = (text: string) => Number(text.replace(',', '.'));

/** `9.42 Gbit/s`, for a message. */
export function inBits(bitsPerSecond: number): string {
  const [factor, unit] = bitsPerSecond >= 1e12 ? [1e12, 'T'] : bitsPerSecond >= 1e9 ? [1e9, 'G'] : bitsPerSecond >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
  return `${Number((bitsPerSecond / factor).toPrecision(3))} ${unit}bit/s`;
}
