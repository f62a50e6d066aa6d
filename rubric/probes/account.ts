import { defineProbe } from '../probe.ts';

export interface Account {
  exists: boolean;
  home: string;
  shell: string;
}

/** The student's account on the host, by NSS (`getent passwd`, passwd(5)). */
export const account = defineProbe({
  id: 'account',
  command: 'getent passwd "$NG_LOGIN"',
  parse(output): Account {
    const fields = output.stdout.trim().split(':');
    return { exists: output.exit === 0 && fields.length === 7, home: fields[5] ?? '', shell: fields[6] ?? '' };
  },
});
