import type { Check } from '../../check.ts';
import { capture } from './capture.ts';
import { scriptDiagnosesRoute } from './script-diagnoses-route.ts';
import { scriptTellsHost } from './script-tells-host.ts';
import { scriptTellsName } from './script-tells-name.ts';
import { scriptTellsOpenPort } from './script-tells-open-port.ts';
import { scriptUsage } from './script-usage.ts';
import { testsDocumented } from './tests-documented.ts';

export const connectivityChecks: readonly Check[] = [
  capture,
  testsDocumented,
  scriptTellsOpenPort,
  scriptTellsName,
  scriptTellsHost,
  scriptDiagnosesRoute,
  scriptUsage,
];
