import type { Check } from '../../check.ts';
import { configFiles } from './config-files.ts';
import { decisionTree } from './decision-tree.ts';
import { hardeningChecklist } from './hardening-checklist.ts';
import { issuesTable } from './issues-table.ts';
import { reportCoversTasks } from './report-covers-tasks.ts';
import { reportExplains } from './report-explains.ts';
import { rulesBackup } from './rules-backup.ts';
import { scriptsParse } from './scripts-parse.ts';
import { scriptsRun } from './scripts-run.ts';
import { topologyDiagram } from './topology-diagram.ts';

export const documentationChecks: readonly Check[] = [
  topologyDiagram,
  decisionTree,
  issuesTable,
  hardeningChecklist,
  reportCoversTasks,
  reportExplains,
  rulesBackup,
  configFiles,
  scriptsParse,
  scriptsRun,
];
