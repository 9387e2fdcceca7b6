import type { Reader } from '../../src/application/views.ts';
import type { RequestStatus } from '../../src/domain/request.ts';

export const requestStatuses = [
  'Draft',
  'Pending',
  'Rejected',
  'Withdrawn',
  'Expired',
  'Waiting',
  'Provisioning',
  'Undoing',
  'Failed',
  'Active',
  'Replaced',
  'Revoking',
  'Revoked',
] as const satisfies readonly RequestStatus[];

export const parts = [
  'requester',
  'approver',
  'owner',
  'outcome',
  'reminder',
  'forced',
  'ending',
  'revoked',
  'observer',
] as const satisfies readonly Reader['part'][];
