import { type Check, defineCheck, failed, passed } from '../../check.ts';
import { decidingLine } from './deciding-line.ts';
import { settingOf } from './settings.ts';

interface Limit {
  id: string;
  title: string;
  /** As `sshd -T` prints it, in lower case, and as people write it. */
  keyword: string;
  name: string;
  /** Inclusive bounds: any value in between is good. */
  least: number;
  most: number;
  unit: string;
  /** What a value below `least` does, which is never what it looks like. */
  below: string;
  hint: string;
}

/** A check that one number of the daemon's configuration, as the student's login gets it, lies within bounds. */
export function limitCheck({ id, title, keyword, name, least, most, unit, below, hint }: Limit): Check {
  return defineCheck({
    id,
    title,
    expected: `${name} of ${least} to ${most} ${unit}`,
    hint,
    needs: ['sshd'],
    uses: ['sshd-files'],
    evaluate({ sshd: { login }, 'sshd-files': files }) {
      const text = login.settings ? settingOf(login.settings, keyword) : '';
      const value = Number.parseInt(text, 10);
      if (Number.isNaN(value)) return failed({ seen: `sshd does not say its ${name}`, where: 'sshd -T' });
      const line = decidingLine(files, keyword, text);
      if (value < least) return failed({ seen: `${name} is ${value}: ${below}`, ...line });
      if (value > most) return failed({ seen: `${name} is ${value} ${unit}`, ...line });
      return passed({ seen: `${name} is ${value} ${unit}`, ...(line.where ? { where: line.where } : {}) });
    },
  });
}
