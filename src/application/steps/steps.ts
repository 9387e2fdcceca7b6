import type { StepName } from '../../domain/plannedSteps.ts';
import { setNonInteractive } from './accessMode.ts';
import { account, storePassword } from './account.ts';
import { applicationUser } from './applicationUser.ts';
import { bringIn, enable } from './arrival.ts';
import { check } from './check.ts';
import { confirm } from './confirm.ts';
import { lendLicence, returnLicence } from './licence.ts';
import { assignRoles, removeRoles } from './roles.ts';
import type { Step } from './step.ts';

export const steps: Readonly<Record<StepName, Step>> = {
  check,
  storePassword,
  account,
  lendLicence,
  bringIn,
  applicationUser,
  enable,
  assignRoles,
  removeRoles,
  setNonInteractive,
  returnLicence,
  confirm,
};
