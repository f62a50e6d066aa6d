import type { ApiDependencies } from '../../api/dependencies.ts';
import type { Web } from '../web.ts';
import { addAccount } from './account/account.ts';
import { addSignIn } from './account/sign-in.ts';
import { coursePages } from './course/index.ts';
import { addHome } from './home.ts';
import { addAssignmentSettings } from './instructor/settings/settings.ts';
import { studentPages } from './student/index.ts';

/** All pages. */
export const pages: readonly ((web: Web, dependencies: ApiDependencies) => void)[] = [addSignIn, addAccount, addHome, ...coursePages, addAssignmentSettings, ...studentPages];
