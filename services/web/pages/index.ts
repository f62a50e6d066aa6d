import type { ApiDependencies } from '../../api/dependencies.ts';
import type { Web } from '../web.ts';
import { addAccount } from './account/account.ts';
import { addSignIn } from './account/sign-in.ts';
import { addHome } from './home.ts';
import { addAttention } from './instructor/attention.ts';
import { addDownloads } from './instructor/downloads.ts';
import { addExports } from './instructor/exports.ts';
import { addGradebook } from './instructor/gradebook/gradebook.ts';
import { addStatistics } from './instructor/statistics/statistics.ts';
import { addRegradePages } from './regrade/index.ts';
import { studentPages } from './student/index.ts';
import { submissionPages } from './submission/index.ts';

/** All pages. */
export const pages: readonly ((web: Web, dependencies: ApiDependencies) => void)[] = [
  addSignIn,
  addAccount,
  addHome,
  ...studentPages,
  ...submissionPages,
  addGradebook,
  addAttention,
  addStatistics,
  addExports,
  addDownloads,
  addRegradePages,
];
