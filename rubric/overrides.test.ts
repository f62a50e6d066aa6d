import { expect, test } from 'vitest';
import { makeGrade } from '#db/testing/course.ts';
