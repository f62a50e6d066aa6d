import type { Check } from '../../check.ts';
import { databasesClosed } from './databases-closed.ts';
import { defaultDeny } from './default-deny.ts';
import { limitsAndLogging } from './limits-and-logging.ts';
import { noShadowedRules } from './no-shadowed-rules.ts';
import { rulesExplained } from './rules-explained.ts';
import { servicesOpen } from './services-open.ts';
import { sshGuarded } from './ssh-guarded.ts';

export const firewallChecks: readonly Check[] = [
  defaultDeny,
  sshGuarded,
  servicesOpen,
  databasesClosed,
  noShadowedRules,
  limitsAndLogging,
  rulesExplained,
];
