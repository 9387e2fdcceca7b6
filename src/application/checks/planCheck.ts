import type { Obstacle } from '../../domain/request.ts';
import type { SeatReading } from '../../domain/seats.ts';
import type { LicenceStock } from '../ports/crm.ts';

/** What the world says today about one thing that a plan depends on. `obstacle`: the plan would not work. */
export type PlanCheck = { readonly obstacle?: Obstacle } & (
  | { readonly about: 'environment' | 'roles' | 'account' | 'keyVault' }
  | { readonly about: 'seats'; readonly reading?: SeatReading }
  /** `own`: the account has the environment's licence already, and none is lent. */
  | { readonly about: 'licence'; readonly own?: boolean; readonly stock?: LicenceStock }
  /** `joins`: the account is to become a member; without it there is no group, or it is one. */
  | { readonly about: 'securityGroup'; readonly joins?: boolean }
);
