import type { ApiDependencies } from '../../api/dependencies.ts';
import type { Web } from '../web.ts';
import { addAccount } from './account/account.ts';
import { addSignIn } from './account/sign-in.ts';
import { coursePages } from './course/index.ts';
import { addHome } from './home.ts';
import { addAttention } from './instructor/attention.ts';
import { addDownloads } from './instructor/downloads.ts';
import { addExports } from './instructor/exports.ts';
import { addGradebook } from './instructor/gradebook/gradebook.ts';
import { addAssignmentSettings } from './instructor/settings/settings.ts';
import { addStatistics } from './instructor/statistics/statistics.ts';
import { addRegradePages } from './regrade/index.ts';
import { addRubricPages } from './rubric/index.ts';
import { studentPages } from './student/index.ts';
import { submissionPages } from './submission/index.ts';

/** All pages. */
export const pages: readonly ((web: Web, dependencies: ApiDependencies) => void)[] = [
  addSignIn,
  addAccount,
  addHome,
  ...coursePages,
  ...studentPages,
  ...submissionPages,
  addGradebook,
  addAttention,
  addStatistics,
  addRegradePages,
  addRubricPages,
  addAssignmentSettings,
  addExports,
  addDownloads,
];
